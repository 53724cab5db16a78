import { DOWNLOAD_SCRIPT, scriptSource } from './downloads.ts';
import { html, raw } from './html.ts';
import { levelSwitch } from './levels.ts';
import type { RunRecord } from './record.ts';
import { type Section, sectionHtml } from './sections/section.ts';
import { STYLE } from './style.ts';

/** The report as one HTML file that loads nothing. @param kind what kind of study it is and of what, for the head. */
export function page(record: RunRecord, kind: string, sections: readonly Section[]): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src ${raw(scriptSource(DOWNLOAD_SCRIPT))}">
<title>${record.study.title} · Cistron report</title>
<link rel="icon" href="data:,">
<style>${raw(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
<header>
<p class="eyebrow">Cistron report · ${kind}</p>
<h1>${record.study.title}</h1>
${levelSwitch()}
<nav aria-label="Contents"><ul>${sections.map(({ id, heading, from }) => html`<li${from && html` class="from-${from}"`}><a href="#${id}">${heading}</a></li>`)}</ul></nav>
</header>
<main id="main">
${sections.map(sectionHtml)}</main>
<footer>Made by Cistron ${record.cistron}. This file loads nothing and sends nothing; sample ids are left out.</footer>
${raw(`<script>${DOWNLOAD_SCRIPT}</script>`)}
</body>
</html>
`.markup;
}

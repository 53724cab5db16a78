import { DOWNLOAD_SCRIPT, scriptSource } from './downloads.ts';
import { html, raw } from './html.ts';
import { levelSwitch } from './levels.ts';
import type { RunRecord } from './record.ts';
import { type Section, sectionHtml } from './sections/section.ts';
import { STYLE } from './style.ts';

/** What stands at the head and the foot of a page. */
export interface PageFrame {
  readonly title: string;
  /** What kind of page it is, after `Cistron`. */
  readonly kind: string;
  /** What it is of: a task, a number of samples. */
  readonly of: string;
  /** The version that made it. */
  readonly cistron: string;
  /** What it holds of single samples: a clause. */
  readonly rows: string;
}

/** One HTML file that loads nothing. */
export function page({ title, kind, of, cistron, rows }: PageFrame, sections: readonly Section[]): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src ${raw(scriptSource(DOWNLOAD_SCRIPT))}">
<title>${title} · Cistron ${kind}</title>
<link rel="icon" href="data:,">
<style>${raw(STYLE)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
<header>
<p class="eyebrow">Cistron ${kind} · ${of}</p>
<h1>${title}</h1>
${levelSwitch()}
<nav aria-label="Contents"><ul>${sections.map(({ id, heading, from }) => html`<li${from && html` class="from-${from}"`}><a href="#${id}">${heading}</a></li>`)}</ul></nav>
</header>
<main id="main">
${sections.map(sectionHtml)}</main>
<footer>Made by Cistron ${cistron}. This file loads nothing and sends nothing; ${rows}.</footer>
${raw(`<script>${DOWNLOAD_SCRIPT}</script>`)}
</body>
</html>
`.markup;
}

/** The frame of the report of a run. */
export function reportFrame({ study, cistron }: RunRecord, of: string): PageFrame {
  return { title: study.title, kind: 'report', of, cistron, rows: 'sample ids are left out' };
}

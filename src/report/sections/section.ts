import { downloads } from '../downloads.ts';
import type { Figure } from '../figures/figure.ts';
import { keepRanges } from '../format.ts';
import { type Html, type HtmlValue, html, raw } from '../html.ts';
import type { Level } from '../levels.ts';

/** A numbered part of the report with a heading that the contents list can point at. */
export interface Section {
  readonly id: string;
  readonly heading: string;
  readonly body: Html;
  /** From which level of detail on it is shown; without, at all. */
  readonly from?: Level;
}

export function sectionHtml({ id, heading, body, from }: Section): Html {
  return html`<section id="${id}"${from && html` class="from-${from}"`} aria-labelledby="${id}-heading">
<h2 id="${id}-heading">${heading}</h2>
${body}
</section>
`;
}

/** A figure with its heading and the sentence that says what it shows. A wide one takes the whole row. @param from a level of detail. */
export function figureHtml(figure: Figure, from?: Level): Html {
  const { title, svg, sentence, width } = figure;
  const wide = width > 620;
  return html`<figure class="figure${wide ? ' wide' : ''}${from ? ` from-${from}` : ''}" style="--natural:${Math.round(width)}px">
<h3>${title}</h3>
<div class="scroll"${wide && html` tabindex="0" role="region" aria-label="${title}"`}>${raw(svg)}</div>
<figcaption>${keepRanges(sentence)}</figcaption>
${downloads(figure)}
</figure>`;
}

/** Figures side by side; nothing where there is none. @param more shown from the intermediate level on. */
export function figureGrid(figures: readonly (Figure | null)[], more: readonly (Figure | null)[] = []): Html | false {
  if (![...figures, ...more].some(Boolean)) return false;
  return html`<div class="figures">${figures.map((figure) => figure && figureHtml(figure))}${more.map((figure) => figure && figureHtml(figure, 'intermediate'))}</div>`;
}

/** Term and value pairs. */
export function facts(pairs: readonly (readonly [string, HtmlValue])[], className = 'facts'): Html {
  return html`<dl class="${className}">${pairs.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>`;
}

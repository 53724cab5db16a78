import type { Figure } from '../figures/figure.ts';
import { keepRanges } from '../format.ts';
import { type Html, type HtmlValue, html, raw } from '../html.ts';

/** A numbered part of the report with a heading that the contents list can point at. */
export interface Section {
  readonly id: string;
  readonly heading: string;
  readonly body: Html;
}

export function sectionHtml({ id, heading, body }: Section): Html {
  return html`<section id="${id}" aria-labelledby="${id}-heading">
<h2 id="${id}-heading">${heading}</h2>
${body}
</section>
`;
}

/** A figure with its heading and the sentence that says what it shows. A wide one takes the whole row. */
export function figureHtml({ title, svg, sentence, width }: Figure): Html {
  const wide = width > 620;
  return html`<figure class="figure${wide ? ' wide' : ''}" style="--natural:${Math.round(width)}px">
<h3>${title}</h3>
<div class="scroll"${wide && html` tabindex="0" role="region" aria-label="${title}"`}>${raw(svg)}</div>
<figcaption>${keepRanges(sentence)}</figcaption>
</figure>`;
}

export function figureGrid(figures: readonly (Figure | null)[]): Html {
  return html`<div class="figures">${figures.map((figure) => figure && figureHtml(figure))}</div>`;
}

/** Term and value pairs. */
export function facts(pairs: readonly (readonly [string, HtmlValue])[], className = 'facts'): Html {
  return html`<dl class="${className}">${pairs.map(([term, value]) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>`;
}

import { formatInterval, formatRange, type NumberFormat } from './format.ts';
import { type Html, type HtmlValue, html } from './html.ts';
import type { Level } from './levels.ts';
import type { Interval } from './record.ts';

export interface Column {
  readonly label: HtmlValue;
  /** Numbers stand flush right. */
  readonly numeric?: boolean;
  /** From which level of detail on the column is shown. */
  readonly from?: Exclude<Level, 'novice'>;
}

export interface TableRow {
  /** Names the row; becomes its `<th scope="row">`. */
  readonly header: HtmlValue;
  readonly cells: readonly HtmlValue[];
  readonly className?: string;
}

/**
 * A table in a box of its own, which scrolls sideways where the page is narrower than the table. Tables are for readers from the
 * intermediate level on: what a novice has to know stands in a sentence or a figure. `columns[0]` heads the row names.
 */
export function table(caption: string, columns: readonly Column[], rows: readonly TableRow[]): Html {
  const look = (i: number) => {
    const { numeric, from } = columns[i] ?? {};
    const names = [numeric && 'number', from && `from-${from}`].filter((name) => typeof name === 'string');
    return names.length > 0 && html` class="${names.join(' ')}"`;
  };
  return html`<div class="scroll from-intermediate" tabindex="0" role="region" aria-label="${caption}"><table>
<caption${caption.length > 90 && html` class="long"`}>${caption}</caption>
<thead><tr>${columns.map((column, i) => html`<th scope="col"${look(i)}>${column.label}</th>`)}</tr></thead>
<tbody>${rows.map(
    ({ header, cells, className }) =>
      html`<tr${className ? html` class="${className}"` : ''}><th scope="row">${header}</th>${cells.map(
        (cell, i) => html`<td${look(i + 1)}>${cell}</td>`,
      )}</tr>
`,
  )}</tbody>
</table></div>`;
}

/** The value with its interval below it: columns stay narrow enough for several on a phone. */
export function scoreCell(score: Interval | undefined, format: NumberFormat): HtmlValue {
  if (!score || !Number.isFinite(score.low) || !Number.isFinite(score.high)) return formatInterval(score, format);
  return html`${format(score.value)}<span class="interval">${formatRange(score.low, score.high, format)}</span>`;
}

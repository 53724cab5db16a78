import * as Plot from '@observablehq/plot';
import { formatPercent } from '../format.ts';
import { themed } from '../palette.ts';
import { drawSvg, FIGURE_WIDTH, type Figure, fitText, INK, LINE, labelSpace, MUTED, textWidth } from './figure.ts';

export interface CountGrid {
  readonly alt: string;
  /** [rows][columns]. */
  readonly counts: readonly (readonly number[])[];
  /** A cell is shaded by its share of the total. */
  readonly rows: readonly { readonly name: string; readonly total: number }[];
  readonly columns: readonly string[];
  /** What rows and columns are. */
  readonly axes: { readonly rows: string; readonly columns: string };
  /** What a cell counts, for its tool tip. */
  cellTitle(row: string, column: string): string;
}

interface Cell {
  readonly row: number;
  readonly column: number;
  readonly count: number;
  readonly share: number;
}

/** Counts in a grid of squares, shaded by the share of the row. */
export function countGrid(
  document: Document,
  { alt, counts, rows, columns, axes, cellTitle }: CountGrid,
): Pick<Figure, 'svg' | 'width' | 'data'> {
  const rowLabels = rows.map(({ name, total }) => `${fitText(name, 110)} (${total})`);
  const left = labelSpace([...rowLabels, axes.rows], 170) + 14;
  const side = Math.max(30, Math.min(72, Math.floor((FIGURE_WIDTH - left - 8) / columns.length)));
  const columnSpace = labelSpace(columns, 110);
  const turned = columnSpace > side - 6;
  const top = turned ? Math.ceil(columnSpace * 0.72) + 44 : 48;
  // Turned labels of the last columns lean out to the right.
  const right = turned ? Math.ceil(textWidth(fitText(columns.at(-1)!, 110)) * 0.72) + 4 : 8;
  const width = left + side * columns.length + right;
  const roomy = side >= 46;
  const cells: Cell[] = counts.flatMap((row, i) =>
    row.map((count, j) => ({ row: i, column: j, count, share: count / Math.max(1, rows[i]!.total) })),
  );
  const filled = cells.filter((cell) => cell.count > 0);
  const svg = drawSvg(document, alt, {
    width,
    height: top + side * rows.length + 6,
    marginLeft: left,
    marginRight: right,
    marginTop: top,
    marginBottom: 6,
    x: { type: 'band', domain: columns.map((_, k) => k), axis: null, padding: 0.03, round: false },
    y: { type: 'band', domain: rows.map((_, k) => k), axis: null, padding: 0.03, round: false },
    marks: [
      Plot.cell(cells, { x: 'column', y: 'row', fill: 'none', stroke: LINE, strokeWidth: 0.75 }),
      Plot.cell(filled, {
        x: 'column',
        y: 'row',
        fill: themed('cell'),
        fillOpacity: { value: 'share', scale: null } as never,
        title: ({ row, column, count, share }: Cell) =>
          `${cellTitle(rows[row]!.name, columns[column]!)}: ${count} (${formatPercent(share)})`,
      }),
      Plot.text(filled, {
        x: 'column',
        y: 'row',
        text: (cell: Cell) => String(cell.count),
        dy: roomy ? -7 : 0,
        fontWeight: 600,
        fontSize: roomy ? 14 : 11,
        fill: INK,
        pointerEvents: 'none',
      }),
      roomy
        ? Plot.text(filled, {
            x: 'column',
            y: 'row',
            text: (cell: Cell) => formatPercent(cell.share),
            dy: 10,
            fontSize: 12,
            fill: INK,
            pointerEvents: 'none',
          })
        : null,
      Plot.text(columns, {
        x: (_: string, k: number) => k,
        text: (name: string) => fitText(name, turned ? 110 : side),
        frameAnchor: 'top',
        textAnchor: turned ? 'start' : 'middle',
        rotate: turned ? -45 : 0,
        lineAnchor: 'bottom',
        dy: -8,
        fill: INK,
      }),
      Plot.text(rowLabels, {
        y: (_: string, k: number) => k,
        text: (label: string) => label,
        frameAnchor: 'left',
        textAnchor: 'end',
        dx: -8,
        fill: INK,
      }),
      Plot.text([axes.columns], { frameAnchor: 'top-left', lineAnchor: 'top', dy: 5 - top, fill: MUTED }),
      Plot.text([axes.rows], {
        frameAnchor: 'top-left',
        lineAnchor: 'top',
        textAnchor: 'end',
        dx: -8,
        dy: -20,
        fill: MUTED,
      }),
    ],
  });
  const data = {
    columns: [axes.rows, axes.columns, 'samples', 'share of the row'].map((name) => name.replace(/ [↓→]$/, '')),
    rows: cells.map(({ row, column, count, share }) => [rows[row]!.name, columns[column]!, count, share]),
  };
  return { svg, width, data };
}

import * as Plot from '@observablehq/plot';
import { log2 } from '../../base/elementary.ts';
import { formatCount } from '../format.ts';
import { ACCENT, drawnRows, HOVERED_MOST, pointSize, strideOf } from './figure.ts';
import { type FigureData, pointData } from './figure-data.ts';

/** With more points than this their number in each cell of a grid is drawn, since points would hide one another. */
const POINTS_MOST = 20_000;
/** Cells along an axis. */
const CELLS = 64;

export interface PointCloud {
  readonly marks: Plot.Markish;
  readonly data: FigureData;
  /** What a reader has to know of how they are drawn: a sentence after a space, or nothing. */
  readonly said: string;
  /** Smallest and largest value. */
  readonly xRange: readonly [number, number];
  readonly yRange: readonly [number, number];
}

/**
 * Points of one kind: each drawn, or one in so many, or above 20,000 as shades of their number, in which all of them count.
 * @param columns names of the two values. @param x, y finite, [n], n > 0. @param opacity of a point. @param write a value, for tool tips.
 */
export function pointCloud(
  columns: readonly [string, string],
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  opacity: number,
  write: (value: number) => string,
): PointCloud {
  const n = x.length;
  const [xRange, yRange] = [rangeOf(x), rangeOf(y)];
  if (n > POINTS_MOST) return { ...shades(columns, x, y, xRange, yRange), xRange, yRange };
  const stride = strideOf(n);
  const rows = drawnRows([...Array(n).keys()], x, y, stride);
  const marks = Plot.dot(rows, {
    x: (i: number) => x[i]!,
    y: (i: number) => y[i]!,
    r: pointSize(n),
    fill: ACCENT,
    fillOpacity: opacity,
    ...(n <= HOVERED_MOST
      ? { title: (i: number) => `${columns[0]} ${write(x[i]!)}, ${columns[1]} ${write(y[i]!)}` }
      : {}),
  });
  const data = pointData(
    columns,
    rows.map((i) => [x[i]!, y[i]!]),
  );
  return { marks, data, said: stride > 1 ? ` One sample in ${stride} is drawn.` : '', xRange, yRange };
}

type Range = readonly [number, number];

function shades(
  columns: readonly [string, string],
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  xRange: Range,
  yRange: Range,
): Pick<PointCloud, 'marks' | 'data' | 'said'> {
  const step = ([low, high]: Range) => (high - low) / CELLS || 1;
  const [dx, dy] = [step(xRange), step(yRange)];
  const place = (value: number, low: number, width: number) => Math.min(CELLS - 1, Math.floor((value - low) / width));
  const counts = new Int32Array(CELLS * CELLS);
  for (let i = 0; i < x.length; i++) counts[place(x[i]!, xRange[0], dx) * CELLS + place(y[i]!, yRange[0], dy)]!++;
  const most = counts.reduce((a, b) => Math.max(a, b), 0);
  const cells = Array.from(counts.keys())
    .filter((at) => counts[at]! > 0)
    .map((at) => ({
      x: xRange[0] + dx * Math.floor(at / CELLS),
      y: yRange[0] + dy * (at % CELLS),
      count: counts[at]!,
      // By the logarithm, from a single sample, which is still seen, to the fullest cell.
      shade: 0.12 + (0.88 * log2(counts[at]!)) / Math.max(1, log2(most)),
    }));
  type Cell = (typeof cells)[number];
  return {
    marks: Plot.rect(cells, {
      x1: 'x',
      x2: (cell: Cell) => cell.x + dx,
      y1: 'y',
      y2: (cell: Cell) => cell.y + dy,
      fill: ACCENT,
      fillOpacity: { value: 'shade', scale: null } as never,
      title: (cell: Cell) => formatCount(cell.count),
    }),
    data: {
      columns: [...columns, 'samples'],
      rows: cells.map((cell) => [cell.x + dx / 2, cell.y + dy / 2, cell.count]),
    },
    said: ` The stronger the colour of a cell, the more of the ${formatCount(x.length)} samples lie there, up to ${formatCount(most)}, on a logarithmic scale; all are counted.`,
  };
}

function rangeOf(values: ArrayLike<number>): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i]!);
    high = Math.max(high, values[i]!);
  }
  return [low, high];
}

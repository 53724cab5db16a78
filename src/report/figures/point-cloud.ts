import type * as Plot from '@observablehq/plot';
import { ACCENT } from './figure.ts';
import { type FigureData, pointData } from './figure-data.ts';
import { drawPoints, shadeSaid } from './points.ts';

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
 * Points of one kind. @param columns names of the two values. @param x, y finite, [n], n > 0. @param opacity of a point. @param write a value,
 * for tool tips.
 */
export function pointCloud(
  columns: readonly [string, string],
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  opacity: number,
  write: (value: number) => string,
): PointCloud {
  const rows = Array.from({ length: x.length }, (_, i) => i);
  const title = (i: number) => `${columns[0]} ${write(x[i]!)}, ${columns[1]} ${write(y[i]!)}`;
  const layer = { rows, colour: ACCENT, opacity };
  const data = pointData(
    columns,
    rows.map((i) => [x[i]!, y[i]!]),
  );
  const marks = drawPoints(
    [layer],
    (i) => x[i]!,
    (i) => y[i]!,
    { title },
  );
  return { marks, data, said: shadeSaid(x.length), xRange: rangeOf(x), yRange: rangeOf(y) };
}

function rangeOf(values: ArrayLike<number>): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i]!);
    high = Math.max(high, values[i]!);
  }
  return [low, high];
}

import * as Plot from '@observablehq/plot';
import { formatCount } from '../format.ts';
import { HOVERED_MOST, PAGE, pointSize } from './figure.ts';
import { AS_POINTS_MOST } from './figure-data.ts';
import { pointRaster } from './point-raster.ts';

/** Points of one look. */
export interface PointLayer {
  /** Which of the points. */
  readonly rows: readonly number[];
  readonly colour: string;
  /** Default a circle. */
  readonly symbol?: Plot.SymbolType;
  readonly hollow?: boolean;
  /** 0 … 1, default opaque. */
  readonly opacity?: number;
}

type Place = (i: number) => number;

/**
 * The points of a scatter, a layer over another; up to 4,000 as symbols of their own, more as one picture a layer, in which all of them are
 * and the shade of a place tells how many. @param x, y of point i. @param size radius, default by their number. @param title tool tip of point i, where there are few.
 */
export function drawPoints(
  layers: readonly PointLayer[],
  x: Place,
  y: Place,
  { size, title }: { readonly size?: number; readonly title?: (i: number) => string } = {},
): Plot.Markish[] {
  const n = layers.reduce((sum, { rows }) => sum + rows.length, 0);
  const r = size ?? pointSize(n);
  return layers.map(({ rows, colour, symbol = 'circle', hollow, opacity = 1 }) => {
    if (n > AS_POINTS_MOST) return Plot.dot(rows, { x, y, render: pointRaster(colour, r) });
    // In their own order they would say which is which to whoever has the list of the samples.
    const sorted = rows.toSorted((a, b) => x(a) - x(b) || y(a) - y(b));
    return Plot.dot(sorted, {
      ...{ x, y, r, symbol },
      ...(hollow ? { fill: 'none', stroke: colour, strokeWidth: 1 } : { fill: colour, stroke: PAGE, strokeWidth: 0.4 }),
      ...(opacity < 1 ? { fillOpacity: opacity, stroke: 'none' } : {}),
      ...(title && n <= HOVERED_MOST ? { title } : {}),
    });
  });
}

/** How many points are drawn where their shade tells it: a sentence after a space, or nothing. */
export function shadeSaid(n: number): string {
  if (n <= AS_POINTS_MOST) return '';
  return ` All ${formatCount(n)} points are drawn; the stronger the shade of a place, the more lie there. The table counts them in small cells.`;
}

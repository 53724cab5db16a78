/** What a figure draws, as a table: as much aggregated or left out as the drawing is, and without names of samples. */
export interface FigureData {
  readonly columns: readonly string[];
  /** NaN and null are empty cells. */
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** More points than this only cover one another one by one, and make the file heavy. */
export const AS_POINTS_MOST = 4000;

type Point = readonly (string | number)[];

/**
 * Points of a scatter, rounded to a four-thousandth of their range, finer than the drawing, and sorted: the order of the samples would say
 * which is which. Of more than 4,000 their number in cells of at most a hundredth of the range, in a last column `points`.
 * @param points as many entries as columns.
 */
export function pointData(columns: readonly string[], points: readonly Point[]): FigureData {
  if (points.length <= AS_POINTS_MOST) return { columns, rows: roundedTo(4000, columns, points).sort(byCells) };
  const counts = new Map<string, { readonly point: Point; count: number }>();
  for (const point of roundedTo(100, columns, points)) {
    const key = point.join('\n');
    const cell = counts.get(key);
    if (cell) cell.count++;
    else counts.set(key, { point, count: 1 });
  }
  const cells = Array.from(counts.values(), ({ point, count }) => [...point, count]);
  return { columns: [...columns, 'points'], rows: cells.sort(byCells) };
}

/** Numbers to a step of at most a `parts`th of the range of their column. */
function roundedTo(parts: number, columns: readonly string[], points: readonly Point[]): Point[] {
  const steps = columns.map((_, c) => stepOf(points, c, parts));
  return points.map((point) =>
    point.map((value, c) => (typeof value === 'number' ? Math.round(value / steps[c]!) * steps[c]! : value)),
  );
}

/** 1, 2 or 5 times a power of ten. */
function stepOf(points: readonly Point[], column: number, parts: number): number {
  let [low, high] = [0, 0];
  for (const point of points) {
    const value = point[column]!;
    if (typeof value !== 'number' || !Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (high === low) return 1;
  const widest = (high - low) / parts;
  const power = 10 ** Math.floor(Math.log10(widest));
  return power * [5, 2, 1].find((times) => times * power <= widest * (1 + 1e-9))!;
}

function byCells(a: Point, b: Point): number {
  const at = a.findIndex((value, c) => value !== b[c]);
  return at < 0 ? 0 : a[at]! < b[at]! ? -1 : 1;
}

/** As CSV (RFC 4180) with a header, numbers to six significant digits. */
export function csvOf({ columns, rows }: FigureData): string {
  return `${[columns, ...rows].map((row) => row.map(cell).join(',')).join('\n')}\n`;
}

function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return Number.isFinite(value) ? String(Number(value.toPrecision(6))) : '';
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

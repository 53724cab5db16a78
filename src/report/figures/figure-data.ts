/** What a figure draws, as a table: as much aggregated or left out as the drawing is, and without names of samples. */
export interface FigureData {
  readonly columns: readonly string[];
  /** NaN and null are empty cells. */
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/**
 * Points of a scatter, rounded to a four-thousandth of their range, finer than the drawing, and sorted: the order of the samples would say
 * which is which.
 * @param points one array a sample, as many entries as columns.
 */
export function pointData(columns: readonly string[], points: readonly (readonly (string | number)[])[]): FigureData {
  const steps = columns.map((_, c) => stepOf(points.map((point) => point[c]!)));
  const rounded = points.map((point) =>
    point.map((value, c) => (typeof value === 'number' ? Math.round(value / steps[c]!) * steps[c]! : value)),
  );
  return { columns, rows: rounded.sort(byCells) };
}

/** A power of ten of at most a four-thousandth of the range. */
function stepOf(values: readonly (string | number)[]): number {
  const numbers = values.filter((value) => typeof value === 'number' && Number.isFinite(value)) as number[];
  const [low, high] = numbers.reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)], [0, 0]);
  return high > low ? 10 ** Math.floor(Math.log10((high - low) / 4000)) : 1;
}

function byCells(a: readonly (string | number)[], b: readonly (string | number)[]): number {
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

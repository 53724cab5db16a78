/** A column of at most this many values shows each of them. */
const FEW = 6;
const BETWEEN = [0.01, 0.99] as const;
/** Round values from the bottom to the top of the range, at most so many by even steps. */
const STEPS = 6;

/**
 * Values that a scale shows of a column: each, when there are at most six; else round ones within its first and last percentile, by even steps and, for a
 * range that spans powers of ten, 1, 2 and 5 of each power too. Of a column of whole numbers only such. Missing ones are left out. @returns rising; empty without a known value.
 */
export function axisValues(column: Float32Array): number[] {
  const known = column.filter((value) => !Number.isNaN(value)).sort();
  if (known.length === 0) return [];
  const different = [...new Set(known)];
  if (different.length <= FEW) return different.map((value) => Number(value.toPrecision(6)));
  const [low, high] = BETWEEN.map((share) => quantileOf(known, share)) as [number, number];
  const even = roundSteps(low, high);
  const wide = low >= 0 && high > 20 * Math.max(quantileOf(known, 0.25), Number.MIN_VALUE);
  const powers = wide ? powersUpTo(high).filter((value) => value >= low) : [];
  const shown = known.every(Number.isInteger) ? [...even, ...powers].filter(Number.isInteger) : [...even, ...powers];
  return [...new Set(shown)].sort((a, b) => a - b);
}

function roundSteps(low: number, high: number): number[] {
  const rough = (high - low) / STEPS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough)!;
  const from = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - from + 1 }, (_, k) =>
    Number(((from + k) * step).toPrecision(6)),
  );
}

function powersUpTo(high: number): number[] {
  const values: number[] = [];
  for (let power = 10 ** Math.floor(Math.log10(high)), k = 0; k < 3; power /= 10, k++) {
    for (const m of [1, 2, 5]) if (m * power <= high) values.push(Number((m * power).toPrecision(6)));
  }
  return values;
}

/** @param sorted rising, at least one. The value at a share of the way, without interpolation: one that occurs. */
export function quantileOf(sorted: ArrayLike<number>, share: number): number {
  return sorted[Math.round(share * (sorted.length - 1))]!;
}

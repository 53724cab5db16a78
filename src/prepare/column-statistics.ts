/** Statistics of one column. Missing (NaN) is ignored; sums are float64. */
export interface Moments {
  /** Values present. */
  readonly count: number;
  /** NaN when nothing is present. */
  readonly mean: number;
  /** Σ(x − mean)² / count, as scikit-learn: the divisor is n, not n − 1. NaN when nothing is present. */
  readonly variance: number;
}

/**
 * Mean and variance in two passes, the second corrected by the residue of the mean (Chan, Golub & LeVeque 1983, eq. 1.7). A constant
 * column has exactly its own value as mean and exactly 0 as variance: a float64 adds up to 2²⁹ equal float32 values without rounding.
 * Cost O(n).
 */
export function moments(column: Float32Array): Moments {
  const n = column.length;
  let count = 0;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const x = column[i]!;
    if (!Number.isNaN(x)) {
      sum += x;
      count++;
    }
  }
  const mean = sum / count;
  let squares = 0;
  let residue = 0;
  for (let i = 0; i < n; i++) {
    const d = column[i]! - mean;
    if (!Number.isNaN(d)) {
      squares += d * d;
      residue += d;
    }
  }
  return { count, mean, variance: (squares - (residue * residue) / count) / count };
}

/** Whether all present values are equal (or none is present). Stops at the first difference. */
export function isConstant(column: Float32Array): boolean {
  let first = Number.NaN;
  for (const x of column) {
    if (Number.isNaN(first)) first = x;
    else if (x !== first && !Number.isNaN(x)) return false;
  }
  return true;
}

/** Copies the present values of a column to the front of `scratch`. @returns how many there are. */
export function gatherPresent(column: Float32Array, scratch: Float32Array): number {
  let count = 0;
  for (let i = 0; i < column.length; i++) {
    const x = column[i]!;
    if (!Number.isNaN(x)) scratch[count++] = x;
  }
  return count;
}

/**
 * Quantile by linear interpolation between order statistics (Hyndman & Fan 1996, type 7: the default of numpy and R).
 * @param values the first `count` are used, none missing; they are reordered.
 * @param q 0 … 1.
 * Expected cost O(count): selection, not a sort.
 */
export function quantile(values: Float32Array, count: number, q: number): number {
  const position = (count - 1) * q;
  const k = Math.floor(position);
  const low = kthSmallest(values, k, count);
  if (position === k) return low;
  let high = values[k + 1]!; // selection left everything after k at least as large as values[k]
  for (let i = k + 2; i < count; i++) if (values[i]! < high) high = values[i]!;
  return low + (position - k) * (high - low);
}

/** The k-th smallest (from 0) of the first `count` values: Hoare's selection, pivot the median of three. Equal values cost nothing extra. */
export function kthSmallest(values: Float32Array, k: number, count: number): number {
  let left = 0;
  let right = count - 1;
  while (left < right) {
    const a = values[left]!;
    const b = values[(left + right) >>> 1]!;
    const c = values[right]!;
    const pivot = Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    let i = left;
    let j = right;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i <= j) {
        const held = values[i]!;
        values[i++] = values[j]!;
        values[j--] = held;
      }
    }
    if (k <= j) right = j;
    else if (k >= i) left = i;
    else break; // between the two parts everything equals the pivot
  }
  return values[k]!;
}

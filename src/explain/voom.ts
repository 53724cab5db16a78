import { log2 } from '../base/elementary.ts';
import { DataError, ShapeError } from '../base/errors.ts';
import { lowess } from '../numeric/lowess.ts';
import { householderQr, solveUpper } from '../numeric/regression/householder-qr.ts';
import { columnOf, createMatrix, type Matrix } from '../table/matrix.ts';
import type { DesignMatrix } from './design-matrix.ts';

export interface PrecisionWeights {
  /** log2 of counts per million, half a count and one read added, [n, p]. */
  readonly values: Matrix;
  /** One over the variance that is usual at the expected count, [n, p]: for `moderatedT`. */
  readonly weights: Matrix;
  /** Of features with counts: mean log2 count, and the root of their standard deviation about the design, [features]. */
  readonly trend: { readonly counts: Float64Array; readonly spreads: Float64Array; readonly smooth: Float64Array };
}

/**
 * Counts made ready for least squares: a small count says little, and how little is read off all features together. Every feature is fitted by the design in log2 counts per million; the root of its standard deviation is
 * smoothed along its mean count (lowess over half of the features); and each value gets the weight 1/smooth⁴ at the count that the fit expects there. Library sizes may differ many times over.
 * @param counts [n, p], ≥ 0, without missing values; of features hardly ever seen leave out before: they bend the trend. Not modified. @param design with fewer columns than samples.
 * @param sizes of the libraries, [n], default the sums of the samples; multiplied by factors of normalisation where there are any.
 * @throws {DataError} a negative or missing count, fewer than two features, no degree of freedom left. @throws {ShapeError} lengths that differ. Cost O(n·p·k), and of the trend some 400 lines through p/2 points.
 * Source: Law et al. 2014, Genome Biol. 15:R29. Checked against limma 3.54 `voom`.
 */
export function voom(counts: Matrix, design: DesignMatrix, sizes = sumsOf(counts)): PrecisionWeights {
  const where = 'voom';
  const [n, p] = [counts.nRows, counts.nCols];
  for (const column of [...design.columns, sizes]) {
    if (column.length === n) continue;
    throw new ShapeError({
      where,
      problem: `columns of the design and sizes must have length ${n}, got ${column.length}`,
    });
  }
  const qr = householderQr(design.columns.map((column) => column.slice()));
  const degrees = n - qr.kept.length;
  if (degrees < 1 || p < 2) {
    const problem = `needs two features and more samples than columns of the design, got ${p} features and ${n} samples`;
    throw new DataError({ where, problem });
  }
  const depth = Float64Array.from(sizes, (size) => log2(size + 1));
  const meanDepth = depth.reduce((sum, v) => sum + v, 0) / n;
  const [values, expected] = [createMatrix(n, p), new Float64Array(n * p)];
  const [means, spreads, seen] = [new Float64Array(p), new Float64Array(p), new Uint8Array(p)];
  for (let j = 0; j < p; j++) {
    const column = columnOf(counts, j);
    const y = Float64Array.from(column, (count, i) => {
      if (!(count >= 0))
        throw new DataError({ where, problem: `counts must be at least 0, got ${count} in feature ${j}` });
      if (count > 0) seen[j] = 1;
      return log2(count + 0.5) - depth[i]! + MILLION;
    });
    columnOf(values, j).set(y);
    const rotated = qr.rotate(y);
    const solved = solveUpper(qr, rotated);
    let unexplained = 0;
    for (let i = qr.kept.length; i < n; i++) unexplained += rotated[i]! * rotated[i]!;
    means[j] = y.reduce((sum, v) => sum + v, 0) / n + meanDepth - MILLION;
    spreads[j] = Math.sqrt(Math.sqrt(unexplained / degrees));
    for (let i = 0; i < n; i++) {
      const fit = qr.kept.reduce((sum, column, k) => sum + design.columns[column]![i]! * solved[k]!, 0);
      expected[j * n + i] = fit + depth[i]! - MILLION;
    }
  }
  const order = Array.from(means.keys())
    .filter((j) => seen[j])
    .sort((a, b) => means[a]! - means[b]! || a - b);
  const trend = {
    counts: Float64Array.from(order, (j) => means[j]!),
    spreads: Float64Array.from(order, (j) => spreads[j]!),
  };
  const smooth = lowess(trend.counts, trend.spreads, SPAN);
  const usual = interpolation(trend.counts, smooth);
  const weights = createMatrix(n, p);
  expected.forEach((count, at) => {
    weights.data[at] = usual(count) ** -4;
  });
  return { values, weights, trend: { ...trend, smooth } };
}

/** log2 of a million. */
const MILLION = log2(1e6);
/** Share of the features that a place of the trend sees. */
const SPAN = 0.5;

function sumsOf(counts: Matrix): Float64Array {
  const sums = new Float64Array(counts.nRows);
  for (let j = 0; j < counts.nCols; j++) {
    const column = columnOf(counts, j);
    for (let i = 0; i < sums.length; i++) sums[i]! += column[i]!;
  }
  return sums;
}

/** Straight lines between points; of points at one place their mean; beyond the ends the end. @param x rising. */
function interpolation(x: Float64Array, y: Float64Array): (at: number) => number {
  const [places, heights]: [number[], number[]] = [[], []];
  for (let from = 0; from < x.length; ) {
    let [to, sum] = [from, 0];
    for (; to < x.length && x[to] === x[from]; to++) sum += y[to]!;
    places.push(x[from]!);
    heights.push(sum / (to - from));
    from = to;
  }
  return (at) => {
    if (at <= places[0]!) return heights[0]!;
    if (at >= places.at(-1)!) return heights.at(-1)!;
    let [low, high] = [0, places.length - 1];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (places[middle]! <= at) low = middle;
      else high = middle;
    }
    const share = (at - places[low]!) / (places[high]! - places[low]!);
    return heights[low]! + share * (heights[high]! - heights[low]!);
  };
}

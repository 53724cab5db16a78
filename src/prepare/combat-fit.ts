import { columnOf, type Matrix } from '../table/matrix.ts';

/** How a batch lies in standardised features, shrunk: γ* and √δ*, [nFeatures] each. */
export interface BatchShift {
  readonly place: Float64Array;
  readonly spread: Float64Array;
}

export interface CombatFit {
  /** α: mean of the batch means, weighted by batch size, [nFeatures]. */
  readonly centre: Float64Array;
  /** σ: standard deviation within batches, [nFeatures]; 0 where the feature is to be left alone. */
  readonly scale: Float64Array;
  readonly shifts: readonly BatchShift[];
  /** Some batch has one row: √δ* is 1 throughout. */
  readonly placeOnly: boolean;
  /** Features left alone. */
  readonly left: number;
}

/** γ and δ are iterated until neither changes by more than this share. sva stops at 1e-4. */
const TOLERANCE = 1e-10;
const MOST_ROUNDS = 1000;

/** @param codes batch of each row, [n], 0 … nBatches − 1, each present. Source: Johnson et al. 2007, §3.2. Cost O(n·p). */
export function fitCombat(X: Matrix, codes: Int32Array, nBatches: number): CombatFit {
  const { nRows: n, nCols: p } = X;
  const sizes = new Int32Array(nBatches);
  for (const b of codes) sizes[b]!++;
  const placeOnly = sizes.includes(1);
  const centre = new Float64Array(p);
  const scale = new Float64Array(p);
  const batches = Array.from(sizes, () => emptyMoments(p));
  // sva divides by n, but in a table that misses something by n − 1; so do we, to give its numbers.
  const spared = Number(X.data.some(Number.isNaN));
  const within = Array.from(sizes, () => ({ count: 0, mean: 0, squares: 0 }));
  let left = 0;
  for (let j = 0; j < p; j++) {
    momentsByBatch(columnOf(X, j), codes, within);
    const usable = within.every(({ count, squares }) => (placeOnly ? count > 0 : count > 1 && squares > 0));
    let squares = 0;
    let count = 0;
    let grand = 0;
    for (let b = 0; b < nBatches; b++) {
      squares += within[b]!.squares;
      count += within[b]!.count;
      grand += (within[b]!.mean * sizes[b]!) / n;
    }
    if (nBatches === 1 || !usable || !(squares > 0)) {
      left++;
      continue;
    }
    const sigma = Math.sqrt(squares / (count - spared));
    centre[j] = grand;
    scale[j] = sigma;
    for (let b = 0; b < nBatches; b++) {
      batches[b]!.counts[j] = within[b]!.count;
      batches[b]!.means[j] = (within[b]!.mean - grand) / sigma;
      batches[b]!.squares[j] = within[b]!.squares / (sigma * sigma);
    }
  }
  return { centre, scale, shifts: batches.map((batch) => shrink(batch, scale, placeOnly)), placeOnly, left };
}

/** The shift of a batch that training did not hold, from at least 2 of its rows. */
export function shiftOfRows(X: Matrix, rows: readonly number[], centre: Float64Array, scale: Float64Array): BatchShift {
  const p = X.nCols;
  const batch = emptyMoments(p);
  const usable = scale.slice();
  for (let j = 0; j < p; j++) {
    if (scale[j] === 0) continue;
    const column = columnOf(X, j);
    const z = Float64Array.from(rows, (i) => (column[i]! - centre[j]!) / scale[j]!).filter((x) => !Number.isNaN(x));
    const mean = z.reduce((sum, x) => sum + x, 0) / z.length;
    const squares = z.reduce((sum, x) => sum + (x - mean) ** 2, 0);
    if (z.length < 2 || squares === 0) {
      usable[j] = 0; // says nothing of this batch: the common place and spread are all there is
      continue;
    }
    batch.counts[j] = z.length;
    batch.means[j] = mean;
    batch.squares[j] = squares;
  }
  return shrink(batch, usable, false);
}

/** One batch in standardised features: values present, mean, Σ(z − mean)². */
interface BatchMoments {
  readonly counts: Float64Array;
  readonly means: Float64Array;
  readonly squares: Float64Array;
}

function emptyMoments(p: number): BatchMoments {
  return { counts: new Float64Array(p), means: new Float64Array(p), squares: new Float64Array(p) };
}

interface Running {
  count: number;
  mean: number;
  squares: number;
}

/** Two passes over a column: exact zeros where a batch has one value. */
function momentsByBatch(column: Float32Array, codes: Int32Array, out: readonly Running[]): void {
  for (const batch of out) batch.count = batch.mean = batch.squares = 0;
  for (let i = 0; i < column.length; i++) {
    const x = column[i]!;
    if (Number.isNaN(x)) continue;
    const batch = out[codes[i]!]!;
    batch.count++;
    batch.mean += x;
  }
  for (const batch of out) batch.mean /= batch.count;
  for (let i = 0; i < column.length; i++) {
    const x = column[i]!;
    if (Number.isNaN(x)) continue;
    const batch = out[codes[i]!]!;
    batch.squares += (x - batch.mean) ** 2;
  }
}

/**
 * Empirical Bayes: a normal prior for the places and an inverse gamma prior for the variances of one batch, both by the method of
 * moments over features, then the posterior means by iterating their two equations (ibid., §3.2 and supplement).
 * @param scale 0 marks features that do not count: they get the prior's place and spread.
 */
function shrink({ counts, means, squares }: BatchMoments, scale: Float64Array, placeOnly: boolean): BatchShift {
  const p = means.length;
  const used = Array.from(scale.keys()).filter((j) => scale[j]! > 0);
  const [meanPlace, tau2] = meanAndVariance(used.map((j) => means[j]!));
  const [meanSpread, varSpread] = meanAndVariance(used.map((j) => squares[j]! / (counts[j]! - 1)));
  const place = new Float64Array(p).fill(meanPlace);
  const spread = new Float64Array(p).fill(placeOnly || !(meanSpread > 0) ? 1 : Math.sqrt(meanSpread));
  const shape = 2 + meanSpread ** 2 / varSpread;
  const rate = meanSpread * (1 + meanSpread ** 2 / varSpread);
  for (const j of used) {
    if (placeOnly) {
      place[j] = (tau2 * means[j]! + meanPlace) / (tau2 + 1);
      continue;
    }
    const n = counts[j]!;
    let g = means[j]!;
    let d = squares[j]! / (n - 1);
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const nextG = (tau2 * n * means[j]! + d * meanPlace) / (tau2 * n + d);
      const sum = squares[j]! + n * (means[j]! - nextG) ** 2;
      // No spread between features (or one feature): the prior is a point and the posterior with it.
      const nextD = varSpread > 0 ? (sum / 2 + rate) / (n / 2 + shape - 1) : meanSpread;
      const change = Math.max(Math.abs(nextG - g) / Math.max(Math.abs(g), 1e-6), Math.abs(nextD - d) / d);
      g = nextG;
      d = nextD;
      if (change <= TOLERANCE) break;
    }
    place[j] = g;
    spread[j] = Math.sqrt(d);
  }
  return { place, spread };
}

/** Mean and variance (divisor n − 1; of one value 0). */
function meanAndVariance(values: readonly number[]): [number, number] {
  const mean = values.reduce((sum, x) => sum + x, 0) / Math.max(1, values.length);
  const squares = values.reduce((sum, x) => sum + (x - mean) ** 2, 0);
  return [mean, values.length > 1 ? squares / (values.length - 1) : 0];
}

import { DataError, ShapeError } from '../../base/errors.ts';

/** A rising function through points, straight between them and level beyond the first and the last. */
export interface IsotonicFit {
  /** Rising, distinct, [m]. */
  readonly x: Float64Array;
  /** Not falling, [m]. */
  readonly y: Float64Array;
}

/**
 * The never-falling function of least weighted squares: minimises Σ w(y − f(x))² over all f with f(a) ≤ f(b) for a ≤ b, exactly, by pooling
 * adjacent violators. Equal x share one value. Points inside a level stretch are left out, since they lie on the line anyway.
 * @param x [n]. @param y [n]. @param weights [n], ≥ 0, 1 each when absent; a point of weight 0 is not there. None is modified.
 * @throws {ShapeError} lengths that differ. @throws {DataError} no point of weight, values that are not finite, a negative weight.
 * Cost O(n log n). Source: Barlow et al. 1972, Statistical Inference under Order Restrictions, §1.2. Checked against scikit-learn
 * `IsotonicRegression`, and by the conditions of the minimum (the residuals of a pool sum to 0, those of its beginnings are not below 0).
 */
export function isotonicRegression(x: Float64Array, y: Float64Array, weights?: Float64Array): IsotonicFit {
  const where = 'isotonicRegression';
  if (y.length !== x.length || (weights && weights.length !== x.length)) {
    throw new ShapeError({ where, problem: `all arrays must have length ${x.length}, got ${y.length}` });
  }
  if (![x, y, weights ?? x].every((values) => values.every(Number.isFinite)) || weights?.some((w) => w < 0)) {
    throw new DataError({ where, problem: 'values must be finite and weights ≥ 0' });
  }
  const order = Int32Array.from(x.keys())
    .filter((i) => !weights || weights[i]! > 0)
    .sort((a, b) => x[a]! - x[b]! || a - b);
  if (order.length === 0) throw new DataError({ where, problem: 'needs at least one point, got none' });
  const pools: Pool[] = [];
  for (let from = 0; from < order.length; ) {
    let pool: Pool = { first: x[order[from]!]!, last: x[order[from]!]!, weight: 0, sum: 0 };
    for (; from < order.length && x[order[from]!] === pool.first; from++) {
      const w = weights ? weights[order[from]!]! : 1;
      pool.weight += w;
      pool.sum += w * y[order[from]!]!;
    }
    for (let before = pools.at(-1); before && meanOf(before) >= meanOf(pool); before = pools.at(-1)) {
      pools.pop();
      pool = { first: before.first, last: pool.last, weight: before.weight + pool.weight, sum: before.sum + pool.sum };
    }
    pools.push(pool);
  }
  const points = pools.flatMap((pool) => {
    const ends = pool.first === pool.last ? [pool.first] : [pool.first, pool.last];
    return ends.map((end) => [end, meanOf(pool)] as const);
  });
  return { x: Float64Array.from(points, ([end]) => end), y: Float64Array.from(points, ([, mean]) => mean) };
}

interface Pool {
  readonly first: number;
  readonly last: number;
  weight: number;
  sum: number;
}
const meanOf = ({ sum, weight }: Pool) => sum / weight;

/** The function at one place. Cost O(log m). */
export function isotonicAt({ x, y }: IsotonicFit, at: number): number {
  const last = x.length - 1;
  if (!(at > x[0]!)) return y[0]!;
  if (at >= x[last]!) return y[last]!;
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x[middle]! <= at) low = middle;
    else high = middle;
  }
  return y[low]! + ((y[high]! - y[low]!) * (at - x[low]!)) / (x[high]! - x[low]!);
}

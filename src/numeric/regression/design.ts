import { DataError, ShapeError } from '../../base/errors.ts';

/** What a regression looks at. Nothing in it is modified. */
export interface RegressionData {
  /** [p] columns of length n, finite, float32 or float64. An intercept is added. */
  readonly columns: readonly ArrayLike<number>[];
  /** [n], finite. */
  readonly y: ArrayLike<number>;
  /** Case weights, [n], ≥ 0; 1 each when absent. A sample of weight 0 is not there. */
  readonly weights?: Float64Array | undefined;
}

/** The rows of positive weight, copied; the intercept as column 0. */
export interface Design {
  readonly columns: readonly Float64Array[];
  readonly y: Float64Array;
  readonly weights: Float64Array;
}

/** @throws {ShapeError} lengths that differ. @throws {DataError} no row of positive weight, or values that are not finite. */
export function designOf({ columns, y, weights }: RegressionData, where: string): Design {
  const n = y.length;
  for (const given of weights ? [...columns, weights] : columns) {
    if (given.length !== n) {
      throw new ShapeError({ where, problem: `columns and weights must have length ${n}, got ${given.length}` });
    }
  }
  if (weights?.some((w) => !(w >= 0 && w < Number.POSITIVE_INFINITY))) {
    throw new DataError({ where, problem: 'weights must be finite and ≥ 0' });
  }
  const rows = Array.from({ length: n }, (_, i) => i).filter((i) => !weights || weights[i]! > 0);
  if (rows.length === 0) throw new DataError({ where, problem: 'needs at least one sample, got none' });
  const take = (values: ArrayLike<number>, name: string) => {
    const taken = new Float64Array(rows.length);
    let sum = 0; // of v − v: NaN as soon as one value is not finite
    for (let k = 0; k < taken.length; k++) {
      const v = values[rows[k]!]!;
      taken[k] = v;
      sum += v - v;
    }
    if (sum !== 0) throw new DataError({ where, problem: `${name} has values that are not finite` });
    return taken;
  };
  return {
    columns: [new Float64Array(rows.length).fill(1), ...columns.map((x, j) => take(x, `column ${j}`))],
    y: take(y, 'y'),
    weights: weights ? take(weights, 'weights') : new Float64Array(rows.length).fill(1),
  };
}

/** intercept + Σ coefficient·column, [n]. `coefficients` [p + 1], intercept first. */
export function linearSum(
  coefficients: ArrayLike<number>,
  columns: readonly ArrayLike<number>[],
  n: number,
): Float64Array {
  const out = new Float64Array(n).fill(coefficients[0]!);
  columns.forEach((x, j) => {
    const b = coefficients[j + 1]!;
    if (b !== 0) for (let i = 0; i < n; i++) out[i]! += b * x[i]!;
  });
  return out;
}

/** Standard deviation of each column, [p]. */
export function spreadsOf(columns: readonly Float32Array[]): Float64Array {
  return Float64Array.from(columns, (x) => {
    const mean = x.reduce((sum, v) => sum + v, 0) / x.length;
    return Math.sqrt(x.reduce((sum, v) => sum + (v - mean) * (v - mean), 0) / x.length);
  });
}

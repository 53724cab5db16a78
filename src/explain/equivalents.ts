import type { Context } from '../base/context.ts';
import { transposeTimes } from '../kernels/products.ts';
import { columnOf, type Matrix } from '../table/matrix.ts';

/** A feature that says much the same. */
export interface Equivalent {
  /** Index. */
  readonly feature: number;
  /** Pearson correlation, |r| at least the threshold. */
  readonly r: number;
}

/**
 * Features that could stand in for others: those whose |Pearson correlation| with them reaches a threshold, the closest first, at most `most`. Labels are
 * not looked at. @param features whose equivalents are sought. A missing value counts as the mean of its column; a constant column has none.
 * Cost O(n · p · features).
 */
export async function equivalentsOf(
  ctx: Context,
  X: Matrix,
  features: ArrayLike<number>,
  { threshold = 0.8, most = 10 }: { readonly threshold?: number; readonly most?: number } = {},
): Promise<Equivalent[][]> {
  const norms = Float64Array.from({ length: X.nCols }, (_, j) => centred(columnOf(X, j)).norm);
  const asked = Array.from(features);
  const vectors = asked.map((j) => centred(columnOf(X, j)).values);
  const complete = withoutMissing(X);
  const products = await transposeTimes(ctx, complete, vectors);
  return asked.map((own, a) => {
    const found: Equivalent[] = [];
    products[a]!.forEach((product, j) => {
      const scale = norms[j]! * norms[own]!;
      const r = scale > 0 ? product / scale : 0;
      if (j !== own && Math.abs(r) >= threshold) found.push({ feature: j, r: Math.max(-1, Math.min(1, r)) });
    });
    return found.sort((a, b) => Math.abs(b.r) - Math.abs(a.r) || a.feature - b.feature).slice(0, most);
  });
}

function centred(column: Float32Array): { readonly values: Float64Array; readonly norm: number } {
  let [sum, count] = [0, 0];
  for (const x of column) {
    if (Number.isNaN(x)) continue;
    sum += x;
    count++;
  }
  const mean = count > 0 ? sum / count : 0;
  const values = Float64Array.from(column, (x) => (Number.isNaN(x) ? 0 : x - mean));
  return { values, norm: Math.sqrt(values.reduce((total, v) => total + v * v, 0)) };
}

/** Columns of vectors are centred: any constant in place of a missing value of another column would do but for rounding; its mean does. */
function withoutMissing(X: Matrix): Matrix {
  if (X.sparse || X.packed || !X.data.some(Number.isNaN)) return X;
  const data = X.data.slice();
  for (let j = 0; j < X.nCols; j++) {
    const column = data.subarray(j * X.nRows, (j + 1) * X.nRows);
    const known = column.filter((x) => !Number.isNaN(x));
    const mean = known.length > 0 ? known.reduce((sum, x) => sum + x, 0) / known.length : 0;
    column.forEach((x, i) => {
      if (Number.isNaN(x)) column[i] = mean;
    });
  }
  return { nRows: X.nRows, nCols: X.nCols, data };
}

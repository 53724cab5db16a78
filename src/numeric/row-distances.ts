import type { Context } from '../base/context.ts';
import { gramMatrix } from '../kernels/gram.ts';
import type { Matrix } from '../table/matrix.ts';

/** Below this share of the two rows' squared lengths a difference of float32 sums has lost its digits. */
const CLOSE = 1e-2;
/** Features up to which the differences themselves are as quick. */
const NARROW = 32;

/**
 * Euclidean distances between all rows of one table, by dᵢₗ² = gᵢᵢ + gₗₗ − 2gᵢₗ from the Gram matrix of the centred rows, which costs a quarter
 * of squaring differences; pairs so near that the subtraction loses their digits, and tables of up to 32 features, are computed from the rows.
 * @param X [n, p] float32, finite. Not modified. @param options `squared`: without the root. Default false.
 * @returns [n·n] float64, symmetric to the bit, diagonal 0; equal rows have distance 0.
 * Cost n²p/2 multiplications and O(p) for each near pair; memory 16·n² bytes. The same bits for any number of threads.
 */
export async function rowDistances(
  ctx: Context,
  X: Matrix,
  options: { readonly squared?: boolean } = {},
): Promise<Float64Array> {
  const { nRows: n, nCols: p } = X;
  const gram = p > NARROW ? await gramMatrix(ctx, X) : null;
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let l = 0; l < i; l++) {
      let d = -1;
      if (gram) {
        const lengths = gram[i * n + i]! + gram[l * n + l]!;
        d = lengths - 2 * gram[i * n + l]!;
        if (!(d > CLOSE * lengths)) d = -1;
      }
      if (d < 0) {
        d = 0;
        for (let j = 0; j < p; j++) d += (X.data[j * n + i]! - X.data[j * n + l]!) ** 2;
      }
      const value = options.squared ? d : Math.sqrt(d);
      out[i * n + l] = value;
      out[l * n + i] = value;
    }
  }
  return out;
}

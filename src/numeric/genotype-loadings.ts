import type { Context } from '../base/context.ts';
import { transposeTimes } from '../kernels/products.ts';
import { countCodes, type PackedGenotypes, strideOf } from '../table/packed.ts';

export interface GenotypeLoadings {
  /** Mean copies of each variant, 2f, [p]. */
  readonly means: Float64Array;
  /** Of each variant for each vector, [p, k] row-major: zⱼᵀu / √(2f(1 − f)), so that (x − means)·axes is Z Zᵀu of a sample; 0 for a variant that is constant. */
  readonly axes: Float64Array;
}

const CHUNK = 512; // variants in full at a time: 5 MB at 2,500 samples

/**
 * What each variant adds to some vectors over the samples: Zᵀu with zᵢⱼ = (xᵢⱼ − 2fⱼ)/√(2fⱼ(1 − fⱼ)), 0 where xᵢⱼ is missing, ready to be applied to copies.
 * @param packed [n, p] at 2 bits. @param vectors [n, k] row-major. Neither is modified. @throws {CancelledError}
 * Cost n·p·k multiplications; memory 512 variants in full. The same bits for any number of threads. Checked against the standardised table.
 */
export async function genotypeLoadings(
  ctx: Context,
  { codes, nCols: p }: PackedGenotypes,
  n: number,
  vectors: Float64Array,
  k: number,
): Promise<GenotypeLoadings> {
  const columns = Array.from({ length: k }, (_, c) => Float64Array.from({ length: n }, (_, i) => vectors[i * k + c]!));
  const means = new Float64Array(p);
  const axes = new Float64Array(p * k);
  const stride = strideOf(n);
  const data = new Float32Array(n * Math.min(CHUNK, p));
  for (let first = 0; first < p; first += CHUNK) {
    const count = Math.min(CHUNK, p - first);
    const scales = new Float64Array(count);
    for (let q = 0; q < count; q++) {
      const start = (first + q) * stride;
      const [none, one, two] = countCodes(codes, start, n);
      const seen = none + one + two;
      const mean = seen > 0 ? (one + 2 * two) / seen : 0;
      means[first + q] = mean;
      scales[q] = Math.max(none, one, two) === seen ? 0 : 2 / (mean * (2 - mean));
      const values = Float32Array.of(-mean, 1 - mean, 2 - mean, 0);
      for (let i = 0; i < n; i++) data[q * n + i] = values[(codes[start + (i >> 2)]! >> (2 * (i & 3))) & 3]!;
    }
    const sums = await transposeTimes(ctx, { nRows: n, nCols: count, data: data.subarray(0, n * count) }, columns);
    sums.forEach((sum, c) => {
      for (let q = 0; q < count; q++) axes[(first + q) * k + c] = sum[q]! * scales[q]!;
    });
  }
  return { means, axes };
}

import { add } from '../../../graph/ops/add.ts';
import { concat } from '../../../graph/ops/concat.ts';
import { div } from '../../../graph/ops/div.ts';
import { mul } from '../../../graph/ops/mul.ts';
import { reshape } from '../../../graph/ops/reshape.ts';
import { slice } from '../../../graph/ops/slice.ts';
import { sub } from '../../../graph/ops/sub.ts';
import { integers, nodeOf, type Tensor } from '../../../graph/tensor.ts';
import { atLeast, atMost, columns, doubles, everywhere, neg, rowSum, value } from './doubles.ts';

const CERTAIN = 1e-7; // as `coupleProbabilities`

/**
 * `coupleProbabilities` as a graph: where the library walks to the minimum of pᵀQp, Σp = 1, this solves its condition. There Qp = λe, so
 * that (Q + eeᵀ)p is a multiple of e: one system of K equations a row, positive definite and well-conditioned for pairs strictly between 0
 * and 1, solved by elimination without exchanging rows.
 * @param pairwise P(k | k or l) for k < l, in the order (0,1), (0,2), …, (1,2), …, [N, K(K−1)/2]. @returns [N, K].
 * Nodes: about ten a class; memory 8·N·K² bytes.
 * Source: Wu, Lin & Weng 2004, JMLR 5, §4 (its second approach).
 */
export function couple(pairwise: Tensor, K: number): Tensor {
  const P = (K * (K - 1)) / 2;
  const r = atMost(atLeast(pairwise, CERTAIN), 1 - CERTAIN);
  // Side by side: of each pair the first, the second, and 0 for a class with itself.
  const both = concat([r, sub(value(1), r), everywhere([0], r)], 1);
  const pairOf = (k: number, l: number) => k * K - (k * (k + 1)) / 2 + l - k - 1;
  const placeOf = (k: number, l: number) => (k === l ? 2 * P : k < l ? pairOf(k, l) : P + pairOf(l, k));
  const square = (place: (k: number, l: number) => number) =>
    columns(
      both,
      Array.from({ length: K * K }, (_, at) => place(Math.floor(at / K), at % K)),
    );
  const own = square(placeOf);
  const other = square((k, l) => placeOf(l, k));
  const losses = reshape(mul(other, other), ['N', K, K]);
  const diagonal = nodeOf(
    'ReduceSum',
    [losses, integers([2])],
    { shape: ['N', K, 1], dtype: 'float64' },
    { attributes: { keepdims: 1 } },
  );
  const eye = Float64Array.from({ length: K * K }, (_, at) => Number(at % (K + 1) === 0));
  const Q = add(reshape(neg(mul(own, other)), ['N', K, K]), mul(diagonal, doubles(eye, [1, K, K])));
  const p = solveOnes(add(Q, value(1)), K);
  const least = atLeast(p, 0); // the minimum has none below 0, rounding may
  return div(least, rowSum(least));
}

/** The solution of A x = e, by Gauss and Jordan. @param A [N, K, K], positive definite. @returns [N, K]. */
function solveOnes(A: Tensor, K: number): Tensor {
  let rest = concat([A, reshape(everywhere(new Float64Array(K).fill(1), A), ['N', K, 1])], 2);
  for (let k = 0; k < K; k++) {
    // Its first column is that of class k: what was cleared is cut off.
    const row = slice(rest, 1, k, k + 1);
    const pivot = div(row, slice(row, 2, 0, 1));
    const unit = Float64Array.from({ length: K }, (_, at) => Number(at === k));
    const factors = sub(slice(rest, 2, 0, 1), doubles(unit, [1, K, 1]));
    rest = slice(sub(rest, mul(factors, pivot)), 2, 1, K + 1 - k);
  }
  return reshape(rest, ['N', K]);
}

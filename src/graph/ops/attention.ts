import { ShapeError } from '../../base/errors.ts';
import { describe, scalar, type Tensor } from '../tensor.ts';
import { add } from './add.ts';
import { matmul } from './matmul.ts';
import { mul } from './mul.ts';
import { softmax } from './softmax.ts';

/**
 * Scaled dot-product attention: softmax(q·kᵀ / √width + mask) · v over the last two axes.
 * @param q [..., queries, width]. @param k [..., places, width]. @param v [..., places, out]. @param mask added to the scores, such as −1e9 where
 * a place is not there; broadcasts to [..., queries, places]. @returns [..., queries, out].
 * @throws {ShapeError} shapes that do not fit. Source: Vaswani et al. 2017, eq. 1.
 */
export function attention(q: Tensor, k: Tensor, v: Tensor, mask?: Tensor): Tensor {
  const width = q.shape.at(-1);
  if (typeof width !== 'number') {
    throw new ShapeError({ where: 'attention', problem: `the width must be known, got ${describe(q)}` });
  }
  const scores = mul(matmul(q, k, { transposeB: true }), scalar(1 / Math.sqrt(width)));
  return matmul(softmax(mask ? add(scores, mask) : scores), v);
}

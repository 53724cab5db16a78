import { add } from '../ops/add.ts';
import { mul } from '../ops/mul.ts';
import { sigmoid } from '../ops/sigmoid.ts';
import { softmax } from '../ops/softmax.ts';
import { sub } from '../ops/sub.ts';
import { tanh } from '../ops/tanh.ts';
import { scalar, type Tensor } from '../tensor.ts';
import { dense } from './dense.ts';
import type { Scope } from './scope.ts';

export interface GatedAttentionOptions {
  /** Width of the two layers that judge an item. */
  readonly units: number;
  /** Judgements side by side, each with weights of its own. */
  readonly heads: number;
}

/** Added to the score of an item that is not there: e to its power is 0. */
const ABSENT = -1e9;

/**
 * How much each item of a set counts: a_k ∝ exp(wᵀ (tanh(V h_k) ⊙ sigmoid(U h_k))) over the items that are there; V and U have a bias.
 * @param items [n, items, width]. @param there [n, items, 1], 1 or 0. @returns [n, items, heads]: each head sums to 1 over the items of a sample, to 0
 * where none is there. @throws {ShapeError} an unknown width. Cost O(n · items · width · units). Source: Ilse et al. 2018, arXiv 1802.04712, eq. 9.
 */
export function gatedAttention(
  scope: Scope,
  items: Tensor,
  there: Tensor,
  { units, heads }: GatedAttentionOptions,
): Tensor {
  const judged = mul(
    tanh(dense(scope.at('judge'), items, units, { gain: 1 })),
    sigmoid(dense(scope.at('gate'), items, units, { gain: 1 })),
  );
  const scores = dense(scope.at('score'), judged, heads, { gain: 1, bias: false });
  const absent = mul(sub(scalar(1), there), scalar(ABSENT));
  return mul(softmax(add(scores, absent), 1), there);
}

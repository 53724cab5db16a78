import { DataError } from '../../base/errors.ts';
import type { ParamValues } from '../../base/params.ts';
import { dense } from '../../graph/layers/dense.ts';
import { dropped } from '../../graph/layers/dropped.ts';
import { gatedAttention } from '../../graph/layers/gated-attention.ts';
import { rectified } from '../../graph/layers/rectified.ts';
import type { Scope } from '../../graph/layers/scope.ts';
import { cast } from '../../graph/ops/cast.ts';
import { concat } from '../../graph/ops/concat.ts';
import { equal } from '../../graph/ops/equal.ts';
import { matmul } from '../../graph/ops/matmul.ts';
import { max } from '../../graph/ops/max.ts';
import { reshape } from '../../graph/ops/reshape.ts';
import { where } from '../../graph/ops/where.ts';
import { sizeOf } from '../../graph/shape.ts';
import { scalar, type Tensor } from '../../graph/tensor.ts';
import type { Architecture } from './body.ts';
import { type NetworkLearner, networkLearner } from './network-learner.ts';

export { restore } from './network-model.ts';

/**
 * A network over sets, such as the cells of a biopsy or the patches of a slide: blocks of shape [items, features]. The same rectified layers encode every
 * item, a gated attention weighs them, and their weighted sum goes to a hidden layer, where plain tables join. The order of the items means nothing, and
 * an item whose features are all NaN is not there: sets may be of different sizes, and a set of none is a sum of 0.
 * Source: Ilse et al. 2018, arXiv 1802.04712, eq. 7 and 9; Zaheer et al. 2017 (sums over items). Cost O(epochs · n · items · (features + units) · units).
 */
export function create(params: ParamValues): NetworkLearner {
  const units = params.units as number;
  const rate = params.dropout as number;
  const architecture: Architecture = (parts) => {
    if (!parts.some(({ items }) => items)) {
      throw new DataError({
        where: 'set-attention',
        problem: `needs a block of shape [items, features], got ${parts.map(({ name, shape }) => `'${name}' [${shape.join(', ')}]`).join(', ')}`,
        hint: 'give the features of the block that shape',
      });
    }
    return (scope, inputs) => {
      const found = parts.map(({ name, shape, items }) => {
        const x = inputs[name]!;
        return items ? readSet(scope.at(name), x, params) : reshape(x, [x.shape[0]!, sizeOf(shape)]);
      });
      const hidden = scope.at('hidden');
      return dropped(hidden, rectified(hidden, dense(hidden, concat(found, 1), units)), rate);
    };
  };
  return networkLearner('set-attention', params, architecture, { items: true });
}

/** Items [n, items, features] as their weighted sums, [n, heads · units]. */
function readSet(scope: Scope, x: Tensor, params: ParamValues): Tensor {
  const { units, layers, attention, heads, dropout } = params as Record<string, number>;
  // NaN alone is not equal to itself; it is taken out before anything is multiplied with it.
  const known = equal(x, x);
  const there = max(cast(known, 'float32'), [2], { keep: true });
  let items = where(known, x, scalar(0));
  for (let layer = 1; layer <= layers!; layer++) {
    const own = scope.at(`items${layer}`);
    items = dropped(own, rectified(own, dense(own, items, units!)), dropout!);
  }
  const weights = gatedAttention(scope.at('attention'), items, there, { units: attention!, heads: heads! });
  return reshape(matmul(weights, items, { transposeA: true }), [x.shape[0]!, heads! * units!]);
}

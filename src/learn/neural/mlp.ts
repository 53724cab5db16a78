import type { ParamValues } from '../../base/params.ts';
import { dense } from '../../graph/layers/dense.ts';
import { dropped } from '../../graph/layers/dropped.ts';
import { rectified } from '../../graph/layers/rectified.ts';
import type { Architecture } from './body.ts';
import { type NetworkLearner, networkLearner } from './network-learner.ts';

export { restore } from './network-model.ts';

/**
 * A multilayer perceptron: hidden layers of rectified units with dropout over all features at once, which should be on one scale.
 * Several members, each stopped early on another held-out part of the training rows, answer together (`network-learner.ts`).
 * Refuses missing values and words (DataError). Cost O(epochs · n · (p · units + units²)). Checked against PyTorch 1.13 step by step.
 */
export function create(params: ParamValues): NetworkLearner {
  const units = params.units as number;
  const rate = params.dropout as number;
  const architecture: Architecture = () => (scope, inputs) => {
    let x = dropped(scope, inputs.x!, params['input-dropout'] as number);
    for (let layer = 1; layer <= (params.layers as number); layer++) {
      const own = scope.at(`hidden${layer}`);
      x = dropped(own, rectified(own, dense(own, x, units)), rate);
    }
    return x;
  };
  return networkLearner('mlp', params, architecture, { together: true });
}

import type { ParamValues } from '../../base/params.ts';
import { type ResidualOptions, residualBlock } from '../../graph/layers/residual-block.ts';
import type { Scope } from '../../graph/layers/scope.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { type NetworkLearner, networkLearner } from './network-learner.ts';
import { residualNet } from './residual-net.ts';

export { restore } from './network-model.ts';

/**
 * A residual network over films, blocks of shape [channels, frames, height, width], in (2 + 1) dimensions: each stage looks at every picture, then along time.
 * Source: Tran et al. 2018, CVPR (R(2+1)D); as EchoNet, Ouyang et al. 2020, made small.
 */
export function create(params: ParamValues): NetworkLearner {
  const architecture = residualNet(
    {
      ...{ word: 'video-cnn', axes: ['channels', 'frames', 'height', 'width'], window: [1, 3, 3] },
      halves: [true, true, true],
      block: twoPlusOne,
      changes: (p) => ({
        flips: p.flips === 'sideways' ? [4] : [],
        shift: p.shift as number,
        noise: p.noise as number,
      }),
    },
    params,
  );
  return networkLearner('video-cnn', params, architecture);
}

/** A block over each picture, then one over time. */
function twoPlusOne(scope: Scope, x: Tensor, filters: number, { stride = [1, 1, 1] }: ResidualOptions): Tensor {
  const [time, ...space] = stride as [number, number, number];
  const seen = residualBlock(scope.at('space'), x, filters, { window: [1, 3, 3], stride: [1, ...space] });
  return residualBlock(scope.at('time'), seen, filters, { window: [3, 1, 1], stride: [time, 1, 1] });
}

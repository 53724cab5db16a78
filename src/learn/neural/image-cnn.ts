import type { ParamValues } from '../../base/params.ts';
import { type NetworkLearner, networkLearner } from './network-learner.ts';
import { residualNet } from './residual-net.ts';

export { restore } from './network-model.ts';

const FLIPS: Readonly<Record<string, readonly number[]>> = { none: [], sideways: [3], both: [2, 3] };

/**
 * A residual network over pictures: blocks of shape [channels, height, width], values on one scale. Other blocks (age, site) join before the last layer.
 * Training turns, shifts and tints pictures. Source: He et al. 2016, arXiv 1512.03385, made small.
 */
export function create(params: ParamValues): NetworkLearner {
  const architecture = residualNet(
    {
      ...{ word: 'image-cnn', axes: ['channels', 'height', 'width'], window: [3, 3], halves: [true, true] },
      changes: (p) => ({
        flips: FLIPS[p.flips as string]!,
        shift: p.shift as number,
        gain: p.colour as number,
        noise: p.noise as number,
      }),
    },
    params,
  );
  return networkLearner('image-cnn', params, architecture);
}

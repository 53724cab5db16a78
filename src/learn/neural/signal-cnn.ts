import type { ParamValues } from '../../base/params.ts';
import { type NetworkLearner, networkLearner } from './network-learner.ts';
import { residualNet } from './residual-net.ts';

export { restore } from './network-model.ts';

/**
 * A residual network over traces, such as the leads of an ECG: blocks of shape [leads, time]; a plain table is one lead. Other blocks join before the last
 * layer. Training may shift, scale and disturb traces and drop leads. Source: Hannun et al. 2019, Nat Med 25, 65, made small.
 */
export function create(params: ParamValues): NetworkLearner {
  const width = (params.width as number) | 1;
  const architecture = residualNet(
    {
      word: 'signal-cnn',
      axes: ['leads', 'time'],
      ofTable: (places) => [1, places],
      window: [width],
      halves: [true],
      changes: (p) => ({
        shift: p.shift as number,
        noise: p.noise as number,
        gain: p.gain as number,
        channelDrop: p['lead-dropout'] as number,
      }),
    },
    params,
  );
  return networkLearner('signal-cnn', params, architecture);
}

import type { ParamValues } from '../../base/params.ts';
import { dropped } from '../../graph/layers/dropped.ts';
import { coded } from '../../graph/networks/autoencoder.ts';
import { mul } from '../../graph/ops/mul.ts';
import { scalar } from '../../graph/tensor.ts';
import type { Architecture } from './body.ts';
import { type NetworkLearner, networkLearner } from './network-learner.ts';

export { restore } from './network-model.ts';

/**
 * An autoencoder whose code is predicted from: the features go through a few numbers, from which they are made again and the answer is made, and the loss is
 * of both. What the features have in common steadies the prediction where labels are few. Denoising (features are hidden in training) or variational.
 * All features at once, which should be on one scale; refuses missing values and words (DataError). Cost O(epochs · n · p · units).
 * Source: Vincent et al. 2008 (denoising); Kingma & Welling 2014 (variational); Le, Patterson & White 2018, NeurIPS (supervised with reconstruction).
 */
export function create(params: ParamValues): NetworkLearner {
  const number = (name: string) => params[name] as number;
  const architecture: Architecture = (parts) => {
    const options = {
      features: parts.at(-1)!.end0,
      ...{ code: number('code'), units: number('units'), mask: number('mask') },
      ...(params.form === 'variational' ? { variational: number('beta') } : {}),
    };
    return (scope, inputs) => {
      const { point, lost } = coded(scope, inputs.x!, options);
      scope.penalty(mul(lost, scalar(number('reconstruction'))));
      return dropped(scope, point, number('dropout'));
    };
  };
  return networkLearner('autoencoder', params, architecture, { together: true });
}

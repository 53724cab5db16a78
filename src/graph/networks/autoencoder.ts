import { dense } from '../layers/dense.ts';
import { dropped } from '../layers/dropped.ts';
import { rectified } from '../layers/rectified.ts';
import type { Scope } from '../layers/scope.ts';
import { klNormal } from '../loss/kl-normal.ts';
import { reconstruction } from '../loss/reconstruction.ts';
import { weightedMean } from '../loss/weighted-mean.ts';
import { add } from '../ops/add.ts';
import { exp } from '../ops/exp.ts';
import { mul } from '../ops/mul.ts';
import { slice } from '../ops/slice.ts';
import { knownSizes } from '../shape.ts';
import { scalar, type Tensor } from '../tensor.ts';
import type { Network } from '../training/network.ts';

export interface AutoencoderOptions {
  /** Features of a sample, on one scale. */
  readonly features: number;
  /** Numbers that a sample is put into. */
  readonly code: number;
  /** Units of the layer on either side of the code. Default 128. */
  readonly units?: number;
  /** Share of the features that training hides and the network makes up: a denoising autoencoder. Default 0. */
  readonly mask?: number;
  /**
   * Absent: the code is a point. A number: it is a normal distribution, and this is the weight of its divergence from the standard one beside the
   * squared error summed over features: a variational autoencoder, of β.
   */
  readonly variational?: number;
}

/**
 * A network that learns to put a sample into a few numbers and to make it again from these. Fed `x` [n, features]; answers `code` [n, code] and `made`
 * [n, features]. A library network: no task of a study asks for codes yet.
 * Source: Vincent et al. 2008 (denoising); Kingma & Welling 2014 (variational); Higgins et al. 2017 (β).
 */
export function autoencoder({ features, code, units = 128, mask = 0, variational }: AutoencoderOptions): Network {
  const layer = (scope: Scope, x: Tensor) => rectified(scope, dense(scope, x, units));
  const encode = (scope: Scope, x: Tensor) => {
    const hidden = layer(scope.at('encoder'), dropped(scope, x, mask));
    return dense(scope.at('code'), hidden, variational === undefined ? code : 2 * code, { gain: 1 });
  };
  const decode = (scope: Scope, z: Tensor) =>
    dense(scope.at('made'), layer(scope.at('decoder'), z), features, { gain: 1 });
  return {
    inputs: { x: { dtype: 'float32', shape: [features] } },
    targets: {},
    loss(scope, { x }, weights) {
      const encoded = encode(scope, x!);
      if (variational === undefined) return weightedMean(reconstruction(decode(scope, encoded), x!), weights);
      const [centre, logVariance] = [slice(encoded, 1, 0, code), slice(encoded, 1, code, 2 * code)];
      const z = scope.training ? drawn(scope, centre, logVariance) : centre;
      const error = weightedMean(reconstruction(decode(scope, z), x!), weights);
      // Both per feature, so that losses of tables of any width compare.
      return add(error, mul(weightedMean(klNormal(centre, logVariance), weights), scalar(variational / features)));
    },
    outputs(scope, { x }) {
      const encoded = encode(scope, x!);
      const centre = variational === undefined ? encoded : slice(encoded, 1, 0, code);
      return { code: centre, made: decode(scope, centre) };
    },
  };
}

/** centre + σ · noise: a draw that gradients flow through. */
function drawn(scope: Scope, centre: Tensor, logVariance: Tensor): Tensor {
  const noise = scope.noise('normal', knownSizes(centre.shape, 'autoencoder'));
  return add(centre, mul(exp(mul(logVariance, scalar(0.5))), noise));
}

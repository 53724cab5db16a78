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

/** What an encoder says of a sample. */
export interface Code {
  /** [n, code]: the code, of a distribution its centre. */
  readonly centre: Tensor;
  /** What is decoded: the centre, or in training a draw from the distribution, [n, code]. */
  readonly point: Tensor;
  /** What is lost, [n]: squared error per feature, of a distribution with its divergence. */
  readonly lost: Tensor;
  /** The sample made again, [n, features]. */
  readonly made: Tensor;
}

/** Puts samples into codes and makes them again. @param x [n, features]. */
export function coded(scope: Scope, x: Tensor, options: AutoencoderOptions): Code {
  const { features, code, units = 128, mask = 0, variational } = options;
  const layer = (own: Scope, from: Tensor) => rectified(own, dense(own, from, units));
  const hidden = layer(scope.at('encoder'), dropped(scope, x, mask));
  const encoded = dense(scope.at('code'), hidden, variational === undefined ? code : 2 * code, { gain: 1 });
  const decode = (z: Tensor) => dense(scope.at('made'), layer(scope.at('decoder'), z), features, { gain: 1 });
  if (variational === undefined) {
    const made = decode(encoded);
    return { centre: encoded, point: encoded, made, lost: reconstruction(made, x) };
  }
  const [centre, logVariance] = [slice(encoded, 1, 0, code), slice(encoded, 1, code, 2 * code)];
  const point = scope.training ? drawn(scope, centre, logVariance) : centre;
  const made = decode(point);
  // Both per feature, so that losses of tables of any width compare.
  const apart = mul(klNormal(centre, logVariance), scalar(variational / features));
  return { centre, point, made, lost: add(reconstruction(made, x), apart) };
}

/**
 * A network that learns to put a sample into a few numbers and to make it again from these. Fed `x` [n, features]; answers `code` [n, code] and `made`
 * [n, features]. The learner of the same name predicts from the code.
 * Source: Vincent et al. 2008 (denoising); Kingma & Welling 2014 (variational); Higgins et al. 2017 (β).
 */
export function autoencoder(options: AutoencoderOptions): Network {
  return {
    inputs: { x: { dtype: 'float32', shape: [options.features] } },
    targets: {},
    loss: (scope, { x }, weights) => weightedMean(coded(scope, x!, options).lost, weights),
    outputs(scope, { x }) {
      const { centre, made } = coded(scope, x!, options);
      return { code: centre, made };
    },
  };
}

/** centre + σ · noise: a draw that gradients flow through. */
function drawn(scope: Scope, centre: Tensor, logVariance: Tensor): Tensor {
  const noise = scope.noise('normal', knownSizes(centre.shape, 'autoencoder'));
  return add(centre, mul(exp(mul(logVariance, scalar(0.5))), noise));
}

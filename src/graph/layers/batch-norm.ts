import { ShapeError } from '../../base/errors.ts';
import { add } from '../ops/add.ts';
import { div } from '../ops/div.ts';
import { mul } from '../ops/mul.ts';
import { normalise } from '../ops/normalise.ts';
import { reshape } from '../ops/reshape.ts';
import { sqrt } from '../ops/sqrt.ts';
import { sub } from '../ops/sub.ts';
import { describe, scalar, type Tensor } from '../tensor.ts';
import { ones, zeros } from './initial.ts';
import type { Scope } from './scope.ts';

/** Share of a new batch in the running mean and variance. */
const MOMENTUM = 0.1;
const EPSILON = 1e-5;

/**
 * Each channel (axis 1) with mean 0 and variance 1, then scaled and moved by learned numbers: over the batch in training, by running means and
 * variances otherwise. Source: Ioffe & Szegedy 2015; as PyTorch's BatchNorm, but the running variance is the biased one.
 */
export function batchNorm(scope: Scope, x: Tensor): Tensor {
  const channels = x.shape[1];
  if (typeof channels !== 'number') {
    throw new ShapeError({
      where: scope.nameOf('batch-norm'),
      problem: `channels must be on axis 1, got ${describe(x)}`,
    });
  }
  const wide = [channels, ...x.shape.slice(2).map(() => 1)];
  const over = [...x.shape.keys()].filter((axis) => axis !== 1);
  const scale = reshape(scope.offset('scale', [channels], ones), wide);
  const shift = reshape(scope.offset('shift', [channels], zeros), wide);
  if (scope.training) {
    const { values, mean, variance } = normalise(x, over, EPSILON);
    const towards = (now: Tensor) => (value: Tensor) =>
      add(value, mul(sub(reshape(now, [channels]), value), scalar(MOMENTUM)));
    scope.running('mean', [channels], zeros, towards(mean));
    scope.running('variance', [channels], ones, towards(variance));
    return add(mul(values, scale), shift);
  }
  const mean = reshape(scope.running('mean', [channels], zeros), wide);
  const variance = reshape(scope.running('variance', [channels], ones), wide);
  const by = div(scale, sqrt(add(variance, scalar(EPSILON))));
  return add(mul(x, by), sub(shift, mul(mean, by)));
}

import { add } from '../ops/add.ts';
import { relu } from '../ops/relu.ts';
import type { Tensor } from '../tensor.ts';
import { batchNorm } from './batch-norm.ts';
import { convolution } from './convolution.ts';
import { rectified } from './rectified.ts';
import type { Scope } from './scope.ts';

export interface ResidualOptions {
  /** Window of the two convolutions, one size an axis; odd, so that places stay where they are. */
  readonly window: readonly number[];
  /** Steps of the first one, one an axis: what makes the picture smaller. Default 1. */
  readonly stride?: readonly number[];
}

/**
 * Two normalised convolutions beside a way around them: relu(x' + bn(conv(relu(bn(conv(x)))))), [n, channels, ...sizes] → [n, filters, ...places]. Where
 * channels or sizes change, the way around is a convolution of window 1. In one, two or three dimensions.
 * Source: He et al. 2016, arXiv 1512.03385, §3.3, option B.
 */
export function residualBlock(scope: Scope, x: Tensor, filters: number, { window, stride }: ResidualOptions): Tensor {
  const steps = stride ?? window.map(() => 1);
  const padding = window.map((size) => (size - 1) >> 1);
  const first = scope.at('first');
  const y = rectified(
    first,
    batchNorm(first, convolution(first, x, filters, window, { stride: steps, padding, bias: false })),
  );
  const second = scope.at('second');
  const z = batchNorm(second, convolution(second, y, filters, window, { padding, bias: false }));
  return relu(add(z, around(scope.at('around'), x, filters, steps)));
}

function around(scope: Scope, x: Tensor, filters: number, stride: readonly number[]): Tensor {
  if (x.shape[1] === filters && stride.every((step) => step === 1)) return x;
  const ones = stride.map(() => 1);
  return batchNorm(scope, convolution(scope, x, filters, ones, { stride, bias: false }));
}

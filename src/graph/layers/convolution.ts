import { ShapeError } from '../../base/errors.ts';
import { add } from '../ops/add.ts';
import { type ConvOptions, conv } from '../ops/conv.ts';
import { reshape } from '../ops/reshape.ts';
import { describe, type Tensor } from '../tensor.ts';
import { scaled, zeros } from './initial.ts';
import type { Scope } from './scope.ts';

export interface ConvolutionOptions extends ConvOptions {
  /** Default true; of no use before a normalisation. */
  readonly bias?: boolean;
}

/** Convolution with learned filters, [n, channels, ...sizes] → [n, filters, ...places]. @param window sizes of the filters, one for each axis. */
export function convolution(
  scope: Scope,
  x: Tensor,
  filters: number,
  window: readonly number[],
  { bias = true, ...options }: ConvolutionOptions = {},
): Tensor {
  const channels = x.shape[1];
  if (typeof channels !== 'number') {
    throw new ShapeError({
      where: scope.nameOf('convolution'),
      problem: `the number of channels must be known, got ${describe(x)}`,
    });
  }
  const shape = [filters, channels / (options.groups ?? 1), ...window];
  const seen = shape.slice(1).reduce((a, b) => a * b, 1);
  const y = conv(x, scope.weight('weight', shape, scaled(seen)), options);
  return bias ? add(y, reshape(scope.offset('bias', [filters], zeros), [filters, ...window.map(() => 1)])) : y;
}

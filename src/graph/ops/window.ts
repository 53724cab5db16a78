import { ShapeError } from '../../base/errors.ts';
import { knownSizes } from '../shape.ts';
import { describe, type Tensor } from '../tensor.ts';

/** How a window moves over the axes behind samples and channels; a number alone holds for every axis. */
export interface WindowOptions {
  /** Steps between two places. Default 1 (pooling: the size of the window). */
  readonly stride?: number | readonly number[];
  /** Zeros on both sides, or `same`: as many as keep the size at stride 1. Default 0. */
  readonly padding?: number | readonly number[] | 'same';
  /** Zeros at the end of each axis where they are not as many as at its beginning. */
  readonly paddingAfter?: readonly number[];
  /** Steps between two taps of the window. Default 1. */
  readonly dilation?: number | readonly number[];
}

/** A window settled: one number an axis. */
export interface Window {
  readonly size: readonly number[];
  readonly stride: readonly number[];
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly dilation: readonly number[];
  /** Sizes of the axes that it moves over. */
  readonly from: readonly number[];
  /** Places it stops at. */
  readonly to: readonly number[];
}

/** @param size of the window, one number an axis. @throws {ShapeError} a window larger than what it moves over, or an axis of unknown size. */
export function windowOver(
  x: Tensor,
  size: readonly number[],
  { stride = 1, padding = 0, paddingAfter, dilation = 1 }: WindowOptions,
  where: string,
): Window {
  const each = (value: number | readonly number[]) => (typeof value === 'number' ? size.map(() => value) : value);
  const reach = size.map((taps, a) => (taps - 1) * (each(dilation)[a] ?? 1) + 1);
  const before = padding === 'same' ? reach.map((one) => (one - 1) >> 1) : each(padding);
  const after = padding === 'same' ? reach.map((one, a) => one - 1 - before[a]!) : (paddingAfter ?? before);
  return settle(x, { size, stride: each(stride), dilation: each(dilation), before, after }, where);
}

/** A window with all but its places. @throws {ShapeError} as `windowOver`. */
export function settle(x: Tensor, window: Omit<Window, 'from' | 'to'>, where: string): Window {
  const { size, stride, dilation, before, after } = window;
  const from = knownSizes(x.shape.slice(2), where);
  if ([from, stride, dilation, before, after].some(({ length }) => length !== size.length)) {
    throw new ShapeError({
      where,
      problem: `a window over ${size.length} axes needs as many sizes, strides and paddings, got ${describe(x)}`,
    });
  }
  const reach = size.map((taps, a) => (taps - 1) * dilation[a]! + 1);
  const to = from.map((one, a) => Math.floor((one + before[a]! + after[a]! - reach[a]!) / stride[a]!) + 1);
  if (to.some((places) => !(places > 0))) {
    throw new ShapeError({ where, problem: `a window of ${reach.join(' × ')} must fit into ${describe(x)}` });
  }
  return { ...window, from, to };
}

export function windowAttributes({ stride, before, after, dilation }: Window) {
  return { strides: stride, pads: [...before, ...after], dilations: dilation };
}

import { ShapeError } from '../../base/errors.ts';
import { knownSizes } from '../shape.ts';
import { describe, nodeOf, type Tensor } from '../tensor.ts';
import { concat } from './concat.ts';
import { flip } from './flip.ts';
import { matmul } from './matmul.ts';
import { requireFloat } from './require.ts';
import { reshape } from './reshape.ts';
import { pad, slice, steppedSlice } from './slice.ts';
import { transpose } from './transpose.ts';
import { settle, type Window, type WindowOptions, windowAttributes, windowOver } from './window.ts';

// A convolution, its transposition and the sum over places that gives its filters are each the gradient of the others: they stand together.

export interface ConvOptions extends WindowOptions {
  /** Channels are cut into this many parts that do not see each other. Default 1. */
  readonly groups?: number;
}

/**
 * Convolution (cross-correlation) in one, two or three dimensions, without bias.
 * @param x [n, channels, ...sizes]. @param w [filters, channels / groups, ...window]. @returns [n, filters, ...places].
 * The gradient of x is the transposed convolution; for that of w see `filterGradient`.
 * @throws {ShapeError} channels or axes that do not fit. Source: Dumoulin & Visin 2016, arXiv 1603.07285.
 */
export function conv(x: Tensor, w: Tensor, { groups = 1, ...options }: ConvOptions = {}): Tensor {
  for (const one of [x, w]) requireFloat('conv', one);
  const filters = Number(w.shape[0]);
  const fits = Number(w.shape[1]) * groups === x.shape[1] && filters % groups === 0;
  if (x.shape.length < 3 || w.shape.length !== x.shape.length || !fits) {
    const problem = `x [n, channels, ...] and w [filters, channels / ${groups}, ...] must fit, got ${describe(x)} and ${describe(w)}`;
    throw new ShapeError({ where: 'conv', problem });
  }
  return convOver(x, w, windowOver(x, w.shape.slice(2).map(Number), options, 'conv'), groups);
}

/** `conv` by a window that is settled. */
export function convOver(x: Tensor, w: Tensor, window: Window, groups: number): Tensor {
  return nodeOf(
    'Conv',
    [x, w],
    { shape: [x.shape[0]!, w.shape[0]!, ...window.to] },
    {
      attributes: { ...windowAttributes(window), group: groups },
      gradient: (d) => [convTranspose(d, w, window, groups), filterGradient(x, d, window, groups)],
    },
  );
}

/**
 * The transposed convolution: what flows back to the input of a convolution from its output, and what makes a small picture larger.
 * @param d [n, filters, ...places]. @param w [filters, channels / groups, ...window]. @param window of the convolution that it turns round.
 * @returns [n, channels, ...sizes that the convolution moved over].
 */
export function convTranspose(d: Tensor, w: Tensor, window: Window, groups = 1): Tensor {
  const { size, stride, before, after, dilation, from, to } = window;
  const reach = size.map((taps, a) => (taps - 1) * dilation[a]! + 1);
  if (groups === 1 && stride.every((step) => step === 1) && before.every((count, a) => count < reach[a]!)) {
    return backByConv(d, w, window, reach);
  }
  // What a stride left over at the end is made up for.
  const extra = from.map((one, a) => one + before[a]! + after[a]! - ((to[a]! - 1) * stride[a]! + reach[a]!));
  const channels = Number(w.shape[1]) * groups;
  return nodeOf(
    'ConvTranspose',
    [d, w],
    { shape: [d.shape[0]!, channels, ...from] },
    {
      attributes: {
        ...{ strides: stride, dilations: dilation, group: groups },
        ...{ pads: [...before, ...after], output_padding: extra },
      },
      gradient: (back) => [convOver(back, w, window, groups), filterGradient(back, d, window, groups)],
    },
  );
}

/**
 * The same without strides, as a convolution with the filters turned round: ONNX Runtime's ConvTranspose took 4.6 ms where this takes 1.3
 * (64 × 64 × 25 with 64 filters of 5, one thread).
 */
function backByConv(d: Tensor, w: Tensor, { before, after, dilation, size }: Window, reach: readonly number[]): Tensor {
  const axes = [...size.keys()];
  const turned = axes.reduce((one, a) => flip(one, a + 2), transpose(w, [1, 0, ...axes.map((a) => a + 2)]));
  const around = {
    before: reach.map((one, a) => one - 1 - before[a]!),
    after: reach.map((one, a) => one - 1 - after[a]!),
  };
  const back = settle(d, { size, stride: size.map(() => 1), dilation, ...around }, 'conv-transpose');
  return convOver(d, turned, back, 1);
}

/**
 * Σ over samples and places of x times d, for each tap of the window: the gradient of the filters of a convolution.
 * @param x [n, channels, ...sizes]. @param d [n, filters, ...places]. @returns [filters, channels / groups, ...window].
 */
export function filterGradient(x: Tensor, d: Tensor, window: Window, groups: number): Tensor {
  return groups === 1 ? byProducts(x, d, window) : byConv(x, d, window, groups);
}

/** From this many channels on, the product for one tap is wide enough to be fast alone, and what all taps see need not be held at once. */
const WIDE = 24;

/**
 * Matrix products over samples and places at once: [filters, n · places] × [n · places, channels], for all taps together where channels are few, else
 * for one after another. The convolution below makes the same sums with as many columns as the window has taps, too few for a fast product:
 * 3.6 ms against 1.1 (64 × 64 × 25 with 64 filters of 5).
 */
function byProducts(x: Tensor, d: Tensor, { size, stride, before, after, dilation, to }: Window): Tensor {
  const [n, channels] = knownSizes(x.shape, 'filter-gradient') as [number, number];
  const filters = d.shape[1] as number;
  const axes = [...size.keys()];
  const swapped = [1, 0, ...axes.map((a) => a + 2)];
  const places = n * to.reduce((a, b) => a * b, 1);
  const around = Object.fromEntries(axes.map((a) => [a + 2, [before[a]!, after[a]!] as const]));
  const lanes = transpose(pad(x, around), swapped);
  const sums = reshape(transpose(d, swapped), [filters, places]);
  const seen = tapsOf(size).map((tap) => {
    const part = axes.reduce((one, a) => steppedSlice(one, a + 2, tap[a]! * dilation[a]!, to[a]!, stride[a]!), lanes);
    return reshape(part, [channels, places]);
  });
  const product = (columns: Tensor) => matmul(sums, columns, { transposeB: true });
  const taps = seen.length;
  const all = channels >= WIDE ? concat(seen.map(product), 1) : product(concat(seen, 0));
  const byTap = transpose(reshape(all, [filters, taps, channels]), [0, 2, 1]);
  return reshape(byTap, [filters, channels, ...size]);
}

/** Every tap of a window as its place on each axis, the last axis first. */
function tapsOf(size: readonly number[]): number[][] {
  return size.reduce<number[][]>(
    (taps, count) => taps.flatMap((tap) => Array.from({ length: count }, (_, k) => [...tap, k])),
    [[]],
  );
}

/**
 * The same for channels in groups: it is itself a convolution, of x with d, with samples taken as channels; its strides are steps between taps here,
 * and the other way round.
 */
function byConv(x: Tensor, d: Tensor, window: Window, groups: number): Tensor {
  const [n, channels] = knownSizes(x.shape, 'filter-gradient') as [number, number];
  const axes = [...window.size.keys()];
  const swapped = [1, 0, ...axes.map((a) => a + 2)];
  const inner = channels / groups;
  // [channels of a group, groups · n, ...]: each group of samples-as-channels meets its own filters.
  const byGroup = () => {
    const apart = reshape(x, [n, groups, inner, ...window.from]);
    const first = transpose(apart, [2, 1, 0, ...axes.map((a) => a + 3)]);
    return reshape(first, [inner, groups * n, ...window.from]);
  };
  const lanes = groups === 1 ? transpose(x, swapped) : byGroup();
  const { before, after, to, stride, dilation } = window;
  const taps = settle(lanes, { size: to, stride: dilation, dilation: stride, before, after }, 'filter-gradient');
  const all = convOver(lanes, transpose(d, swapped), taps, groups);
  // Where a stride left places over at the end, there are more taps than the window has.
  return transpose(
    axes.reduce((one, a) => slice(one, a + 2, 0, window.size[a]!), all),
    swapped,
  );
}

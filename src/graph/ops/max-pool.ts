import { knownSizes, type Shape, sizeOf } from '../shape.ts';
import { constant, integers, node, nodeOf, type Tensor, withGradient } from '../tensor.ts';
import { cast } from './cast.ts';
import { concat } from './concat.ts';
import { gather, scatterAdd } from './gather.ts';
import { greater } from './greater.ts';
import { maximum } from './maximum.ts';
import { mul } from './mul.ts';
import { requireFloat } from './require.ts';
import { reshape } from './reshape.ts';
import { pad, slice, steppedSlice } from './slice.ts';
import { sub } from './sub.ts';
import { type Window, type WindowOptions, windowAttributes, windowOver } from './window.ts';

/**
 * Largest value in each place of a window. @param x [n, channels, ...sizes]. @param size of the window, one number for all axes or one an axis.
 * @param options stride: default the size of the window, so that windows do not overlap. @returns [n, channels, ...places].
 * @throws {ShapeError} a window that does not fit.
 */
export function maxPool(x: Tensor, size: number | readonly number[], options: WindowOptions = {}): Tensor {
  requireFloat('max-pool', x);
  const sizes = typeof size === 'number' ? x.shape.slice(2).map(() => size) : size;
  const window = windowOver(x, sizes, { stride: sizes, ...options }, 'max-pool');
  if (isApart(window) && sizes.every((taps) => taps <= FEW)) return bySlices(x, window);
  const shape = [...x.shape.slice(0, 2), ...window.to];
  const outputs: readonly Tensor[] = node({
    ...{ type: 'MaxPool', inputs: [x], attributes: { ...windowAttributes(window), kernel_shape: sizes } },
    // The second output counts the places of the largest values through the whole of x.
    outputs: [
      { dtype: 'float32', shape },
      { dtype: 'int64', shape },
    ],
    gradient: ([d]) => (d ? [unpool(d, outputs[1]!, x, window)] : []),
  });
  return outputs[0]!;
}

/** Windows of up to this size are taken apart into slices, which ONNX Runtime compares faster than it finds the places of the largest. */
const FEW = 4;

/** Whether no place is in two windows and none is padding. */
function isApart({ size, stride, before, after, dilation }: Window): boolean {
  const none = [...before, ...after].every((count) => count === 0);
  return none && dilation.every((step) => step === 1) && stride.every((step, a) => step >= size[a]!);
}

/** The largest along one axis after another. */
function bySlices(x: Tensor, { size, stride, to }: Window): Tensor {
  return size.reduce((y, taps, a) => largestAlong(y, a + 2, taps, stride[a]!, to[a]!), x);
}

/**
 * The largest of `taps` neighbours along an axis, as the larger of slices; of equal ones the last has the gradient, whose slices are then
 * interleaved in one go (zeros put between them by Pad took five times as long).
 */
function largestAlong(x: Tensor, axis: number, taps: number, stride: number, places: number): Tensor {
  const slices = Array.from({ length: taps }, (_, k) => steppedSlice(x, axis, k, places, stride));
  const running = slices.slice(0, 1);
  for (const one of slices.slice(1)) running.push(maximum(running.at(-1)!, one));
  return withGradient(running.at(-1)!, [x], (d) => {
    let arriving = d;
    const backwards = slices.map(() => d);
    for (let k = taps - 1; k > 0; k--) {
      const before = mul(arriving, cast(greater(running[k - 1]!, slices[k]!), 'float32'));
      backwards[k] = sub(arriving, before);
      arriving = before;
    }
    backwards[0] = arriving;
    return [interleaved(backwards, x.shape, axis, stride)];
  });
}

/** Slices of an axis back in their places, zeros where none was taken. */
function interleaved(slices: readonly Tensor[], shape: Shape, axis: number, stride: number): Tensor {
  const own = slices[0]!.shape;
  const apart = [...own.slice(0, axis + 1), 1, ...own.slice(axis + 1)];
  const joined = concat(
    slices.map((one) => reshape(one, apart)),
    axis + 1,
  );
  const filled = pad(joined, { [axis + 1]: [0, stride - slices.length] });
  const covered = (own[axis] as number) * stride;
  const size = shape[axis] as number;
  const flat = reshape(filled, [...own.slice(0, axis), covered, ...own.slice(axis + 1)]);
  return covered <= size ? pad(flat, { [axis]: [0, size - covered] }) : slice(flat, axis, 0, size);
}

/** Each gradient back at the place of its largest value. */
function unpool(d: Tensor, places: Tensor, x: Tensor, window: Window): Tensor {
  const shape = knownSizes(x.shape, 'max-pool');
  const flat = (one: Tensor) => reshape(one, [sizeOf(one.shape)]);
  if (isApart(window)) {
    return nodeOf(
      'MaxUnpool',
      [d, places, integers(shape)],
      { shape },
      {
        attributes: { kernel_shape: window.size, strides: window.stride },
        gradient: (back) => [reshape(gather(flat(back), flat(places)), d.shape)],
      },
    );
  }
  // Windows that overlap may send several gradients to one place.
  const zeros = constant(new Float32Array(sizeOf(shape)));
  return reshape(scatterAdd(zeros, flat(places), flat(d)), shape);
}

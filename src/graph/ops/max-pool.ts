import { knownSizes, sizeOf } from '../shape.ts';
import { constant, integers, node, nodeOf, type Tensor } from '../tensor.ts';
import { gather, scatterAdd } from './gather.ts';
import { requireFloat } from './require.ts';
import { reshape } from './reshape.ts';
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

/** Each gradient back at the place of its largest value. */
function unpool(d: Tensor, places: Tensor, x: Tensor, { size, stride, before, after }: Window): Tensor {
  const shape = knownSizes(x.shape, 'max-pool');
  const flat = (one: Tensor) => reshape(one, [sizeOf(one.shape)]);
  const apart = stride.every((step, a) => step >= size[a]!) && [...before, ...after].every((count) => count === 0);
  if (apart) {
    return nodeOf(
      'MaxUnpool',
      [d, places, integers(shape)],
      { shape },
      {
        attributes: { kernel_shape: size, strides: stride },
        gradient: (back) => [reshape(gather(flat(back), flat(places)), d.shape)],
      },
    );
  }
  // Windows that overlap may send several gradients to one place.
  const zeros = constant(new Float32Array(sizeOf(shape)));
  return reshape(scatterAdd(zeros, flat(places), flat(d)), shape);
}

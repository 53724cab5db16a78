import { knownSizes } from '../shape.ts';
import { constant, nodeOf, type Tensor } from '../tensor.ts';
import { convTranspose } from './conv.ts';
import { requireFloat } from './require.ts';
import { reshape } from './reshape.ts';
import { type WindowOptions, windowAttributes, windowOver } from './window.ts';

/**
 * Mean over each place of a window, zeros of the padding counted. @param x [n, channels, ...sizes]. @param size of the window, one number for
 * all axes or one an axis. @param options stride: default the size of the window. @returns [n, channels, ...places].
 * @throws {ShapeError} a window that does not fit.
 */
export function averagePool(
  x: Tensor,
  size: number | readonly number[],
  options: Omit<WindowOptions, 'dilation'> = {},
): Tensor {
  requireFloat('average-pool', x);
  const sizes = typeof size === 'number' ? x.shape.slice(2).map(() => size) : size;
  const window = windowOver(x, sizes, { stride: sizes, ...options }, 'average-pool');
  const { strides, pads } = windowAttributes(window);
  return nodeOf(
    'AveragePool',
    [x],
    { shape: [...x.shape.slice(0, 2), ...window.to] },
    {
      attributes: { kernel_shape: sizes, strides, pads, count_include_pad: 1 },
      gradient: (d) => {
        // A convolution of each channel by itself, with filters of one value.
        const [n, channels] = knownSizes(x.shape, 'average-pool') as [number, number];
        const taps = sizes.reduce((a, b) => a * b, 1);
        const one = constant(new Float32Array(taps).fill(1 / taps), [1, 1, ...sizes]);
        const alone = reshape(d, [n * channels, 1, ...window.to]);
        return [reshape(convTranspose(alone, one, window), x.shape)];
      },
    },
  );
}

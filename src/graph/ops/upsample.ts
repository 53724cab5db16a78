import { knownSizes } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import { reshape } from './reshape.ts';
import { expand } from './sum.ts';

/** Every place of the axes from 2 on `factor` times in a row: a picture at a larger size. The sizes must be known. */
export function upsample(x: Tensor, factor: number): Tensor {
  const [n, channels] = x.shape;
  const sizes = knownSizes(x.shape.slice(2), 'upsample');
  return sizes.reduce((y, size, a) => {
    const before = [n!, channels!, ...knownSizes(y.shape.slice(2, a + 2), 'upsample')];
    const after = sizes.slice(a + 1);
    // Stretched by what is known: samples need not be counted for it.
    const apart = reshape(y, [...before, size, 1, ...after]);
    const repeated = expandAxis(apart, a + 3, factor);
    return reshape(repeated, [...before, size * factor, ...after]);
  }, x);
}

function expandAxis(x: Tensor, axis: number, factor: number): Tensor {
  return expand(
    x,
    x.shape.map((size, k) => (k === axis ? factor : size)),
  );
}

import { scalar, type Tensor } from '../tensor.ts';
import { unary } from './elementwise.ts';
import { mul } from './mul.ts';
import { sub } from './sub.ts';
/** 1 / (1 + e^−x). */
export function sigmoid(x: Tensor): Tensor {
  return unary('sigmoid', 'Sigmoid', x, (d, _, y) => mul(d, mul(y, sub(scalar(1), y))));
}

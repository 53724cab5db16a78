import { ShapeError } from '../../base/errors.ts';
import { axisOf } from '../shape.ts';
import { describe, integers, type Tensor } from '../tensor.ts';
import { gather } from './gather.ts';

/** The places of an axis in reverse. @throws {ShapeError} an axis of unknown size. */
export function flip(x: Tensor, axis: number): Tensor {
  const size = x.shape[axisOf(axis, x.shape, 'flip')];
  if (typeof size !== 'number')
    throw new ShapeError({ where: 'flip', problem: `axis ${axis} must be known, got ${describe(x)}` });
  return gather(x, integers(Array.from({ length: size }, (_, i) => size - 1 - i)), axis);
}

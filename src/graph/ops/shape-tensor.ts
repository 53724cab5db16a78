import { knownSizes, type Shape } from '../shape.ts';
import { integers, type Tensor } from '../tensor.ts';

/** A shape as the int64 vector that ONNX wants. @throws {ShapeError} a size that is not known yet. */
export function shapeTensor(shape: Shape, where: string): Tensor {
  return integers(knownSizes(shape, where));
}

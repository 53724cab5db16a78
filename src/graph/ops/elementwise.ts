import { ShapeError } from '../../base/errors.ts';
import { broadcastShape, type DType } from '../shape.ts';
import { describe, nodeOf, type Tensor } from '../tensor.ts';
import { requireFloat } from './require.ts';
import { sumTo } from './sum.ts';

/** What an element-wise operation of two tensors needs: its ONNX operator, and how a gradient comes back before stretched axes are summed. */
export interface Binary {
  readonly type: string;
  readonly dtype?: DType;
  /** Absent: constant as far as differentiation goes. */
  readonly gradient?: (d: Tensor, a: Tensor, b: Tensor) => readonly [Tensor | null, Tensor | null];
}

/** An element-wise operation with broadcasting. @param where its name, for messages. */
export function binary(where: string, { type, dtype, gradient }: Binary, a: Tensor, b: Tensor): Tensor {
  if (a.dtype !== b.dtype) {
    throw new ShapeError({ where, problem: `both must be of one type, got ${a.dtype} and ${b.dtype}` });
  }
  const shape = broadcastShape(a.shape, b.shape);
  if (!shape) {
    throw new ShapeError({
      where,
      problem: `shapes must match from the last axis on, got ${describe(a)} and ${describe(b)}`,
    });
  }
  const back =
    gradient && ((d: Tensor) => gradient(d, a, b).map((one, i) => one && sumTo(one, i === 0 ? a.shape : b.shape)));
  return nodeOf(
    type,
    [a, b],
    { shape, dtype: dtype ?? a.dtype },
    back && a.dtype === 'float32' ? { gradient: back } : {},
  );
}

/** An element-wise operation of one float32 tensor. @param gradient from d, the input and the output. */
export function unary(
  where: string,
  type: string,
  x: Tensor,
  gradient?: (d: Tensor, x: Tensor, y: Tensor) => Tensor,
): Tensor {
  requireFloat(where, x);
  const y: Tensor = nodeOf(type, [x], { shape: x.shape }, gradient ? { gradient: (d) => [gradient(d, x, y)] } : {});
  return y;
}

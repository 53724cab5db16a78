import { ShapeError } from '../../base/errors.ts';
import { broadcastShape, sizeOf } from '../shape.ts';
import { describe, nodeOf, type Tensor } from '../tensor.ts';
import { requireFloat } from './require.ts';
import { reshape } from './reshape.ts';
import { sumTo } from './sum.ts';
import { transpose } from './transpose.ts';

export interface MatmulOptions {
  /** Whether the last two axes of the first factor are swapped first. Default false. */
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
}

/**
 * Matrix product over the last two axes, [..., m, k] × [..., k, n] → [..., m, n]; axes before them broadcast. Both need two axes or more.
 * @throws {ShapeError} inner sizes that differ, axes that do not match.
 */
export function matmul(a: Tensor, b: Tensor, { transposeA = false, transposeB = false }: MatmulOptions = {}): Tensor {
  for (const one of [a, b]) requireFloat('matmul', one);
  const [rows, inner] = lastTwo(a, transposeA);
  const [inner2, columns] = lastTwo(b, transposeB);
  const batch = broadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  if (inner !== inner2 || !batch || a.shape.length < 2 || b.shape.length < 2) {
    const swapped = (yes: boolean) => (yes ? ' transposed' : '');
    const problem = `inner sizes must agree, got ${describe(a)}${swapped(transposeA)} and ${describe(b)}${swapped(transposeB)}`;
    throw new ShapeError({ where: 'matmul', problem });
  }
  const gradient = (d: Tensor) => [
    sumTo(
      transposeA
        ? matmul(b, d, { transposeA: transposeB, transposeB: true })
        : matmul(d, b, { transposeB: !transposeB }),
      a.shape,
    ),
    sumTo(
      transposeB
        ? matmul(d, a, { transposeA: true, transposeB: transposeA })
        : onRows(a, b, transposeA)
          ? matmul(asRows(a), asRows(d), { transposeA: true })
          : matmul(a, d, { transposeA: !transposeA }),
      b.shape,
    ),
  ];
  const result = { shape: [...batch, rows!, columns!] };
  // Gemm takes its factors transposed as they are; products of more axes are written as transpositions, which ONNX Runtime folds in.
  if (a.shape.length === 2 && b.shape.length === 2) {
    const attributes = { transA: Number(transposeA), transB: Number(transposeB) };
    return nodeOf('Gemm', [a, b], result, { attributes, gradient });
  }
  return nodeOf('MatMul', [transposeA ? swapLast(a) : a, transposeB ? swapLast(b) : b], result, {
    gradient: (d) => {
      const [left, right] = gradient(d);
      return [transposeA ? swapLast(left!) : left!, transposeB ? swapLast(right!) : right!];
    },
  });
}

/** Whether one matrix b is applied to every row of a, of all batches: its gradient is then one product, not one a batch to be summed. */
function onRows(a: Tensor, b: Tensor, transposeA: boolean): boolean {
  const known = a.shape.every((size) => typeof size === 'number');
  return known && !transposeA && a.shape.length > 2 && b.shape.length === 2;
}

function asRows(x: Tensor): Tensor {
  const width = x.shape.at(-1) as number;
  return reshape(x, [sizeOf(x.shape) / width, width]);
}

function lastTwo({ shape }: Tensor, swap: boolean) {
  const [m, n] = shape.slice(-2);
  return swap ? [n, m] : [m, n];
}

function swapLast(x: Tensor): Tensor {
  const rank = x.shape.length;
  return transpose(
    x,
    [...x.shape.keys()].map((axis) => (axis < rank - 2 ? axis : 2 * rank - 3 - axis)),
  );
}

import { ShapeError } from '../../base/errors.ts';
import { broadcastShape } from '../shape.ts';
import { describe, nodeOf, type Tensor } from '../tensor.ts';
import { requireFloat } from './require.ts';
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

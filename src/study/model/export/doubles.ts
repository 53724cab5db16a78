import { add } from '../../../graph/ops/add.ts';
import { cast } from '../../../graph/ops/cast.ts';
import { concat } from '../../../graph/ops/concat.ts';
import { div } from '../../../graph/ops/div.ts';
import { broadcastShape } from '../../../graph/shape.ts';
import { constant, integers, nodeOf, type Tensor } from '../../../graph/tensor.ts';

// Expressions of float64: what preparation and classical models compute in, where `graph/ops` are float32 for networks. `add`, `sub`, `mul` and
// `div` of `graph/ops` take either.

/** The same values as float64, exactly. */
export const double = (x: Tensor): Tensor => cast(x, 'float64');
/** Rounded to float32, as every step leaves its values. */
export const single = (x: Tensor): Tensor => cast(x, 'float32');

export function doubles(values: ArrayLike<number>, shape: readonly number[] = [values.length]): Tensor {
  return constant(Float64Array.from(values), shape);
}

/** One float64 for all. */
export const value = (number: number): Tensor => doubles([number], []);

const unary = (type: string) => (x: Tensor) => nodeOf(type, [x], { shape: x.shape, dtype: x.dtype });
export const abs = unary('Abs');
export const exp = unary('Exp');
export const log = unary('Log');
export const neg = unary('Neg');
export const sqrt = unary('Sqrt');

const comparison = (type: string) => (a: Tensor, b: Tensor) =>
  nodeOf(type, [a, b], { shape: broadcastShape(a.shape, b.shape)!, dtype: 'bool' });
export const less = comparison('Less');
export const greater = comparison('Greater');
export const equal = comparison('Equal');

export const isMissing = (x: Tensor): Tensor => nodeOf('IsNaN', [x], { shape: x.shape, dtype: 'bool' });

/** a where the condition holds, else b. */
export function choose(condition: Tensor, a: Tensor, b: Tensor): Tensor {
  const shape = broadcastShape(condition.shape, broadcastShape(a.shape, b.shape)!)!;
  return nodeOf('Where', [condition, a, b], { shape, dtype: a.dtype });
}

/** No value below `least`; missing stays missing. */
export const atLeast = (x: Tensor, least: number): Tensor => choose(less(x, value(least)), value(least), x);
/** No value above `most`; missing stays missing. */
export const atMost = (x: Tensor, most: number): Tensor => choose(greater(x, value(most)), value(most), x);

/** 1 / (1 + e^−x) with all digits at either end; ONNX Runtime's own Sigmoid takes small ones from 1. */
export const sigmoid = (x: Tensor): Tensor => div(exp(atMost(x, 0)), add(exp(neg(abs(x))), value(1)));

/** [N, p] × [p, q]. */
export function product(x: Tensor, weights: Tensor): Tensor {
  return nodeOf('MatMul', [x, weights], { shape: [x.shape[0]!, weights.shape[1]!], dtype: 'float64' });
}

/** Sums of the rows, [N, 1]. */
export function rowSum(x: Tensor): Tensor {
  const shape = [x.shape[0]!, 1];
  return nodeOf('ReduceSum', [x, integers([1])], { shape, dtype: 'float64' }, { attributes: { keepdims: 1 } });
}

/** Sums of the columns up to each, [N, p]. */
export function cumulative(x: Tensor): Tensor {
  return nodeOf('CumSum', [x, constant(BigInt64Array.of(1n), [])], { shape: x.shape, dtype: 'float64' });
}

/** e^x over the sum of its row. */
export function softmax(x: Tensor): Tensor {
  return nodeOf('Softmax', [x], { shape: x.shape, dtype: 'float64' }, { attributes: { axis: 1 } });
}

/** Some of the columns, in the order asked for. */
export function columns(x: Tensor, kept: ArrayLike<number>): Tensor {
  const shape = [x.shape[0]!, kept.length];
  return nodeOf('Gather', [x, integers(Array.from(kept))], { shape, dtype: x.dtype }, { attributes: { axis: 1 } });
}

/** The same numbers in every row of x: [N, values]. */
export function everywhere(values: ArrayLike<number>, x: Tensor): Tensor {
  const nRows = nodeOf('Shape', [x], { shape: [1], dtype: 'int64' }, { attributes: { start: 0, end: 1 } });
  const size = concat([nRows, integers([values.length])], 0);
  const shape = [x.shape[0]!, values.length];
  return nodeOf('Expand', [doubles(values, [1, values.length]), size], { shape, dtype: 'float64' });
}

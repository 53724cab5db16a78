import { add } from '../../../../graph/ops/add.ts';
import { concat } from '../../../../graph/ops/concat.ts';
import { mul } from '../../../../graph/ops/mul.ts';
import { sub } from '../../../../graph/ops/sub.ts';
import type { Tensor } from '../../../../graph/tensor.ts';
import type { KernelFunction } from '../../../../learn/svm/kernel-function.ts';
import type { State } from '../../../../table/contract.ts';
import { amongAll, certainOf } from '../classes.ts';
import type { ModelConverter } from '../converters.ts';
import { couple } from '../coupling.ts';
import {
  atLeast,
  columns,
  double,
  doubles,
  everywhere,
  exp,
  neg,
  product,
  rowSum,
  sigmoid,
  value,
} from '../doubles.ts';

/**
 * Decision values by products with the support vectors; of classes through the sigmoid of each pair, and three or more coupled (`coupling.ts`).
 * The kernel is computed in float64, where the library sums differences in float32.
 */
export const svm: ModelConverter = ({ json, arrays }, x) => {
  const { calibration, present } = arrays;
  const known = json.task === 'classification' ? present!.length : 0;
  const classes = json.classes as string[];
  if (known === 1) {
    return { task: 'classification', classes, probabilities: certainOf(present![0]!, classes.length, x) };
  }
  const decisions = decisionsOf({ json, arrays }, x);
  if (json.task === 'regression') {
    const [deviation, mean] = calibration!;
    return { task: 'regression', values: add(mul(decisions, value(deviation!)), value(mean!)) };
  }
  const [slopes, offsets] = [0, 1].map((from) => {
    const own = Float64Array.from({ length: calibration!.length / 2 }, (_, q) => calibration![2 * q + from]!);
    return doubles(own, [1, own.length]);
  });
  const scores = add(mul(decisions, slopes!), offsets!);
  const shares = known === 2 ? concat([sigmoid(neg(scores)), sigmoid(scores)], 1) : couple(sigmoid(neg(scores)), known);
  return { task: 'classification', classes, probabilities: amongAll(shares, present!, classes.length) };
};

/** Σ coefficient · K(x, support vector) + bias of every machine, [N, machines]. */
function decisionsOf({ json, arrays }: Pick<State, 'json' | 'arrays'>, x: Tensor): Tensor {
  const { coefficients, biases } = arrays;
  const count = json.nVectors as number;
  const m = biases!.length;
  if (count === 0) return everywhere(biases!, x);
  // Machine-major as kept; the product wants a column for each machine.
  const turned = Float64Array.from(coefficients!, (_, at) => coefficients![(at % m) * count + Math.floor(at / m)]!);
  const kernel = kernelValues(json as unknown as KernelFunction, arrays, count, double(x));
  return add(product(kernel, doubles(turned, [count, m])), doubles(biases!, [1, m]));
}

/** K(x, support vector), [N, count]. */
function kernelValues(
  { kernel, gamma, degree, offset }: KernelFunction,
  { vectors, columns: places }: State['arrays'],
  count: number,
  x: Tensor,
): Tensor {
  if (kernel === 'precomputed') return columns(x, places!);
  // Column-major as kept: a column for each vector is their transpose.
  const p = vectors!.length / count;
  const centre = Float64Array.from({ length: p }, (_, j) =>
    kernel === 'rbf'
      ? Array.from(vectors!.subarray(j * count, (j + 1) * count)).reduce((sum, v) => sum + v, 0) / count
      : 0,
  );
  // Around their mean distances are what they were, and keep their digits.
  const from = Float64Array.from(vectors!, (v, at) => v - centre[Math.floor(at / count)]!);
  const own = kernel === 'rbf' ? sub(x, doubles(centre, [1, p])) : x;
  const products = product(own, doubles(from, [p, count]));
  if (kernel === 'linear') return products;
  if (kernel === 'polynomial') {
    const base = add(mul(products, value(gamma)), value(offset));
    return Array.from({ length: degree - 1 }).reduce<Tensor>((power) => mul(power, base), base);
  }
  const norms = new Float64Array(count);
  from.forEach((v, at) => {
    norms[at % count]! += v * v;
  });
  const squares = sub(add(rowSum(mul(own, own)), doubles(norms, [1, count])), mul(products, value(2)));
  return exp(mul(atLeast(squares, 0), value(-gamma)));
}

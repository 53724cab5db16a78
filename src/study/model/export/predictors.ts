import { add } from '../../../graph/ops/add.ts';
import type { Tensor } from '../../../graph/tensor.ts';
import { columns, double, doubles, everywhere, product, value } from './doubles.ts';

/** intercept + Σ weight · feature, [N, 1]. Features of weight 0 are not read, so that a missing value there does not matter. @param x float32 [N, p]. */
export function predictor(x: Tensor, intercept: number, weights: ArrayLike<number>): Tensor {
  const used = Array.from(weights).flatMap((weight, j) => (weight !== 0 ? [j] : []));
  if (used.length === 0) return everywhere([intercept], x);
  const own = doubles(
    used.map((j) => weights[j]!),
    [used.length, 1],
  );
  const read = used.length === weights.length ? x : columns(x, used);
  return add(product(double(read), own), value(intercept));
}

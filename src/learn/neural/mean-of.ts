import { add } from '../../graph/ops/add.ts';
import { mul } from '../../graph/ops/mul.ts';
import { scalar, type Tensor } from '../../graph/tensor.ts';

/** The mean of expressions of one shape. */
export function meanOf(tensors: readonly Tensor[]): Tensor {
  const sum = tensors.reduce((total, one) => add(total, one));
  return tensors.length === 1 ? sum : mul(sum, scalar(1 / tensors.length));
}

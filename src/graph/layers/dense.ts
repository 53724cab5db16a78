import { ShapeError } from '../../base/errors.ts';
import { add } from '../ops/add.ts';
import { matmul } from '../ops/matmul.ts';
import { describe, type Tensor } from '../tensor.ts';
import { scaled, zeros } from './initial.ts';
import type { Scope } from './scope.ts';

export interface DenseOptions {
  /** Default true. */
  readonly bias?: boolean;
  /** √2 where a rectifier follows (the default), 1 otherwise. */
  readonly gain?: number;
}

/** x · weight + bias over the last axis, [..., inputs] → [..., units]. @throws {ShapeError} an unknown number of inputs. */
export function dense(scope: Scope, x: Tensor, units: number, { bias = true, gain }: DenseOptions = {}): Tensor {
  const inputs = x.shape.at(-1);
  if (typeof inputs !== 'number') {
    throw new ShapeError({
      where: scope.nameOf('dense'),
      problem: `the number of inputs must be known, got ${describe(x)}`,
    });
  }
  const product = matmul(x, scope.weight('weight', [inputs, units], scaled(inputs, gain)));
  return bias ? add(product, scope.offset('bias', [units], zeros)) : product;
}

import { ShapeError } from '../../base/errors.ts';
import { add } from '../ops/add.ts';
import { mul } from '../ops/mul.ts';
import { normalise } from '../ops/normalise.ts';
import { describe, type Tensor } from '../tensor.ts';
import { ones, zeros } from './initial.ts';
import type { Scope } from './scope.ts';

/** Each sample's last axis with mean 0 and variance 1, then scaled and moved by learned numbers. Source: Ba et al. 2016, arXiv 1607.06450. */
export function layerNorm(scope: Scope, x: Tensor): Tensor {
  const width = x.shape.at(-1);
  if (typeof width !== 'number') {
    throw new ShapeError({
      where: scope.nameOf('layer-norm'),
      problem: `the last axis must be known, got ${describe(x)}`,
    });
  }
  const { values } = normalise(x, [x.shape.length - 1]);
  return add(mul(values, scope.offset('scale', [width], ones)), scope.offset('shift', [width], zeros));
}

import { ShapeError } from '../../base/errors.ts';
import type { Shape } from '../shape.ts';
import { describe, type Tensor } from '../tensor.ts';

/** @throws {ShapeError} x is not float32. */
export function requireFloat(where: string, x: Tensor): void {
  if (x.dtype === 'float32') return;
  throw new ShapeError({ where, problem: `must be float32, got ${x.dtype} ${describe(x)}` });
}

/** @throws {ShapeError} x has another number of axes. */
export function requireRank(where: string, x: Tensor, rank: number): Shape {
  if (x.shape.length === rank) return x.shape;
  throw new ShapeError({ where, problem: `must have ${rank} axes, got ${describe(x)}` });
}

import { dropout } from '../ops/dropout.ts';
import { knownSizes } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { Scope } from './scope.ts';

export interface DroppedOptions {
  /** Whole channels (axis 1) at a time, for neighbouring places that say the same. Default false. */
  readonly channels?: boolean;
}

/** Dropout in training, nothing otherwise. @param rate 0 … < 1. */
export function dropped(scope: Scope, x: Tensor, rate: number, { channels = false }: DroppedOptions = {}): Tensor {
  if (!scope.training || rate === 0) return x;
  const shape = knownSizes(x.shape, scope.nameOf('dropout'));
  const own = channels ? shape.map((size, axis) => (axis < 2 ? size : 1)) : shape;
  return dropout(x, rate, scope.noise('uniform', own));
}

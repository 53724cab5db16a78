import { relu } from '../ops/relu.ts';
import type { Tensor } from '../tensor.ts';
import type { Scope } from './scope.ts';

/** Rectified units, watched: training stops with a message when all units of a layer have died. */
export function rectified(scope: Scope, x: Tensor): Tensor {
  return scope.rectified(relu(x));
}

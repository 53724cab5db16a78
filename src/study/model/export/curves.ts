import { log } from '../../../base/elementary.ts';
import { add } from '../../../graph/ops/add.ts';
import type { Tensor } from '../../../graph/tensor.ts';
import type { State } from '../../../table/contract.ts';
import { doubles, exp, neg } from './doubles.ts';

/** Survival curves at the times of the model. */
export interface Curves {
  /** Rising, [m]. */
  readonly times: ArrayLike<number>;
  /** float64 [N, m]. */
  readonly survival: Tensor;
}

/** S(t) = exp(−exp(log H(t) + risk)), in logarithms as the library. @param arrays `times` and `cumulativeHazard`, [m] each. @param risk [N, 1]. */
export function hazardCurves({ times, cumulativeHazard }: State['arrays'], risk: Tensor): Curves {
  const m = times!.length;
  const logHazard = Float64Array.from(cumulativeHazard!, log);
  return { times: times!, survival: exp(neg(exp(add(doubles(logHazard, [1, m]), risk)))) };
}

import { UnsupportedError } from '../../base/errors.ts';
import type { ParamValues } from '../../base/params.ts';
import { balancedWeights, presentClasses, type Target, takeTargetRows } from '../../table/target.ts';
import { absolute } from './loss/absolute.ts';
import { cox } from './loss/cox.ts';
import { logistic } from './loss/logistic.ts';
import type { Loss } from './loss/loss.ts';
import { poisson } from './loss/poisson.ts';
import { softmax } from './loss/softmax.ts';
import { squared } from './loss/squared.ts';

/** What margins mean. `none`: a single class, nothing to learn. */
export type LossName = 'none' | 'logistic' | 'softmax' | 'squared' | 'absolute' | 'poisson' | 'cox';

export interface Objective {
  readonly name: LossName;
  /** Indices into the classes of the target of those that occur among these rows; empty where there are none. */
  readonly present: Int32Array;
  /** Of some of the rows, in this order; all classes that are present should be among them. */
  loss(rows: Uint32Array): Loss;
}

/** The loss for a target: logistic or softmax for classes, `params.loss` for numbers, Cox for survival. */
/** @param weights of all rows, [n]. */
export function objectiveOf(target: Target, weights: Float64Array, params: ParamValues): Objective {
  const taken = (rows: Uint32Array, from = weights) => Float64Array.from(rows, (i) => from[i]!);
  switch (target.task) {
    case 'classification': {
      const { present, codes } = presentClasses(target);
      const ofRow = balancedWeights(target, weights, params['class-weight'] === 'balanced');
      const loss = (rows: Uint32Array) => {
        const own = Int32Array.from(rows, (i) => codes[i]!);
        const ownWeights = taken(rows, ofRow);
        return present.length === 2 ? logistic(own, ownWeights) : softmax(own, present.length, ownWeights);
      };
      return { name: (['none', 'none', 'logistic'] as const)[present.length] ?? 'softmax', present, loss };
    }
    case 'regression': {
      const name = params.loss as 'squared' | 'absolute' | 'poisson';
      const make = { squared, absolute, poisson }[name];
      return {
        name,
        present: new Int32Array(),
        loss: (rows) => make(takeTargetRows(target, rows).values, taken(rows)),
      };
    }
    case 'survival': {
      const loss = (rows: Uint32Array) => {
        const { times, events } = takeTargetRows(target, rows);
        return cox(times, events, taken(rows));
      };
      return { name: 'cox', present: new Int32Array(), loss };
    }
    case 'clustering':
      throw new UnsupportedError({
        where: 'boosting',
        problem: 'serves classification, regression and survival, got clustering',
      });
  }
}

import { DataError, ParamError, UnsupportedError } from '../../base/errors.ts';
import type { ParamValues } from '../../base/params.ts';
import { deathTimes, type ForestResponse } from '../../kernels/forest-response.ts';
import type { TrainView } from '../../table/contract.ts';
import { balancedWeights } from '../../table/target.ts';
import { rowWeights } from '../../table/weights.ts';

/** What a model of trees has to know of its target besides the trees. */
export type Outcome =
  | { readonly task: 'classification'; readonly classes: readonly string[] }
  | { readonly task: 'regression'; readonly mean: number }
  | { readonly task: 'survival'; readonly deathTimes: Float64Array };

/**
 * The target as the kernels take it. Values are taken from their mean, which spares digits. Weights are those of the rows, and of classes.
 * @throws {DataError} survival without an event. @throws {ParamError} class weights without classes. @throws {UnsupportedError} clustering.
 */
export function responseOf(
  data: TrainView,
  params: ParamValues,
  where: string,
): { response: ForestResponse; outcome: Outcome } {
  const { target } = data;
  const own = rowWeights(data, where);
  const balanced = params['class-weight'] === 'balanced';
  if (balanced && target.task !== 'classification') {
    throw new ParamError({
      where: `${where}.class-weight`,
      problem: `needs classes, got a target for ${target.task}`,
      hint: 'leave it out',
    });
  }
  switch (target.task) {
    case 'classification': {
      const { classes, codes } = target;
      return {
        response: { kind: 'classes', codes, nClasses: classes.length, weights: balancedWeights(target, own, balanced) },
        outcome: { task: target.task, classes },
      };
    }
    case 'regression': {
      const all = own.reduce((sum, weight) => sum + weight, 0);
      const mean = target.values.reduce((sum, value, i) => sum + own[i]! * value, 0) / all;
      return {
        response: { kind: 'values', values: target.values.map((value) => value - mean), weights: own },
        outcome: { task: target.task, mean },
      };
    }
    case 'survival': {
      if (!target.events.includes(1)) {
        throw new DataError({
          where,
          problem: `survival needs events, got ${target.times.length} training samples, all censored`,
          hint: 'use fewer folds, or check the event column',
        });
      }
      const response = { kind: 'times', times: target.times, events: target.events, weights: own } as const;
      return { response, outcome: { task: target.task, deathTimes: deathTimes(response) } };
    }
    default:
      throw new UnsupportedError({
        where,
        problem: `serves classification, regression and survival, got ${target.task}`,
      });
  }
}

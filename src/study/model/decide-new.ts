import type { Context } from '../../base/context.ts';
import type { View } from '../../table/contract.ts';
import type { ClassPrediction, Prediction } from '../../table/prediction.ts';
import { conformalSets } from '../../validate/decisions/conformal-classes.ts';
import { answersOf } from '../../validate/decisions/held-out.ts';
import { shiftPriors } from '../../validate/decisions/prior-shift.ts';
import { combinedDistances, rawDistances } from '../../validate/decisions/training-distance.ts';
import { numbersOnly } from '../../validate/prepare-fold.ts';
import type { ModelDecisions } from './model-decisions.ts';

/** A column of the table of new samples, beside the prediction. */
export interface DecisionColumn {
  readonly name: string;
  /** One a sample. */
  readonly values: readonly (string | number)[];
}

/**
 * What is decided of new samples: `set` (classes that cannot be ruled out, joined by |) or `low`, `high`; `p-at-prevalence:<class>`; `called`;
 * `distance`, `alien`; and `rejected`, yes when the sample is alien or the answer not sure enough. @param view prepared samples.
 */
export async function decideNew(
  decisions: ModelDecisions,
  prediction: Prediction,
  view: View,
  ctx: Context,
): Promise<DecisionColumn[]> {
  const columns: DecisionColumn[] = [];
  const refused: (readonly boolean[])[] = [];
  if (prediction.task === 'classification') {
    columns.push(...classColumns(decisions, prediction));
    if (decisions.reject) refused.push(unsure(prediction, decisions.reject.threshold));
  }
  if (prediction.task === 'regression' && decisions.conformal && 'halfWidth' in decisions.conformal) {
    const { halfWidth } = decisions.conformal;
    columns.push({ name: 'low', values: Array.from(prediction.values, (value) => value - halfWidth) });
    columns.push({ name: 'high', values: Array.from(prediction.values, (value) => value + halfWidth) });
  }
  if (decisions.distance) {
    const { space, scale } = decisions.distance;
    const distances = combinedDistances(scale, await rawDistances(ctx, space, numbersOnly(view)));
    const alien = Array.from(distances, (d) => d > scale.limit);
    columns.push({ name: 'distance', values: Array.from(distances, (d) => Number(d.toPrecision(6))) });
    columns.push({ name: 'alien', values: alien.map(yesNo) });
    refused.push(alien);
  }
  if (refused.length > 0) {
    const any = refused[0]!.map((_, i) => refused.some((why) => why[i]));
    columns.push({ name: 'rejected', values: any.map(yesNo) });
  }
  return columns;
}

function classColumns(decisions: ModelDecisions, { classes, probabilities }: ClassPrediction): DecisionColumn[] {
  const { conformal, prevalence, threshold } = decisions;
  const width = classes.length;
  const n = probabilities.length / width;
  const rows = Array.from({ length: n }, (_, i) => i);
  const columns: DecisionColumn[] = [];
  if (conformal && 'thresholds' in conformal) {
    const sets = conformalSets(probabilities, Float64Array.from(conformal.thresholds));
    columns.push({
      name: 'set',
      values: rows.map((i) => classes.filter((_, k) => sets[i * width + k] === 1).join('|')),
    });
  }
  const there = prevalence ? shiftPriors(probabilities, prevalence.learned, prevalence.priors) : probabilities;
  if (prevalence) {
    columns.push(
      ...classes.map((name, k) => ({
        name: `p-at-prevalence:${name}`,
        values: rows.map((i) => there[i * width + k]!),
      })),
    );
  }
  if (threshold) {
    const k = classes.indexOf(threshold.class);
    columns.push({
      name: 'called',
      values: rows.map((i) =>
        there[i * width + k]! >= threshold.threshold ? threshold.class : `not ${threshold.class}`,
      ),
    });
  }
  return columns;
}

/** Not sure enough of its answer; null: nothing is. */
function unsure({ classes, probabilities }: ClassPrediction, threshold: number | null): boolean[] {
  const nClasses = classes.length;
  const truth = new Int32Array(probabilities.length / nClasses);
  const { confidence } = answersOf({ truth, probabilities, nClasses });
  return Array.from(confidence, (p) => threshold === null || p < threshold);
}

const yesNo = (is: boolean) => (is ? 'yes' : 'no');

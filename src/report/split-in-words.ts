import { countOf } from './format.ts';
import type { StudySummary } from './record.ts';

/** How the samples were divided to be tested, as the report says it. */
export interface SplitInWords {
  /** `5 outer folds`, `one value of 'site' at a time (4)`. */
  readonly short: string;
  /** What was done, a sentence for a novice. */
  readonly told: string;
  /** The design by its name in the field. */
  readonly design: string;
}

const EACH = 'everything was learned from the rest';

/** From the `split` of the study summary: `validate.outer` of the study file. A record without it is of folds. */
export function splitInWords({ split, outer, repeats }: StudySummary): SplitInWords {
  const column = (key: string) =>
    typeof split === 'object' && split !== null && key in split
      ? String((split as Record<string, unknown>)[key])
      : undefined;
  const left = column('leave-out');
  const predefined = column('predefined');
  const share = column('hold-out');
  const time = column('time');
  if (split === 'leave-one-out') {
    return {
      short: `one group at a time, ${outer} splits`,
      told: `Each sample in turn, with all that belongs to it, was set aside while ${EACH}.`,
      design: `Leave-one-group-out cross-validation over ${outer} groups`,
    };
  }
  if (left !== undefined) {
    return {
      short: `one value of '${left}' at a time, ${outer} splits`,
      told: `All samples of one ${left} at a time were set aside while ${EACH}: the test asks what happens at a ${left} never seen before.`,
      design: `Internal-external validation: leave-one-out over '${left}' (${outer} values)`,
    };
  }
  if (predefined !== undefined) {
    return {
      short: `as the column '${predefined}' says, ${countOf(outer, 'split')}`,
      told: `The samples were divided as the column '${predefined}' says, and those to be tested took no part in learning.`,
      design: `Splits predefined by '${predefined}'`,
    };
  }
  if (share !== undefined) {
    const percent = `${Math.round(100 * Number(share))} %`;
    return {
      short: `a hold-out of ${percent}${repeats > 1 ? `, ${repeats} times` : ''}`,
      told: `${percent} of the samples were set aside while ${EACH}.`,
      design: `Stratified hold-out of ${percent}, ${countOf(repeats, 'draw')}`,
    };
  }
  if (time !== undefined) {
    return {
      short: `${countOf(outer, 'later period')} by '${time}'`,
      told: `The samples were put in order of ${time}, and each later period was predicted from what came before it.`,
      design: `Forward-chaining validation over '${time}', ${countOf(outer, 'period')}`,
    };
  }
  if (typeof split === 'object' && split !== null && 'external' in split) {
    return {
      short: 'an external cohort',
      told: 'The models were tested on another cohort, of which they had seen nothing.',
      design: 'External validation on another cohort',
    };
  }
  return {
    short: `${outer} outer folds`,
    told: `The samples were first divided into ${outer} parts; each part in turn was set aside while ${EACH}.`,
    design: `Stratified ${outer}-fold outer cross-validation, ${countOf(repeats, 'repeat')}`,
  };
}

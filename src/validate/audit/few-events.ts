import { classCounts } from '../../table/target.ts';
import { countFeatures } from './columns.ts';
import type { AuditInput } from './input.ts';
import { type AuditRule, counted, passed, round } from './rule.ts';

const RULE = 'few-events';
/** Of the smallest class: below, one fold more or less right moves a rate by ten points. */
const FEWEST_IN_CLASS = 10;
const FEWEST_EVENTS = 50;
const STEEPEST = 20;
const FEWEST_PER_PARAMETER = 10;

/**
 * Whether there is enough to learn from and to judge by: members of the smallest class, how unequal the classes are, events, and events per
 * feature where there are fewer features than samples (with more, every learner here penalises or samples features, and the ratio says nothing).
 * Counted in groups, since two samples of one patient are one piece of evidence.
 */
export const fewEvents: AuditRule = {
  rule: RULE,
  title: 'Are there enough samples of each kind?',
  stage: 'start',
  worst: 'warn',
  why: {
    novice:
      'Of a disease that only eight people in the table have, nobody can learn or judge much, however many healthy there are. The numbers for that class are then little better than anecdotes.',
    intermediate:
      'What limits a prediction is the smaller class, or the events in survival, not the number of samples. Below about 10 in a class, 50 events, or 10 events a feature in a small table, intervals are wide and coefficients unsteady.',
    advanced:
      'Thresholds: smallest class 10, ratio of classes 20:1 (accuracy is then mostly the prevalence), 50 events, and events per candidate parameter 10 when p < n, a rule of thumb at best (van Smeden et al. 2019, Stat Methods Med Res 28; Riley et al. 2020, BMJ 368 compute the size needed). One sample a group.',
  },
  run(input) {
    const { target } = input;
    if (target.task === 'clustering') return [];
    const { limiting, what, worries } = limits(input);
    const features = countFeatures(input.blocks);
    const perFeature = limiting / features;
    const few = features < input.units.length && perFeature < FEWEST_PER_PARAMETER;
    if (few)
      worries.push(
        `${limiting} ${what} for ${counted(features, 'feature')} are ${round(perFeature, 2)} each, below 10`,
      );
    const evidence = { units: input.units.length, limiting, what, features, perFeature: round(perFeature) };
    if (worries.length === 0) return [passed(RULE, `${limiting} ${what}: enough of each kind to judge by`, evidence)];
    return [
      {
        rule: RULE,
        status: 'warn',
        message: worries.join('; '),
        evidence,
        todo:
          few && worries.length === 1
            ? 'prefer penalised learners, or choose fewer features beforehand.'
            : 'read the intervals, not the values; merge rare classes or find more samples of them.',
      },
    ];
  },
};

function limits({ target, units }: AuditInput): { limiting: number; what: string; worries: string[] } {
  const worries: string[] = [];
  if (target.task === 'classification') {
    const counts = classCounts({ ...target, codes: Int32Array.from(units, (i) => target.codes[i]!) });
    const least = Math.min(...counts);
    const most = Math.max(...counts);
    const name = target.classes[counts.indexOf(least)]!;
    if (least < FEWEST_IN_CLASS) worries.push(`class '${name}' has ${counted(least, 'member')}, below 10`);
    else if (most > STEEPEST * least)
      worries.push(
        `the largest class has ${round(most / least, 2)} times as many members as '${name}': accuracy says little`,
      );
    return { limiting: least, what: `members of the smallest class`, worries };
  }
  if (target.task === 'survival') {
    const events = units.reduce((sum, i) => sum + target.events[i]!, 0);
    if (events < FEWEST_EVENTS)
      worries.push(
        `${counted(events, 'event')}, below 50: a C-index is then known to about ±${round(0.6 / Math.sqrt(Math.max(1, events)), 1)}`,
      );
    return { limiting: events, what: 'events', worries };
  }
  if (units.length < 30) worries.push(`${units.length} samples, below 30`);
  return { limiting: units.length, what: 'samples', worries };
}

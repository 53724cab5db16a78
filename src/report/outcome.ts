import { kaplanMeier, survivalQuantile } from '../numeric/survival/kaplan-meier.ts';
import { classCounts, type SurvivalTarget, type Target, targetLength } from '../table/target.ts';
import { quantile } from '../validate/intervals.ts';
import { amountsLike, countOf, formatAmount, formatCount, formatList } from './format.ts';
import { spreadOf } from './number-errors.ts';
import type { StudySummary } from './record.ts';
import { spanInWords } from './words.ts';

/** What was to be predicted, as it lies in the data: sizes of the classes, spread of the values, events and times. @param target of the samples that were tested, of so many. */
export function outcomeInWords(target: Target, study: StudySummary, samples: number): string {
  const lead = `${countOf(samples, 'sample')}`;
  const tested = targetLength(target);
  const those = tested < samples ? `, of which ${formatCount(tested)} were tested` : '';
  switch (target.task) {
    case 'classification': {
      const counts = classCounts(target);
      const sizes = target.classes.map((name, k) => `${name}\u00a0${formatCount(counts[k]!)}`);
      return `${lead} with a known ${study.target}${those}: ${sizes.join(', ')}.`;
    }
    case 'regression': {
      const sorted = target.values.slice().sort();
      const amount = amountsLike(spreadOf(target.values));
      const at = (share: number) => amount(quantile(sorted, share));
      return `${lead} with a known ${study.target}${those}: from ${at(0)} to ${at(1)}, median ${at(0.5)}, the middle half from ${at(0.25)} to ${at(0.75)}.`;
    }
    case 'survival': {
      const seen = countEvents(target);
      const times = target.times.slice().sort();
      const { value: median } = survivalQuantile(kaplanMeier(target.times, target.events));
      const survival =
        median === null
          ? 'More than half are free of the event to the end of observation.'
          : `The median survival by Kaplan–Meier is ${spanInWords(study, median)}.`;
      return `${lead} with a known time and end${those}: ${countOf(seen, 'event')} seen, ${formatCount(times.length - seen)} censored (the event had not come when observation ended). They were observed for ${formatAmount(times[0]!)} to ${spanInWords(study, times.at(-1)!)}, the median is ${spanInWords(study, quantile(times, 0.5))}. ${survival}`;
    }
    case 'clustering':
      return `${lead}, without an outcome: groups were to be found. ${comparedInWords(study)}`;
  }
}

function comparedInWords({ compared = [] }: StudySummary): string {
  if (compared.length === 0) return 'No column of the sample sheet names groups that they could be compared with.';
  return `They are compared with ${formatList(compared)} of the sample sheet, which had no part in finding them.`;
}

export function countEvents({ events }: SurvivalTarget): number {
  return events.reduce((total, event) => total + event, 0);
}

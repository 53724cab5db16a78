import { quantile } from '../validate/intervals.ts';
import { clusterDetail } from './cluster-sentences.ts';
import { formatP, formatPercent, formatRange, formatScore } from './format.ts';
import type { ReportInput } from './input.ts';
import { numberErrors } from './number-errors.ts';
import { byRecall, perClass } from './per-class.ts';
import type { RunRecord } from './record.ts';
import { riskGroups, survivalOf } from './risk-groups.ts';
import { verdict } from './verdict.ts';
import { sampleNoun, timeInWords } from './words.ts';

/** What the score means for single samples: the classes, the size of the errors, the survival of those at low and high risk, the groups. Null without the predictions. */
export function detailSentence(input: ReportInput): string | null {
  switch (input.target.task) {
    case 'classification':
      return classes(input.record);
    case 'regression':
      return errors(input);
    case 'survival':
      return thirds(input);
    case 'clustering':
      return clusterDetail(input, verdict(input.record));
  }
}

function classes(record: RunRecord): string {
  const scores = perClass(verdict(record).chosen.confusion);
  const { positive } = record.study;
  if (scores.length === 2) {
    const yes = scores.find(({ name }) => name === positive) ?? scores[1]!;
    const no = scores.find((score) => score !== yes)!;
    const found = `It finds ${yes.correct} of ${yes.support} ${yes.name} samples (sensitivity ${formatScore(yes.recall)})`;
    return `${found} and takes ${no.support - no.correct} of ${no.support} ${no.name} samples for ${yes.name} (specificity ${formatScore(no.recall)}).`;
  }
  const ranked = byRecall(scores);
  const best = ranked[0]!;
  const worst = ranked.at(-1)!;
  const { takenFor } = worst;
  if (!takenFor) return 'It gives every sample its right class.';
  return `It recognises ${best.name} best (recall ${formatScore(best.recall)}) and ${worst.name} least well (recall ${formatScore(worst.recall)}; ${takenFor.count} of ${worst.support} are taken for ${takenFor.name}).`;
}

function errors(input: ReportInput): string | null {
  const found = numberErrors(input);
  if (!found) return null;
  const sorted = found.measured.slice().sort();
  const middle = formatRange(quantile(sorted, 0.25), quantile(sorted, 0.75), found.amount);
  return `Half of its answers lie within ${found.amount(found.half)} of the measured ${input.record.study.target} and nine in ten within ${found.amount(found.most)}; the middle half of the measured values itself spans ${middle}.`;
}

function thirds(input: ReportInput): string | null {
  const found = riskGroups(input);
  if (!found) return null;
  const { study } = input.record;
  const ends = [found.groups[0]!, found.groups.at(-1)!];
  const [few, many] = ends.map(({ curve }) => survivalOf(curve, found.medianTime).survival) as [number, number];
  if (!Number.isFinite(few + many)) return null; // one of them was not observed that long
  const [low, high] = ends.map(({ name }) => name) as [string, string];
  return `At ${timeInWords(study, found.medianTime)}, the median time of observation, ${formatPercent(few)} of the third of the ${sampleNoun(study)} with the ${low} predicted risk are still free of the event, and ${formatPercent(many)} of the third with the ${high} (log-rank ${formatP(found.p)}).`;
}

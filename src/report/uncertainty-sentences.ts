import {
  capitalise,
  countOf,
  formatCount,
  formatIntervalInWords,
  formatList,
  formatP,
  formatPercent,
} from './format.ts';
import type { Interval, RunRecord } from './record.ts';
import { verdict } from './verdict.ts';
import { learnerName, metricFormat, metricWords, sampleNoun } from './words.ts';

/** What the choice of the best learner costs. Null with one learner. */
export function choiceSentence(record: RunRecord): string | null {
  const { metric, chosen, score } = verdict(record);
  const corrected = record['chosen-corrected']?.[metric];
  if (!corrected) return null;
  const format = metricFormat(metric);
  const { name } = metricWords(metric);
  const lead = `${capitalise(learnerName(chosen.learner))} was picked as the best of ${formatCount(record.results.length)} learners by the very predictions that it is scored on, which flatters it`;
  const paid = `Picked on part of the samples and scored on the rest, over and over, the best reaches ${name} ${formatIntervalInWords(corrected, format)}, beside the ${format(score.value)} as it stands`;
  const sign = metricWords(metric).lowerIsBetter ? -1 : 1;
  const cost = sign * (score.value - corrected.value);
  const tells =
    cost > (score.high - score.low) / 8 ? 'quote the corrected value' : 'here the choice costs next to nothing';
  return `${lead}. ${paid}: ${tells}.`;
}

/** Which learners the chosen one is shown to beat, by the test over folds and repeats. Null without comparisons. */
export function comparisonSentence(record: RunRecord): string | null {
  const others = comparisonsOfChosen(record);
  if (others.length === 0) return null;
  const learners = others.filter(({ role }) => role === 'learner');
  const baselines = others.filter(({ role }) => role === 'baseline');
  const name = learnerName(record.chosen);
  const open = (list: typeof others) => list.filter(({ shown }) => !shown).map(({ other }) => learnerName(other));
  return [
    clause(name, learners, open(learners), 'the other learners'),
    clause(name, baselines, open(baselines), 'the baselines with features'),
  ]
    .filter((text) => text !== '')
    .join(' ');
}

function clause(name: string, list: readonly ChosenComparison[], open: readonly string[], who: string): string {
  if (list.length === 0) return '';
  if (open.length === 0)
    return `That ${name} is better than ${list.length === 1 ? learnerName(list[0]!.other) : who} is shown.`;
  const few = open.length > 4 ? countOf(open.length, 'of them', 'of them') : formatList(open);
  return `That ${name} is better than ${open.length === list.length && list.length > 1 ? `${who} (${few})` : few} is not shown: at least one of the two tests leaves it open.`;
}

/** One line of the table of comparisons. */
export interface ChosenComparison {
  readonly other: string;
  readonly role: 'learner' | 'baseline';
  /** Chosen − other. */
  readonly byFold: Tested | undefined;
  readonly bySample: Tested | undefined;
  /** Better by both that could be made, at 5 % after Holm. */
  readonly shown: boolean;
}
interface Tested extends Interval {
  /** Adjusted. */
  readonly p: number;
}

/** The comparisons that the chosen learner takes part in, learners first. */
export function comparisonsOfChosen(record: RunRecord): ChosenComparison[] {
  const { comparisons = [], chosen, results } = record;
  const sign = metricWords(record.study.metric).lowerIsBetter ? -1 : 1;
  const turned = comparisons.flatMap((one) => {
    if (one.a === chosen) {
      const { difference: value, low, high, adjusted: p, method } = one;
      return [{ other: one.b, method, tested: { value, low, high, p } }];
    }
    if (one.b !== chosen) return [];
    const { difference, low, high, adjusted: p, method } = one;
    return [{ other: one.a, method, tested: { value: -difference, low: -high, high: -low, p } }];
  });
  return [...new Set(turned.map(({ other }) => other))].map((other) => {
    const own = turned.filter((one) => one.other === other);
    const by = (method: string) => own.find((one) => one.method === method)?.tested;
    return {
      other,
      role: results.some(({ learner }) => learner === other) ? 'learner' : 'baseline',
      byFold: by('corrected-resampled-t'),
      bySample: by('paired-bootstrap'),
      shown: own.every(({ tested }) => tested.p < 0.05 && sign * tested.value > 0),
    };
  });
}

/** Whether the score could be chance. Null without permutations. */
export function permutationSentence({ permutation, study }: RunRecord): string | null {
  if (!permutation) return null;
  const { learner, metric, observed, p, n, within } = permutation;
  const format = metricFormat(metric);
  const { name } = metricWords(metric);
  const dealt = within === undefined ? '' : ` within ${within}`;
  const lead = `With ${study.target} dealt out anew among the ${sampleNoun(study)}${dealt}, ${countOf(n, 'time')}, and everything learned again, ${learnerName(learner)} reaches ${name} ${format(permutation.null.mean)} on average and ${format(permutation.null.q95)} or better in one of twenty; on the data as they are ${format(observed)} (${formatP(p)})`;
  const tells =
    p <= 0.05
      ? 'that is more than chance gives'
      : 'chance alone gives such a score often enough, so this is no evidence of a relation';
  const of = permutation['chosen-of'];
  const bound =
    of && p <= 0.05
      ? ` The p value does not pay for this learner having been picked as the best of ${of}; multiplied by ${of} (${formatP(Math.min(1, of * p))}) it does.`
      : '';
  const floor = p <= 1 / (n + 1) + 1e-12 ? ` No smaller p can come of ${formatCount(n)} permutations.` : '';
  return `${lead}: ${tells}.${bound}${floor}`;
}

/** What twice the samples promise. Null without a learning curve. */
export function growthSentence(record: RunRecord): string | null {
  const curve = record['learning-curve'];
  if (!curve) return null;
  const { metric, doubled, gain, points } = curve;
  const format = metricFormat(metric);
  const { name, lowerIsBetter } = metricWords(metric);
  const last = points.at(-1)!;
  const lead = `Learned from ${formatCount(Math.round(last.samples))} samples, ${name} is ${format(last.value)}; the curve through the smaller parts expects ${format(doubled.value)} of twice as many, ${lowerIsBetter ? 'a fall' : 'a gain'} of ${formatIntervalInWords(gain, format)}`;
  const size = Math.abs(last.high - last.low);
  const tells =
    gain.low > size / 20
      ? 'more samples would help'
      : gain.high < size / 2
        ? 'more samples of the same kind would add little; other measurements might add more'
        : 'whether more samples would help cannot be told from so few';
  return `${lead}: ${tells}. The law is continued beyond the data, so take it for a guide.`;
}

/** How many samples it would take. Null where the study did not ask. */
export function powerSentence({ power, data, study }: RunRecord): string | null {
  if (!power) return null;
  const { asked, now, needed, baseline, learner, growth, sizes } = power;
  const noun = sampleNoun(study);
  const rival = baseline === 'chance' ? 'chance' : learnerName(baseline);
  const lead = `If the difference seen here is the true one, a cohort of ${formatCount(data.samples)} ${noun} shows ${learnerName(learner)} to be better than ${rival} with a chance of ${formatPercent(now)}`;
  const most = formatCount(sizes.at(-1)!.samples);
  const first = sizes[0]!.samples;
  const tells =
    needed === null
      ? `not even ${most} would reach ${formatPercent(asked)}`
      : needed <= first
        ? `${formatCount(first)} or fewer would reach ${formatPercent(asked)}`
        : `about ${formatCount(roughly(needed))} reach ${formatPercent(asked)}`;
  const assumed = growth ? 'growth as on the learning curve' : 'a model that does not improve with more samples';
  return `${lead}; ${tells}. Assumed are ${noun} like these and ${assumed}. This is for planning the next study, not a second test of this one.`;
}

/** Two digits: the third is not known. */
function roughly(n: number): number {
  return Number(n.toPrecision(2));
}

import { capitalise, formatAmount, formatPercent, formatScore } from '../format.ts';
import { clusterName } from '../words.ts';
import type { NewSamplesInput } from './input.ts';

/** What becomes of an answer. */
export type Fate = 'answered' | 'withheld' | 'refused';

const decidedOf = ({ decided }: NewSamplesInput, name: string, i: number) =>
  decided.find((column) => column.name === name)?.values[i];

/** Refused: the sample is unlike those that the model learned from. Withheld: the answer is not sure enough. */
export function fateOf(input: NewSamplesInput, i: number): Fate {
  if (decidedOf(input, 'alien', i) === 'yes') return 'refused';
  return decidedOf(input, 'rejected', i) === 'yes' ? 'withheld' : 'answered';
}

export const FATE: Readonly<Record<Fate, { readonly icon: string; readonly tone: string; readonly text: string }>> = {
  answered: { icon: '✓', tone: 'good', text: 'Answered' },
  withheld: { icon: '≈', tone: 'caution', text: 'Withheld: not sure enough' },
  refused: { icon: '✕', tone: 'bad', text: 'Refused: unlike the training samples' },
};

/** The answer in a few words: `LumA, 93 %`; `2.31`. */
export function answerOf({ prediction }: NewSamplesInput, i: number): string {
  switch (prediction.task) {
    case 'classification': {
      const { name, p } = likeliest(prediction.classes, prediction.probabilities, i);
      return `${name}, ${formatPercent(p)}`;
    }
    case 'regression':
      return formatAmount(prediction.values[i]!);
    case 'survival':
      return formatScore(prediction.risks[i]!);
    case 'clustering':
      return clusterName(prediction.labels[i]!);
  }
}

/** The place among the explained outputs of the one that is followed for a sample: its likeliest class, else the only one. */
export function followedOutput({ prediction, outputs }: NewSamplesInput, i: number): number {
  if (prediction.task !== 'classification') return 0;
  const { name } = likeliest(prediction.classes, prediction.probabilities, i);
  // Of two classes the one output speaks for the second.
  return Math.max(0, outputs.indexOf(name));
}

function likeliest(classes: readonly string[], probabilities: Float64Array, i: number) {
  const own = probabilities.subarray(i * classes.length, (i + 1) * classes.length);
  const k = own.indexOf(own.reduce((a, b) => Math.max(a, b)));
  return { name: classes[k]!, p: own[k]! };
}

/** What the model decides of a sample, as sentences for its reader. */
export function decisionSentences(input: NewSamplesInput, i: number): string[] {
  const fate = fateOf(input, i);
  const [set, low, high, called] = ['set', 'low', 'high', 'called'].map((name) => decidedOf(input, name, i));
  const said =
    fate === 'refused'
      ? [
          'This sample lies farther from the training samples than 99 in 100 of those would: another tissue, a failed measurement, or something new. The answer below is not to be used.',
        ]
      : fate === 'withheld'
        ? ['The model is not sure enough of this answer to keep the error that was asked of it: take it as open.']
        : [];
  if (typeof set === 'string')
    said.push(
      set === ''
        ? 'No class fits it as well as held-out members fit theirs.'
        : set.includes('|')
          ? `Classes that cannot be ruled out: ${set.split('|').join(', ')}.`
          : `All classes but ${set} can be ruled out.`,
    );
  if (typeof low === 'number' && typeof high === 'number')
    said.push(`The value is expected between ${formatAmount(low)} and ${formatAmount(high)}.`);
  if (called !== undefined)
    said.push(`${capitalise(String(called))} is what it is called at the threshold of the study.`);
  return said;
}

/** Of how many samples there is each fate. */
export function fates(input: NewSamplesInput): Readonly<Record<Fate, number>> {
  const counts = { answered: 0, withheld: 0, refused: 0 };
  for (const i of input.ids.keys()) counts[fateOf(input, i)]++;
  return counts;
}

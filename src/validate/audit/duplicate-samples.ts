import { type DuplicatePair, NEAR_DUPLICATE } from './duplicates.ts';
import { type AuditRule, counted, passed } from './rule.ts';

const RULE = 'duplicate-samples';

/** Pairs of samples whose measurements are one, or nearly: kept on one side of every fold. Labels are not looked at. */
export const duplicateSamples: AuditRule = {
  rule: RULE,
  title: 'Is a sample in the table twice?',
  stage: 'start',
  worst: 'warn',
  why: {
    novice:
      'If one sample is in the table twice, the model can learn from the one copy and be asked about the other: it would look clever by remembering. So copies are found and kept together.',
    intermediate:
      'Repeated arrays, replicates and merged public data sets bring the same sample in under two names. A pair that is divided between training and test is a leak; the folds keep each pair on one side.',
    advanced: `Pearson correlation of scaled features ≥ ${NEAR_DUPLICATE}, from the Gram matrix, no label used; blocks with fewer than 50 features are not looked at. It cannot see two samples of one patient whose profiles differ more than that.`,
  },
  async run({ ids, work, repeatsByDesign }) {
    if (repeatsByDesign) return [];
    const pairs = await work.pairs();
    if (pairs.length === 0) return [passed(RULE, `no two samples correlate above ${NEAR_DUPLICATE}`, { pairs: 0 })];
    return [
      {
        rule: RULE,
        status: 'warn',
        message: `${counted(pairs.length, 'pair')} of samples are the same measurement or nearly so (${pairsInWords(pairs, ids)}); each pair was kept on one side of every fold`,
        evidence: { pairs: pairs.length, strongest: pairs.slice(0, 20).map((pair) => pairInNumbers(pair, ids)) },
        todo: 'name the column that says which samples are one patient in samples.group, or leave the copies out.',
      },
    ];
  },
};

export function pairsInWords(pairs: readonly DuplicatePair[], ids: readonly string[]): string {
  const shown = pairs.slice(0, 3).map((pair) => `${ids[pair.i]} = ${ids[pair.l]}`);
  return `${shown.join(', ')}${pairs.length > 3 ? ', …' : ''}`;
}

export function pairInNumbers({ i, l, correlation, identical }: DuplicatePair, ids: readonly string[]) {
  return { samples: [ids[i], ids[l]], correlation: Number(correlation.toFixed(4)), identical };
}

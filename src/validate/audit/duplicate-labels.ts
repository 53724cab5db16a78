import { equalTargets } from '../../table/target.ts';
import { pairInNumbers, pairsInWords } from './duplicate-samples.ts';
import { type AuditRule, counted, passed } from './rule.ts';

const RULE = 'duplicate-labels';

/** Identical measurements under two labels: one of the labels is wrong, and no fold can mend that. Fails; nearly identical ones warn. */
export const duplicateLabels: AuditRule = {
  rule: RULE,
  title: 'Does one sample stand under two labels?',
  stage: 'start',
  worst: 'fail',
  why: {
    novice:
      'The very same measurement cannot be healthy and ill. If it is listed as both, one label is wrong, and probably others are too.',
    intermediate:
      'Identical rows under two classes come from a swap of labels or a mistake in joining tables. Nothing that is learned can resolve them, and where the ids were shifted once, other rows may be wrong as well.',
    advanced:
      'Rows that agree in every value (missing in the same places) with different classes fail; pairs of correlation ≥ 0.95 with different classes, or repeats with different numbers or survival, warn: a number measured twice differs, a class does not.',
  },
  async run({ ids, target, work, repeatsByDesign }) {
    if (target.task === 'clustering' || repeatsByDesign) return [];
    const inTwo = (await work.pairs()).filter((pair) => !equalTargets(target, pair.i, pair.l));
    const classes = target.task === 'classification';
    const contradictions = classes ? inTwo.filter(({ identical }) => identical) : [];
    const evidence = (pairs: typeof inTwo) => ({ pairs: pairs.slice(0, 20).map((pair) => pairInNumbers(pair, ids)) });
    if (contradictions.length > 0) {
      return [
        {
          rule: RULE,
          status: 'fail',
          message: `${counted(contradictions.length, 'pair')} of identical samples carry two labels (${pairsInWords(contradictions, ids)}): one of them is wrong`,
          evidence: evidence(contradictions),
          todo: 'find out which label is right and correct the sheet, or leave both samples out with samples.where.',
        },
      ];
    }
    if (inTwo.length === 0) return [passed(RULE, 'no sample stands under two labels', evidence(inTwo))];
    return [
      {
        rule: RULE,
        status: 'warn',
        message: `${counted(inTwo.length, 'pair')} of nearly identical samples ${classes ? 'carry two labels' : 'have different outcomes'} (${pairsInWords(inTwo, ids)}); check them`,
        evidence: evidence(inTwo),
        todo: 'look the named samples up: a swap of labels, or two states of one patient?',
      },
    ];
  },
};

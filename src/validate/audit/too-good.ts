import { type AuditRule, passed } from './rule.ts';

const RULE = 'too-good';
const CEILING = 0.99;
/** Of which 1 is perfect and chance lies well below. */
const JUDGED = ['roc-auc', 'balanced-accuracy', 'r2', 'c-index'];
/** Fewer samples than this reach it without any leak. */
const FEWEST = 30;

/** Out-of-fold scores of 0.99 and more: true for tissues or sexes, seldom for anything that needs a study. Only ever a warning. */
export const tooGood: AuditRule = {
  rule: RULE,
  title: 'Is the result too good to be true?',
  stage: 'end',
  worst: 'warn',
  why: {
    novice:
      'Some questions are easy: liver or brain, man or woman. If yours is a hard one and the model is nearly always right, something gave the answer away more often than not.',
    intermediate:
      'Diagnoses are themselves wrong in several per cent of the cases, so nothing honest agrees with them in 99 of 100. Look at the strongest features: do they make sense, and would they be known for a new patient?',
    advanced:
      'Balanced accuracy, AUC, R² or C of 0.99 and more out of fold with at least 30 independent samples. Inter-rater agreement of most clinical labels bounds the attainable score well below. Leaks that lift a score from 0.6 to 0.8 pass this rule: it is a last net, not a proof.',
  },
  run({ scores, units, target }) {
    if (!scores || target.task === 'clustering' || units.length < FEWEST) return [];
    const high = JUDGED.filter((name) => (scores.values[name] ?? 0) >= CEILING);
    const evidence = Object.fromEntries(
      JUDGED.filter((name) => name in scores.values).map((name) => [name, scores.values[name]]),
    );
    if (high.length === 0) return [passed(RULE, 'no score is above what is usual', evidence)];
    return [
      {
        rule: RULE,
        status: 'warn',
        message: `${scores.learner} reaches ${high.map((name) => `${name} ${scores.values[name]!.toFixed(3)}`).join(', ')} out of fold: easy for organs or sexes, suspicious for most clinical questions`,
        evidence,
        todo: 'look at the strongest features and at the findings above before believing it.',
      },
    ];
  },
};

import { type AuditRule, counted, passed } from './rule.ts';

const RULE = 'holdout-reused';

/**
 * Whether the same test part has judged other studies before: each look at a hold-out, followed by a change, fits the study to it. Knows only
 * what the ledger beside the run folders knows (`holdouts.jsonl`). Cross-validation has no such part and gives no finding.
 */
export const holdoutReused: AuditRule = {
  rule: RULE,
  title: 'Has this test part been looked at before?',
  stage: 'end',
  worst: 'warn',
  why: {
    novice:
      'An exam that one may sit again and again, with the same questions, soon measures memory. A test part that was looked at, and after which something was changed, is no test any more.',
    intermediate:
      'Every study that is tried on one hold-out and kept because it scored better there has used it for choosing. After ten tries the best score is too high by about the width of the interval.',
    advanced:
      'The maximum of k estimates exceeds their mean by about σ√(2 ln k) (Dwork et al. 2015, Science 349, on adaptive reuse). Counted are different study locks whose test part has the same hash of sample ids and target; runs of one lock are one look. A run kept elsewhere, or by another program, is not counted.',
  },
  run({ earlierLocks }) {
    if (earlierLocks === undefined) return [];
    const looks = earlierLocks.length + 1;
    const evidence = { looks, earlier: earlierLocks.map((lock) => lock.slice(0, 8)) };
    if (looks === 1) return [passed(RULE, 'this test part has judged no other study in these run folders', evidence)];
    return [
      {
        rule: RULE,
        status: 'warn',
        message: `this test part has now judged ${counted(looks, 'different study', 'different studies')}: the best of their scores is too good`,
        evidence,
        todo: 'choose by cross-validation within the training part, and keep the test part for the last look; or find new samples.',
      },
    ];
  },
};

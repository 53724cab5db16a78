import type { Why } from '../why.ts';

/** What a reader of runs side by side has to know, at three depths. */
export const COMPARED_RUNS_WHY: readonly Why[] = [
  {
    decision: 'Scores can be compared where data and folds are the same',
    novice:
      'Two runs can be set against each other fairly only if both were tested on the same samples. The badge at the top says whether they were.',
    intermediate:
      'Same means: the same files by their hashes, the same number of samples, the same groups, seed and division into folds. If one of these differs, a run may have had the easier samples.',
    advanced:
      'The seed, the split, repeats, groups, target, hashes of all blocks and the certificate of every fold are compared. Steps and learners may differ: these are what one wants to compare.',
  },
  {
    decision: 'Two intervals that overlap do not prove that the runs are equal',
    novice:
      'The bar beside a score says how much luck may be in it. Overlapping bars do not say that both runs are equally good, and bars apart on other samples do not say that one is better.',
    intermediate:
      'An interval is of one run by itself. On the same samples most of the luck is shared, so that a small difference may be real although intervals overlap; a comparison in pairs would show it.',
    advanced:
      'No test between runs is made here. Put both learners into one study: its report compares them in pairs on the same folds (corrected resampled t, or paired bootstrap over groups), adjusted by Holm.',
  },
  {
    decision: 'The best of many runs looks better than it is',
    novice: 'Whoever tries often and keeps the best has been lucky too. Expect a little less from the best run.',
    intermediate:
      'Choosing a run by these very scores is a choice like any other, and its price is in none of the intervals. Name the runs that were tried, not only the one that won.',
    advanced:
      'A study that holds all variants gives the corrected score of the choice (`chosen-corrected`); samples that no run has seen, such as an external cohort, settle it.',
  },
];

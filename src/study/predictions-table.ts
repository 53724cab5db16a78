import { writeDelimited } from '../read/write.ts';
import type { LoadedCohort } from './load-cohort.ts';
import type { LearnerFolds } from './record.ts';

/**
 * `predictions.tsv`: every out-of-fold prediction of every learner: id, fold, learner, truth, predicted, p:<class>….
 * With repeats a sample has one row a repeat and folds are numbered on through the repeats.
 */
export function predictionsTable({ ids, target }: LoadedCohort, learners: readonly LearnerFolds[]): string {
  const { classes } = target;
  const rows: (string | number)[][] = [
    ['id', 'fold', 'learner', 'truth', 'predicted', ...classes.map((name) => `p:${name}`)],
  ];
  for (const { spec, repeats } of learners) {
    repeats.flat().forEach((fold, f) => {
      fold.test.forEach((i, row) => {
        const p = fold.probabilities.slice(row * classes.length, (row + 1) * classes.length);
        rows.push([ids[i]!, f, spec.name, classes[target.codes[i]!]!, classes[p.indexOf(Math.max(...p))]!, ...p]);
      });
    });
  }
  return writeDelimited(rows);
}

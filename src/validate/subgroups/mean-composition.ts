import { type ClassTarget, classCounts } from '../../table/target.ts';
import type { Division } from './divide-column.ts';
import { FEWEST_SAMPLES, type HiddenSubgroup } from './score-subgroups.ts';

/** `composition` of `run.json`: what the chosen learner says, on average, of the samples in each part of the cohort. */
export interface Composition {
  readonly learner: string;
  readonly column: string;
  /** Held-out samples of which the column says nothing. */
  readonly unknown: number;
  readonly classes: readonly string[];
  readonly parts: readonly (ComposedPart | HiddenSubgroup)[];
}

export interface ComposedPart {
  readonly name: string;
  readonly samples: number;
  /** The class that most of its samples are of; of equally many, the first. */
  readonly class: string;
  /** Mean probability of each class, in the order of `classes`: 0 … 1, their sum 1. */
  readonly shares: readonly number[];
}

/**
 * Mean of the class probabilities over the samples of each part: p̄ₖ = (1/n) Σᵢ p(k | xᵢ). When classes are populations and parts finer ones, it shows
 * which parts the model places between classes. It is a mean of certainties, no estimate of how many ancestors came from where.
 * Parts of fewer than ten samples are named and not shown, as in `scoreSubgroups`.
 * @param probabilities [n, nClasses] row by row, out of fold. Not modified. Cost O(n · nClasses). Checked against means taken by hand.
 */
export function meanComposition(
  { column, names, codes }: Division,
  target: ClassTarget,
  probabilities: ArrayLike<number>,
): Omit<Composition, 'learner'> {
  const { classes } = target;
  const parts = names.map((name, g): ComposedPart | HiddenSubgroup => {
    const rows = [...codes.keys()].filter((i) => codes[i] === g);
    if (rows.length < FEWEST_SAMPLES) return { name, hidden: `fewer than ${FEWEST_SAMPLES} samples` };
    const counts = classCounts({ ...target, codes: Int32Array.from(rows, (i) => target.codes[i]!) });
    const shares = classes.map(
      (_, k) => rows.reduce((sum, i) => sum + probabilities[i * classes.length + k]!, 0) / rows.length,
    );
    return { name, samples: rows.length, class: classes[counts.indexOf(Math.max(...counts))]!, shares };
  });
  return { column, unknown: codes.filter((code) => code < 0).length, classes, parts };
}

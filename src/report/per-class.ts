import type { LearnerResult } from './record.ts';

/** How one class fared, read off the confusion counts. */
export interface ClassScore {
  readonly name: string;
  /** Samples of this class. */
  readonly support: number;
  /** Samples given this class, rightly or not. */
  readonly predicted: number;
  readonly correct: number;
  /** correct ÷ support, also called sensitivity; NaN without samples. */
  readonly recall: number;
  /** correct ÷ predicted, also called PPV; NaN when the class was never answered. */
  readonly precision: number;
  /** Of the samples of other classes, the share not given this one; and of those not given this one, the share of other classes (NPV). */
  readonly specificity: number;
  readonly npv: number;
  /** The class it is most often taken for; absent when there was no mistake. */
  readonly takenFor?: { readonly name: string; readonly count: number };
}

/** One entry a class, in the order of the classes; none when nothing was classified. Rows of `counts` are true classes, columns predicted ones. */
export function perClass(confusion: LearnerResult['confusion']): ClassScore[] {
  const { classes, counts } = confusion ?? { classes: [], counts: [] };
  const total = sum(counts.flat());
  return classes.map((name, k) => {
    const row = counts[k]!;
    const support = sum(row);
    const predicted = sum(counts.map((other) => other[k]!));
    const correct = row[k]!;
    let worst = -1;
    for (let j = 0; j < row.length; j++) if (j !== k && row[j]! > (row[worst] ?? 0)) worst = j;
    return {
      name,
      support,
      predicted,
      correct,
      recall: correct / support,
      precision: correct / predicted,
      specificity: (total - support - predicted + correct) / (total - support),
      npv: (total - support - predicted + correct) / (total - predicted),
      ...(worst >= 0 ? { takenFor: { name: classes[worst]!, count: row[worst]! } } : {}),
    };
  });
}

/** The classes with samples, best recognised first. */
export function byRecall(scores: readonly ClassScore[]): ClassScore[] {
  return scores.filter((score) => score.support > 0).sort((a, b) => b.recall - a.recall);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

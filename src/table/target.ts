import { DataError } from '../base/errors.ts';

/** What is to be predicted. Regression and survival join here. */
export type Target = ClassTarget;

export interface ClassTarget {
  readonly task: 'classification';
  /** Class names in alphabetical order. */
  readonly classes: readonly string[];
  /** Index into `classes` for each sample, [n]. */
  readonly codes: Int32Array;
}

export type Task = Target['task'];

/** Classes in alphabetical (code unit) order, so that the coding depends on the labels only. @throws {DataError} a missing label, or one class. */
export function classTarget(labels: readonly (string | null)[], where: string): ClassTarget {
  const classes = [...new Set(labels)].filter((label): label is string => label !== null).sort();
  if (classes.length < 2) {
    throw new DataError({
      where,
      problem: `classification needs at least 2 classes, got ${classes.length ? `only '${classes[0]}'` : 'none'}`,
      hint: 'choose another target column',
    });
  }
  const index = new Map(classes.map((name, k) => [name, k]));
  const codes = Int32Array.from(labels, (label, i) => {
    const code = label === null ? undefined : index.get(label);
    if (code === undefined) throw new DataError({ where, problem: `sample ${i} has no label` });
    return code;
  });
  return { task: 'classification', classes, codes };
}

/** The same target for some of the samples; the list of classes stays. */
export function takeTargetRows(target: Target, rows: ArrayLike<number>): Target {
  return { ...target, codes: Int32Array.from(rows, (i) => target.codes[i]!) };
}

/** Members of each class, [nClasses]. */
export function classCounts(target: ClassTarget): number[] {
  const counts = new Array<number>(target.classes.length).fill(0);
  for (const code of target.codes) counts[code]!++;
  return counts;
}

/** Weight of a member of each class, [nClasses]: n / (classes present · members), as scikit-learn's `balanced`; or 1. */
export function classWeights(target: ClassTarget, balanced: boolean): Float64Array {
  const counts = classCounts(target);
  const present = counts.filter((count) => count > 0).length;
  return Float64Array.from(counts, (count) => (balanced && count > 0 ? target.codes.length / (present * count) : 1));
}

/** The classes that occur among these samples, ascending, and the samples' codes among them: 0, 1, … without holes. */
export function presentClasses(target: ClassTarget): { readonly present: Int32Array; readonly codes: Int32Array } {
  const counts = classCounts(target);
  const present = Int32Array.from(counts.keys()).filter((k) => counts[k]! > 0);
  return { present, codes: target.codes.map((code) => present.indexOf(code)) };
}

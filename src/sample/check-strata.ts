import { DataError } from '../base/errors.ts';
import type { Warning } from '../base/warning.ts';
import { denseCodes } from './groups.ts';
import type { Strata } from './stratified-group-folds.ts';

/**
 * Is every class large enough for k folds? Meant for the outer folds: what they accept, inner folds take as it comes.
 *
 * A class in fewer groups than folds is missing from some test parts (warning `class-smaller-than-folds`); a class in one group is
 * missing from the training part whenever it is tested (warning `class-in-one-group`). Classes without members are passed over.
 *
 * @param classes names for the messages, [nClasses].
 * @throws {DataError} a class with a single sample, named: it cannot be both learned and tested.
 */
export function checkStrata(strata: Strata & { readonly classes: readonly string[] }): Warning[] {
  const { classes, k, where = 'folds' } = strata;
  const { samples, groups } = classSizes(strata);
  const single = classes.filter((_, c) => samples[c] === 1);
  if (single.length > 0) {
    const named = single.map((name) => `'${name}'`).join(', ');
    throw new DataError({
      where,
      problem: `every class needs at least 2 samples, got 1 of ${named}`,
      hint: 'leave the sample out, or join the class with another',
    });
  }
  return classes.flatMap((name, c): Warning[] => {
    const count = groups[c]!;
    const samplesIn = count === samples[c] ? `${count} samples` : `${samples[c]} samples in ${count} groups`;
    if (count === 0 || count >= k) return [];
    if (count === 1) {
      const message = `class '${name}' has ${samples[c]} samples, all in one group: it cannot be learned when it is tested`;
      return [{ code: 'class-in-one-group', message, where }];
    }
    const message = `class '${name}' has ${samplesIn}, fewer than the ${k} folds: some folds do not test it; with at most ${count} folds all do`;
    return [{ code: 'class-smaller-than-folds', message, where }];
  });
}

/** Samples and groups of each class, [nClasses]. A group of two classes counts for both. Cost O(n). */
function classSizes({ codes, nClasses, groups }: Omit<Strata, 'k' | 'where'>): {
  samples: Int32Array;
  groups: Int32Array;
} {
  const samples = new Int32Array(nClasses);
  const counts = new Int32Array(nClasses);
  const dense = denseCodes(groups);
  const seen = new Set<number>();
  for (let i = 0; i < codes.length; i++) {
    const c = codes[i]!;
    samples[c]!++;
    const cell = dense[i]! * nClasses + c;
    if (!seen.has(cell)) counts[c]!++;
    seen.add(cell);
  }
  return { samples, groups: counts };
}

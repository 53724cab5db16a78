import { ShapeError } from '../base/errors.ts';
import type { NamedSet } from '../read/reader.ts';
import { columnOf, createMatrix, type Matrix } from '../table/matrix.ts';
import { matchSets, type SetSizes } from './gene-sets.ts';

export interface SetAttributions {
  readonly sets: readonly string[];
  /** Members of each among the features. */
  readonly sizes: readonly number[];
  /** Σ of the members' attributions, [n, sets]: what the set moved the answer of each sample. */
  readonly sums: Matrix;
}

/**
 * Attributions added up over gene sets. Where attributions add up to the answer (SHAP, integrated gradients), the sum over a set is the set's part of it, whatever its genes
 * share among themselves; sets that overlap share their common genes, so sums over sets do not add up.
 * @param attributions [n, p], of one output. @param features [p], each once. @param sizes of sets among the features, default 1 to all but one.
 * @throws {ShapeError} another number of features. @throws {DataError} see `matchSets`. Cost O(n · members), float64 sums.
 */
export function setAttributions(
  sets: readonly NamedSet[],
  attributions: Matrix,
  features: readonly string[],
  { minSize = 1, maxSize = features.length }: SetSizes = {},
): SetAttributions {
  const where = 'set-attributions';
  if (attributions.nCols !== features.length) {
    const problem = `one column for each of ${features.length} features expected, got ${attributions.nCols}`;
    throw new ShapeError({ where, problem });
  }
  const { tested } = matchSets(sets, features, { minSize, maxSize }, where);
  const sums = createMatrix(attributions.nRows, tested.length);
  const sum = new Float64Array(attributions.nRows);
  tested.forEach(({ members }, s) => {
    sum.fill(0);
    for (const j of members) {
      const column = columnOf(attributions, j);
      for (let i = 0; i < sum.length; i++) sum[i]! += column[i]!;
    }
    columnOf(sums, s).set(sum);
  });
  return { sets: tested.map(({ name }) => name), sizes: tested.map(({ members }) => members.length), sums };
}

import type { RandomKey } from '../base/random.ts';
import { denseCodes } from './groups.ts';
import { type Split, withoutTestedGroups } from './split.ts';
import { stratifiedGroupFolds } from './stratified-group-folds.ts';

/**
 * Both axes of a pair held out: the things of either axis are dealt into k folds, and each of the k · k cells is tested by a model that saw
 * neither its rows nor its columns, hence about (1 − 1/k)² of the pairs. Cells without pairs are passed over.
 * @param plan codes of the two axes of all samples, [n]. Source: Pahikkala et al. 2015, Brief. Bioinform. 16(2), setting S4.
 */
export function crossedSplits(
  { rows: first, columns: second, k }: { rows: Int32Array; columns: Int32Array; k: number },
  groups: Int32Array,
  rows: Int32Array,
  random: RandomKey,
  where: string,
): Split[] {
  const foldsOf = (axis: Int32Array, name: string) => {
    const things = denseCodes(Int32Array.from(rows, (i) => axis[i]!));
    const codes = new Int32Array(rows.length);
    return stratifiedGroupFolds({ codes, nClasses: 1, groups: things, k, where, random: random.at(name) });
  };
  const byRow = foldsOf(first, 'rows');
  const byColumn = foldsOf(second, 'columns');
  const cells = Array.from({ length: k * k }, (_, cell) => [Math.floor(cell / k), cell % k] as const);
  return cells.flatMap(([a, b]) => {
    const test = rows.filter((_, at) => byRow[at] === a && byColumn[at] === b);
    if (test.length === 0) return [];
    const train = rows.filter((_, at) => byRow[at] !== a && byColumn[at] !== b);
    return [withoutTestedGroups({ name: `rows ${a + 1}, columns ${b + 1}`, train, test }, groups)];
  });
}

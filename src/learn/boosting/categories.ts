import type { Context } from '../../base/context.ts';
import { DataError } from '../../base/errors.ts';
import type { View } from '../../table/contract.ts';
import { columnOf, type Matrix } from '../../table/matrix.ts';

/** For each feature that holds words, those that training rows held, in code-unit order: category c is the c-th. null: numbers. [nFeatures] */
export type Categories = readonly (readonly string[] | null)[];

/**
 * The words of the training rows.
 * @param most categories of a feature; of more words, the most frequent are told apart, and the others count as missing, with a warning.
 * @returns null when no feature holds words.
 */
export function categoriesOf(data: View, most: number, ctx: Context): Categories | null {
  const { X, features, levels } = data;
  if (!levels?.some(Boolean)) return null;
  return levels.map((words, j) => {
    if (!words) return null;
    const counts = new Map<string, number>();
    for (const code of columnOf(X, j)) {
      if (!Number.isNaN(code)) counts.set(words[code]!, (counts.get(words[code]!) ?? 0) + 1);
    }
    const known = [...counts.keys()].sort();
    if (known.length <= most) return known;
    ctx.warn({
      code: 'many-categories',
      where: 'boosting',
      message: `'${features[j]}' holds ${known.length} different words: the ${most} most frequent are told apart, the others count as missing`,
    });
    return known
      .sort((a, b) => counts.get(b)! - counts.get(a)!)
      .slice(0, most)
      .sort();
  });
}

/**
 * The table with words as the numbers of their categories; words that are none of them, as missing values, NaN. The table itself when no
 * feature holds words. Cost one copy otherwise.
 * @throws {DataError} numbers where words were learned, or the reverse.
 */
export function withCategories({ X, features, levels }: View, categories: Categories | null): Matrix {
  features.forEach((name, j) => {
    if (levels?.[j] && !categories?.[j]) {
      throw new DataError({
        where: 'boosting',
        problem: `'${name}' held numbers in training, got words such as '${levels[j][0]}'`,
        hint: 'write this column as it was written in the training data',
      });
    }
  });
  if (!categories) return X;
  const coded: Matrix = { nRows: X.nRows, nCols: X.nCols, data: X.data.slice() };
  categories.forEach((known, j) => {
    if (!known) return;
    const column = columnOf(coded, j);
    const words = levels?.[j];
    const number = words ? undefined : column.find((value) => !Number.isNaN(value));
    if (number !== undefined) {
      throw new DataError({
        where: 'boosting',
        problem: `'${features[j]}' held words in training, got the number ${number}`,
        hint: 'write this column as it was written in the training data',
      });
    }
    // The code of a word is the table's own business: a new file may list its words in another order.
    const index = new Map(known.map((word, c) => [word, c]));
    const places = words?.map((word) => index.get(word) ?? Number.NaN) ?? [];
    column.forEach((code, i) => {
      column[i] = places[code] ?? Number.NaN; // missing: places[NaN] is undefined
    });
  });
  return coded;
}

import { FormatError } from '../base/errors.ts';
import type { Block } from '../table/block.ts';
import type { Fitted, State, Transform } from '../table/contract.ts';
import { columnOf, createMatrix } from '../table/matrix.ts';
import { checkNumericColumn, checkUnique, checkWidth, stepWhere, wordsOf } from './checks.ts';

/**
 * Replaces each column of words by one 0/1 feature `column=word` for each word seen in training, in code-unit order, where the column
 * stood. A word not seen in training, or a missing one, gives zeros in all of them. Columns of numbers pass through.
 * @throws {DataError} words where numbers were learned or the reverse, or two features of one name.
 * Cost O(n·p), one new block; nothing when there are no words. Checked against scikit-learn 1.2.1 (OneHotEncoder, handle_unknown="ignore").
 */
export function create(): Transform {
  return {
    kind: 'one-hot',
    params: {},
    async fit(block) {
      const words = block.features.map((_, j) => seenWords(block, j));
      return fitted(words.some((list) => list !== null) ? words : null, words.length);
    },
  };
}

export function restore(state: State): Fitted {
  const { words, nFeatures } = state.json;
  if ((words !== null && !Array.isArray(words)) || typeof nFeatures !== 'number') {
    throw new FormatError({
      where: 'model, step one-hot',
      problem: "'words' must be a list or null, 'nFeatures' a number",
    });
  }
  return fitted(words as (string[] | null)[] | null, nFeatures);
}

/** @param words for each feature its training words in order, or null where it holds numbers; null when all do. */
function fitted(words: readonly (readonly string[] | null)[] | null, nFeatures: number): Fitted {
  return {
    kind: 'one-hot',
    apply(block) {
      checkWidth(block, nFeatures, 'one-hot');
      for (let j = 0; j < nFeatures; j++) if (!words?.[j]) checkNumericColumn(block, j, 'one-hot');
      return words ? encode(block, words) : block;
    },
    toState: () => ({ kind: 'one-hot', json: { words, nFeatures }, arrays: {} }),
  };
}

function encode(block: Block, words: readonly (readonly string[] | null)[]): Block {
  const features = block.features.flatMap((name, j) => words[j]?.map((word) => `${name}=${word}`) ?? [name]);
  checkUnique(features, stepWhere(block, 'one-hot'));
  const matrix = createMatrix(block.matrix.nRows, features.length);
  let to = 0;
  words.forEach((list, j) => {
    const column = columnOf(block.matrix, j);
    if (list === null) {
      columnOf(matrix, to++).set(column);
      return;
    }
    const known = wordsOf(block, j, 'one-hot');
    // The code of a word is the block's own business: a new file may list its words in another order.
    const positions = known.map((word) => list.indexOf(word));
    column.forEach((code, i) => {
      const k = positions[code] ?? -1; // missing: positions[NaN] is undefined
      if (k >= 0) matrix.data[(to + k) * matrix.nRows + i] = 1;
    });
    to += list.length;
  });
  const { levels: _, ...rest } = block;
  return { ...rest, features, matrix };
}

/** The words that occur in column j, sorted, or null where it holds numbers. */
function seenWords(block: Block, j: number): string[] | null {
  const levels = block.levels?.[j];
  if (!levels) return null;
  const seen = new Set<string>();
  for (const code of columnOf(block.matrix, j)) if (!Number.isNaN(code)) seen.add(levels[code]!);
  return [...seen].sort();
}

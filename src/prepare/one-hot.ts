import { FormatError } from '../base/errors.ts';
import type { ParamValues } from '../base/params.ts';
import type { Block } from '../table/block.ts';
import type { Fitted, State, Transform } from '../table/contract.ts';
import { columnOf, createMatrix } from '../table/matrix.ts';
import { checkNumericColumn, checkUnique, checkWidth, stepWhere, wordsOf } from './checks.ts';
import { numberOf } from './state.ts';

/** How words without a feature of their own are told apart. */
interface Rare {
  /** Words with fewer training rows are rare. */
  readonly minCount: number;
  /** Features that share rare and unseen words by hash; 0: none. */
  readonly buckets: number;
}

/**
 * Replaces each column of words by 0/1 features where it stood: one `column=word` for each word of at least `min-count` training rows, in
 * code-unit order; then, where rarer words were seen, `column=(rare)` for them and for words not seen in training; or, with `buckets` B,
 * `column=#0` … `column=#B−1`, among which rare and unseen words are spread by a hash of the word, whether or not any was seen. With neither (the default) an unseen word gives
 * zeros, as a missing one does always. Columns of numbers pass through.
 * @throws {DataError} words where numbers were learned or the reverse, or two features of one name.
 * Cost O(n·p), one new block; nothing when there are no words. Source of the hashing: Weinberger et al. 2009, ICML (unsigned).
 * Checked against scikit-learn 1.2.1 (OneHotEncoder, handle_unknown="ignore", and min_frequency with "infrequent_if_exist").
 */
export function create(params: ParamValues): Transform {
  const rare = { minCount: params['min-count'] as number, buckets: params.buckets as number };
  return {
    kind: 'one-hot',
    params,
    async fit(block) {
      const columns = block.features.map((_, j) => codingOf(block, j, rare));
      return fitted(columns.some((coding) => coding !== null) ? columns : null, columns.length, rare.buckets);
    },
  };
}

export function restore(state: State): Fitted {
  const { columns } = state.json;
  if (columns !== null && !Array.isArray(columns)) {
    throw new FormatError({
      where: 'model, step one-hot',
      problem: `'columns' must be a list or null, got ${typeof columns}`,
    });
  }
  return fitted(columns as (Coding | null)[] | null, numberOf(state, 'nFeatures'), numberOf(state, 'buckets'));
}

/** What a column of words becomes. */
interface Coding {
  /** Words with a feature of their own. */
  readonly words: readonly string[];
  /** One feature for all others. */
  readonly rare: boolean;
}

/** @param columns for each feature its coding, or null where it holds numbers; null when all do. */
function fitted(columns: readonly (Coding | null)[] | null, nFeatures: number, buckets: number): Fitted {
  return {
    kind: 'one-hot',
    apply(block) {
      checkWidth(block, nFeatures, 'one-hot');
      for (let j = 0; j < nFeatures; j++) if (!columns?.[j]) checkNumericColumn(block, j, 'one-hot');
      return columns ? encode(block, columns, buckets) : block;
    },
    toState: () => ({ kind: 'one-hot', json: { columns, nFeatures, buckets }, arrays: {} }),
  };
}

function encode(block: Block, columns: readonly (Coding | null)[], buckets: number): Block {
  const shared = Array.from({ length: buckets }, (_, k) => `#${k}`);
  const names = columns.map((coding) => coding && [...coding.words, ...(coding.rare ? ['(rare)'] : []), ...shared]);
  const features = block.features.flatMap((name, j) => names[j]?.map((word) => `${name}=${word}`) ?? [name]);
  checkUnique(features, stepWhere(block, 'one-hot'));
  const matrix = createMatrix(block.matrix.nRows, features.length);
  let to = 0;
  columns.forEach((coding, j) => {
    const column = columnOf(block.matrix, j);
    if (coding === null) {
      columnOf(matrix, to++).set(column);
      return;
    }
    // The code of a word is the block's own business: a new file may list its words in another order.
    const places = wordsOf(block, j, 'one-hot').map((word) => placeOf(word, coding, buckets));
    column.forEach((code, i) => {
      const k = places[code] ?? -1; // missing: places[NaN] is undefined
      if (k >= 0) matrix.data[(to + k) * matrix.nRows + i] = 1;
    });
    to += names[j]!.length;
  });
  const { levels: _, ...rest } = block;
  return { ...rest, features, matrix };
}

/** Which of the features of its column a word sets; −1: none. */
function placeOf(word: string, { words, rare }: Coding, buckets: number): number {
  const own = words.indexOf(word);
  if (own >= 0) return own;
  if (buckets > 0) return words.length + (hash(word) % buckets);
  return rare ? words.length : -1;
}

/** FNV-1a over UTF-16 code units, 32 bits: the same for a word wherever and whenever it is seen. */
function hash(word: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < word.length; i++) h = Math.imul(h ^ word.charCodeAt(i), 0x01000193);
  return (h ^ (h >>> 15)) >>> 0;
}

/** The coding of column j from the words that occur in it, or null where it holds numbers. */
function codingOf(block: Block, j: number, { minCount, buckets }: Rare): Coding | null {
  const levels = block.levels?.[j];
  if (!levels) return null;
  const counts = new Map<string, number>();
  for (const code of columnOf(block.matrix, j)) {
    if (Number.isNaN(code)) continue;
    const word = levels[code]!;
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const words = [...counts.keys()].filter((word) => counts.get(word)! >= minCount).sort();
  return { words, rare: buckets === 0 && words.length < counts.size };
}

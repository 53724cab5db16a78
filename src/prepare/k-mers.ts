import { ParamError, ShapeError } from '../base/errors.ts';
import type { Block } from '../table/block.ts';
import { createMatrix, type Matrix, SPARSE_BELOW, sparseMatrix, sparsified } from '../table/matrix.ts';

export interface KMerOptions {
  /** Letters of a word, 1 … 10. */
  readonly k: number;
  /** Count a word and its reverse complement as one, the first of the two in the alphabet: for sequences of unknown strand. Default true. */
  readonly canonical?: boolean;
  /** Name of the block; default 'k-mers'. */
  readonly name?: string;
}

const MOST_LETTERS = 10;
const LETTERS = 'ACGT';
/** Code of a letter by its character code, −1 for any other; U is T. */
const CODES = (() => {
  const codes = new Int8Array(128).fill(-1);
  for (const [code, letters] of ['Aa', 'Cc', 'Gg', 'TtUu'].entries())
    for (const letter of letters) codes[letter.charCodeAt(0)] = code;
  return codes;
})();

/**
 * How often each word of k letters occurs in each DNA sequence, overlapping. Features are all words there are, in the order of the alphabet:
 * 4ᵏ, or canonical (4ᵏ + 4^(k/2))/2 for even k and 4ᵏ/2 for odd; they do not hang on the sequences, so that training rows and new ones have
 * the same. Windows with another letter (N) are not counted; case is not looked at. The table is sparse where fewer than a tenth of the
 * counts are above 0.
 * @param ids unique, [n]. @param sequences [n]; one shorter than k has no counts.
 * @throws {ParamError} k outside 1 … 10. @throws {ShapeError} not as many sequences as ids.
 * Cost O(total length + 4ᵏ), memory that of the table, and 8 bytes a word that occurs in a sequence where it is sparse. Checked by counting plainly.
 */
export function kMerCounts(
  ids: readonly string[],
  sequences: readonly string[],
  { k, canonical = true, name = 'k-mers' }: KMerOptions,
): Block {
  if (!(Number.isInteger(k) && k >= 1 && k <= MOST_LETTERS)) {
    throw new ParamError({ where: 'kMerCounts.k', problem: `must be a whole number in 1 … ${MOST_LETTERS}, got ${k}` });
  }
  if (ids.length !== sequences.length) {
    throw new ShapeError({
      where: 'kMerCounts',
      problem: `${ids.length} ids need as many sequences, got ${sequences.length}`,
    });
  }
  const { columnOfWord, features } = vocabulary(k, canonical);
  const [n, p] = [ids.length, features.length];
  const longest = sequences.reduce((most, { length }) => Math.max(most, length), 0);
  const words = new Int32Array(longest);
  const wordsOf = (i: number) => words.subarray(0, readWords(sequences[i]!, k, columnOfWord, words));
  // As many values above 0 as there can be at most.
  const most = sequences.reduce((sum, { length }) => sum + Math.min(p, Math.max(0, length - k + 1)), 0);
  const matrix = most < SPARSE_BELOW * n * p ? countSparse(n, p, wordsOf) : sparsified(countDense(n, p, wordsOf));
  return { name, kind: 'numeric', ids, features, matrix };
}

/** The columns of the words of sequence i, in their order; valid until the next is asked for. */
type WordsOf = (i: number) => Int32Array;

/** Values that stay in the processor's cache. */
const TILE = 1 << 18;

/** Counts of some sequences at a time, then written column by column. */
function countDense(n: number, p: number, wordsOf: WordsOf): Matrix {
  const matrix = createMatrix(n, p);
  const height = Math.max(1, Math.min(64, Math.floor(TILE / p)));
  const tile = new Float32Array(height * p);
  for (let from = 0; from < n; from += height) {
    const rows = Math.min(height, n - from);
    for (let r = 0; r < rows; r++) {
      const words = wordsOf(from + r);
      for (let at = 0; at < words.length; at++) tile[words[at]! * height + r]!++;
    }
    for (let j = 0; j < p; j++) {
      const to = j * n + from;
      for (let r = 0; r < rows; r++) matrix.data[to + r] = tile[j * height + r]!;
    }
    tile.fill(0);
  }
  return matrix;
}

function countSparse(n: number, p: number, wordsOf: WordsOf): Matrix {
  const tally = new Int32Array(p);
  const counted = Array.from({ length: n }, (_, i) => countWords(wordsOf(i), tally));
  const starts = new Int32Array(p + 1);
  for (const { columns } of counted) for (const j of columns) starts[j + 1]!++;
  for (let j = 0; j < p; j++) starts[j + 1]! += starts[j]!;
  const rows = new Int32Array(starts.at(-1)!);
  const values = new Float32Array(rows.length);
  const next = starts.slice();
  counted.forEach(({ columns, counts }, i) => {
    columns.forEach((j, at) => {
      rows[next[j]!] = i;
      values[next[j]!++] = counts[at]!;
    });
  });
  return sparseMatrix(n, { starts, rows, values, base: new Float32Array(p) });
}

/** The words in order, and the column of each code: the letters as digits to base 4. */
function vocabulary(k: number, canonical: boolean): { columnOfWord: Int32Array; features: string[] } {
  const count = 4 ** k;
  const columnOfWord = new Int32Array(count);
  const features: string[] = [];
  for (let word = 0; word < count; word++) {
    const reverse = canonical ? reverseComplement(word, k) : word;
    if (reverse < word) {
      columnOfWord[word] = columnOfWord[reverse]!;
      continue;
    }
    columnOfWord[word] = features.length;
    features.push(Array.from({ length: k }, (_, at) => LETTERS[(word >> (2 * (k - 1 - at))) & 3]).join(''));
  }
  return { columnOfWord, features };
}

function reverseComplement(word: number, k: number): number {
  let reverse = 0;
  for (let at = 0; at < k; at++) reverse = (reverse << 2) | (3 - ((word >> (2 * at)) & 3));
  return reverse;
}

/** Writes the columns of the words of a sequence one after another. @returns how many there are. */
function readWords(sequence: string, k: number, columnOfWord: Int32Array, out: Int32Array): number {
  const mask = 4 ** k - 1;
  let word = 0;
  let run = 0; // letters since the last that is none of the four
  let count = 0;
  for (let at = 0; at < sequence.length; at++) {
    const code = CODES[sequence.charCodeAt(at)] ?? -1;
    if (code < 0) {
      run = 0;
      continue;
    }
    word = ((word << 2) | code) & mask;
    if (++run >= k) out[count++] = columnOfWord[word]!;
  }
  return count;
}

/** Columns that occur among words, with their counts. @param tally all 0, [features]; all 0 again afterwards. */
function countWords(words: Int32Array, tally: Int32Array) {
  const found: number[] = [];
  for (let at = 0; at < words.length; at++) if (tally[words[at]!]!++ === 0) found.push(words[at]!);
  const columns = Int32Array.from(found);
  const counts = new Float32Array(columns.length);
  columns.forEach((j, at) => {
    counts[at] = tally[j]!;
    tally[j] = 0;
  });
  return { columns, counts };
}

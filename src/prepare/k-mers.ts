import { ParamError, ShapeError } from '../base/errors.ts';
import type { Block } from '../table/block.ts';
import { densified, density, SPARSE_BELOW, sparseMatrix } from '../table/matrix.ts';

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
 * Cost O(total length + 4ᵏ), memory 8 bytes a word that occurs in a sequence. Checked by counting plainly.
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
  const tally = new Int32Array(features.length);
  const counted = sequences.map((sequence) => countWords(sequence, k, columnOfWord, tally));
  const starts = new Int32Array(features.length + 1);
  for (const { columns } of counted) for (const j of columns) starts[j + 1]!++;
  for (let j = 0; j < features.length; j++) starts[j + 1]! += starts[j]!;
  const rows = new Int32Array(starts.at(-1)!);
  const values = new Float32Array(rows.length);
  const next = starts.slice();
  counted.forEach(({ columns, counts }, i) => {
    columns.forEach((j, at) => {
      rows[next[j]!] = i;
      values[next[j]!++] = counts[at]!;
    });
  });
  const matrix = sparseMatrix(ids.length, { starts, rows, values, base: new Float32Array(features.length) });
  return { name, kind: 'numeric', ids, features, matrix: density(matrix) < SPARSE_BELOW ? matrix : densified(matrix) };
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

/** The columns that occur in a sequence, with their counts. @param tally all 0, [features]; all 0 again afterwards. */
function countWords(sequence: string, k: number, columnOfWord: Int32Array, tally: Int32Array) {
  const found: number[] = [];
  const mask = 4 ** k - 1;
  let word = 0;
  let run = 0; // letters since the last that is none of the four
  for (let at = 0; at < sequence.length; at++) {
    const code = CODES[sequence.charCodeAt(at)] ?? -1;
    if (code < 0) {
      run = 0;
      continue;
    }
    word = ((word << 2) | code) & mask;
    if (++run < k) continue;
    const j = columnOfWord[word]!;
    if (tally[j]!++ === 0) found.push(j);
  }
  const columns = Int32Array.from(found);
  const counts = new Float32Array(columns.length);
  columns.forEach((j, at) => {
    counts[at] = tally[j]!;
    tally[j] = 0;
  });
  return { columns, counts };
}

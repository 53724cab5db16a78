import { createMatrix, type Matrix, sparseMatrix } from '../table/matrix.ts';

/** The columns of the words of sequence i, in their order; valid until the next is asked for. */
export type WordsOf = (i: number) => Int32Array;

/** Values that stay in the processor's cache. */
const TILE = 1 << 18;

/** Counts of some sequences at a time, then written column by column. */
export function countDense(n: number, p: number, wordsOf: WordsOf): Matrix {
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

/** The same as a sparse table: no table in full at any time. */
export function countSparse(n: number, p: number, wordsOf: WordsOf): Matrix {
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

import { type Block, withoutShape } from '../table/block.ts';
import { createMatrix } from '../table/matrix.ts';

/**
 * A block of sequences with other letters: row i as `rows[i]`, −1 missing, and missing from its end on.
 * @param rows [n], none longer than `features`. @param alphabet of its codes: the words of every position. Cost O(n·L), one new matrix.
 */
export function writeRows(
  block: Block,
  rows: readonly Int8Array[],
  features: readonly string[],
  alphabet: string,
): Block {
  const n = rows.length;
  const matrix = createMatrix(n, features.length);
  matrix.data.fill(Number.NaN);
  rows.forEach((row, i) => {
    for (let at = 0; at < row.length; at++) if (row[at]! >= 0) matrix.data[at * n + i] = row[at]!;
  });
  const words = [...alphabet];
  return { ...withoutShape(block), features, matrix, levels: features.map(() => words) };
}

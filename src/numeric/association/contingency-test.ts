import { ShapeError } from '../../base/errors.ts';
import { chiSquareTail } from '../special/chi-square.ts';

export interface ContingencyTest {
  readonly chiSquare: number;
  readonly degreesOfFreedom: number;
  /** Of the χ² approximation; good when expected counts are 5 and more. */
  readonly p: number;
  /** Cramér's V, 0 … 1: √(χ² / (n · (min(rows, columns) − 1))). */
  readonly cramersV: number;
  readonly smallestExpected: number;
}

/**
 * Pearson's χ² test that two ways to sort the samples have nothing to do with each other.
 * @param a [n] @param b [n], codes ≥ 0. Codes without a sample do not count. Neither is modified.
 * @returns p 1 and V 0 where one of them sorts all samples alike. @throws {ShapeError} lengths that differ.
 * Cost O(n + rows · columns). Source: Cramér 1946, §21.9 and 30.5. Checked against R `chisq.test(correct = FALSE)`.
 */
export function contingencyTest(a: ArrayLike<number>, b: ArrayLike<number>): ContingencyTest {
  const n = a.length;
  if (b.length !== n)
    throw new ShapeError({ where: 'contingencyTest', problem: `both must have length ${n}, got ${b.length}` });
  const rows = dense(a);
  const columns = dense(b);
  const counts = new Float64Array(rows.size * columns.size);
  const ofRow = new Float64Array(rows.size);
  const ofColumn = new Float64Array(columns.size);
  for (let i = 0; i < n; i++) {
    const row = rows.get(a[i]!)!;
    const column = columns.get(b[i]!)!;
    counts[row * columns.size + column]!++;
    ofRow[row]!++;
    ofColumn[column]!++;
  }
  const fewer = Math.min(rows.size, columns.size) - 1;
  const degreesOfFreedom = (rows.size - 1) * (columns.size - 1);
  if (fewer < 1) return { chiSquare: 0, degreesOfFreedom: 0, p: 1, cramersV: 0, smallestExpected: 0 };
  let chiSquare = 0;
  let smallestExpected = Number.POSITIVE_INFINITY;
  for (let r = 0; r < rows.size; r++) {
    for (let c = 0; c < columns.size; c++) {
      const expected = (ofRow[r]! * ofColumn[c]!) / n;
      const d = counts[r * columns.size + c]! - expected;
      chiSquare += (d * d) / expected;
      smallestExpected = Math.min(smallestExpected, expected);
    }
  }
  return {
    chiSquare,
    degreesOfFreedom,
    p: chiSquareTail(chiSquare, degreesOfFreedom),
    cramersV: Math.min(1, Math.sqrt(chiSquare / (n * fewer))),
    smallestExpected,
  };
}

function dense(codes: ArrayLike<number>): Map<number, number> {
  const map = new Map<number, number>();
  for (let i = 0; i < codes.length; i++) if (!map.has(codes[i]!)) map.set(codes[i]!, map.size);
  return map;
}

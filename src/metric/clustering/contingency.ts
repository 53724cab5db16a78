import { ShapeError } from '../../base/errors.ts';

/** How often label a meets label b. Any integers are labels; noise (−1) is a label like the others. */
export interface Contingency {
  /** Weight of all rows: their number when each counts 1. */
  readonly n: number;
  /** Σw² of all rows: the weight of the pairs of a row with itself. */
  readonly squares: number;
  /** Weight of the rows with both labels, for the pairs that occur. */
  readonly cells: readonly { readonly a: number; readonly b: number; readonly count: number }[];
  /** Weight of the rows of each label, in the order of first appearance; a and b of a cell are indices into these. */
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

/**
 * @param weights of the rows, ≥ 0, [n]; default 1 each. A row without weight takes no part.
 * @throws {ShapeError} two partitions of different lengths. Cost O(n).
 */
export function contingency(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  where: string,
  weights?: ArrayLike<number>,
): Contingency {
  if (a.length !== b.length) {
    throw new ShapeError({ where, problem: `both partitions must have ${a.length} labels, got ${b.length}` });
  }
  const codesA = new Map<number, number>();
  const codesB = new Map<number, number>();
  const rows: number[] = [];
  const columns: number[] = [];
  const cells = new Map<number, { a: number; b: number; count: number }>();
  let n = 0;
  let squares = 0;
  for (let i = 0; i < a.length; i++) {
    const w = weights ? weights[i]! : 1;
    if (w === 0) continue;
    const x = codeOf(codesA, a[i]!, rows, w);
    const y = codeOf(codesB, b[i]!, columns, w);
    const key = x * a.length + y; // there are at most as many labels as rows
    const known = cells.get(key);
    if (known) known.count += w;
    else cells.set(key, { a: x, b: y, count: w });
    n += w;
    squares += w * w;
  }
  return { n, squares, cells: [...cells.values()], rows, columns };
}

function codeOf(codes: Map<number, number>, label: number, counts: number[], weight: number): number {
  let code = codes.get(label);
  if (code === undefined) {
    code = codes.size;
    codes.set(label, code);
    counts.push(0);
  }
  counts[code]! += weight;
  return code;
}

import { ShapeError } from '../../base/errors.ts';

/** How often label a meets label b. Any integers are labels; noise (−1) is a label like the others. */
export interface Contingency {
  readonly n: number;
  /** Number of rows with both labels, for the pairs that occur. */
  readonly cells: readonly { readonly a: number; readonly b: number; readonly count: number }[];
  /** Rows of each label, in the order of first appearance; a and b of a cell are indices into these. */
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

/** @throws {ShapeError} two partitions of different lengths. Cost O(n). */
export function contingency(a: ArrayLike<number>, b: ArrayLike<number>, where: string): Contingency {
  if (a.length !== b.length) {
    throw new ShapeError({ where, problem: `both partitions must have ${a.length} labels, got ${b.length}` });
  }
  const codesA = new Map<number, number>();
  const codesB = new Map<number, number>();
  const rows: number[] = [];
  const columns: number[] = [];
  const cells = new Map<string, { a: number; b: number; count: number }>();
  for (let i = 0; i < a.length; i++) {
    const x = codeOf(codesA, a[i]!, rows);
    const y = codeOf(codesB, b[i]!, columns);
    const known = cells.get(`${x},${y}`);
    if (known) known.count++;
    else cells.set(`${x},${y}`, { a: x, b: y, count: 1 });
  }
  return { n: a.length, cells: [...cells.values()], rows, columns };
}

function codeOf(codes: Map<number, number>, label: number, counts: number[]): number {
  let code = codes.get(label);
  if (code === undefined) {
    code = codes.size;
    codes.set(label, code);
    counts.push(0);
  }
  counts[code]!++;
  return code;
}

import type { Context } from '../../base/context.ts';
import { ones } from '../../base/ones.ts';
import { breathe } from '../../numeric/breathe.ts';
import type { Block } from '../../table/block.ts';
import { columnOf, density, type Matrix, takeRows } from '../../table/matrix.ts';
import type { SparseColumns } from '../../table/sparse.ts';
import { type DuplicatePair, NEAR_DUPLICATE, sameRow } from '../audit/duplicates.ts';

const WORDS = 8; // of 32 bits in a sketch
const TERMS = 64; // values that one bit adds up in a row; of a sparse table, entries in the mean
/**
 * Bits in which the sketches of two samples that correlate at 0.95 hardly ever differ: a bit differs with probability acos(r)/π = 0.101, so 256
 * bits in 26 ± 5 places and the first 64 in 6.5 ± 2.4; five standard deviations more are allowed.
 */
const FIRST = 19;
const ALL = 51;
/** Above this many samples only equal rows are looked for: pairs of sketches would take minutes. */
export const MOST_SKETCHES = 100_000;

/**
 * Pairs of samples that are, or nearly are, the same measurement, without the n × n matrix: the signs of 256 sparse random sums of the scaled
 * features are compared bit by bit, and the pairs that stand near get their correlation from the table. The same numbers as `findDuplicates` where both are
 * possible, but for a pair just above 0.95 that is missed with probability below 1 %.
 * @param block as read. @param prepared [n, p], the same rows; a missing value counts as the mean. Not modified.
 * Cost n²/2 comparisons of 64 bits (10 s for 50,000 samples), 16,000·n for the sketches (of a sparse table no more), 2p a pair that stands near, of a sparse table its entries. Memory 32·n bytes.
 * Source: Charikar 2002, STOC (signs); Li, Hastie & Church 2006, KDD (sparse sums).
 */
export async function sketchDuplicates(ctx: Context, block: Block, prepared: Matrix): Promise<DuplicatePair[]> {
  const n = prepared.nRows;
  const scaled = scales(prepared);
  const correlate = prepared.sparse
    ? sparseCorrelation(prepared.sparse, n, scaled)
    : denseCorrelation(prepared, scaled);
  const sketches = n > MOST_SKETCHES ? undefined : sketchRows(ctx, prepared, scaled);
  const pairs: DuplicatePair[] = [];
  const add = (i: number, l: number) => {
    const correlation = correlate(i, l);
    if (correlation < NEAR_DUPLICATE) return;
    pairs.push({ i, l, correlation, identical: correlation > 0.9999 && sameRow(block, i, l) });
  };
  if (sketches) {
    for (let l = 1; l < n; l++) {
      if (l % 512 === 0) {
        await breathe(ctx, 'duplicates');
        ctx.progress((l / n) ** 2, 'comparing samples');
      }
      for (let i = 0; i < l; i++) if (near(sketches, i, l)) add(i, l);
    }
  } else for (const [i, l] of equalRows(block)) add(i, l);
  return pairs.sort((a, b) => b.correlation - a.correlation || a.i - b.i || a.l - b.l);
}

function near(sketches: Uint32Array, i: number, l: number): boolean {
  const a = i * WORDS;
  const b = l * WORDS;
  let differ = ones(sketches[a]! ^ sketches[b]!) + ones(sketches[a + 1]! ^ sketches[b + 1]!);
  if (differ > FIRST) return false;
  for (let w = 2; w < WORDS; w++) differ += ones(sketches[a + w]! ^ sketches[b + w]!);
  return differ <= ALL;
}

interface Scales {
  readonly mean: Float64Array;
  /** One over the standard deviation; 0 for a constant feature. */
  readonly inverse: Float64Array;
}

function scales(X: Matrix): Scales {
  const mean = new Float64Array(X.nCols);
  const inverse = new Float64Array(X.nCols);
  for (let j = 0; j < X.nCols; j++) {
    let sum = 0;
    let squares = 0;
    let known = 0;
    const column = columnOf(X, j);
    for (const value of column) {
      if (Number.isNaN(value)) continue;
      sum += value;
      known++;
    }
    mean[j] = known > 0 ? sum / known : 0;
    for (const value of column) if (!Number.isNaN(value)) squares += (value - mean[j]!) ** 2;
    inverse[j] = squares > 0 ? Math.sqrt(X.nRows / squares) : 0;
  }
  return { mean, inverse };
}

/** [n, 8] words of 32 signs. */
function sketchRows(ctx: Context, X: Matrix, { mean, inverse }: Scales): Uint32Array {
  const n = X.nRows;
  const out = new Uint32Array(n * WORDS);
  const stream = ctx.random.at('sketches').stream();
  const sum = new Float64Array(n);
  // Of few features of a sparse table most rows have no entry, and rows without one cannot be told apart.
  const features = Math.ceil(TERMS / density(X));
  const every = X.sparse !== undefined && features >= X.nCols;
  for (let bit = 0; bit < 32 * WORDS; bit++) {
    sum.fill(0);
    let shared = 0;
    for (let f = 0; f < (every ? X.nCols : features); f++) {
      const j = every ? f : stream.below(X.nCols);
      const sign = (stream.uint32() & 1) === 0 ? inverse[j]! : -inverse[j]!;
      shared += addColumn(sum, X, j, mean[j]!, sign);
    }
    for (let i = 0; i < n; i++) if (sum[i]! > -shared) out[i * WORDS + (bit >>> 5)]! |= 1 << (bit & 31);
  }
  return out;
}

/**
 * Adds sign·(value − mean) to the sum of each row, where a missing value is the mean; of a sparse column only what its entries have beyond its base.
 * @returns what every row is still to be given. Cost O(n), of a sparse column O(its entries).
 */
function addColumn(sum: Float64Array, X: Matrix, j: number, mean: number, sign: number): number {
  if (!X.sparse) {
    const column = columnOf(X, j);
    for (let i = 0; i < column.length; i++) {
      const value = column[i]! - mean;
      if (!Number.isNaN(value)) sum[i]! += sign * value;
    }
    return 0;
  }
  const { starts, rows, values, base } = X.sparse;
  for (let k = starts[j]!; k < starts[j + 1]!; k++) {
    const value = Number.isNaN(values[k]!) ? mean : values[k]!;
    sum[rows[k]!]! += sign * (value - base[j]!);
  }
  return sign * (base[j]! - mean);
}

type Correlation = (i: number, l: number) => number;

function denseCorrelation(X: Matrix, { mean, inverse }: Scales): Correlation {
  return (i, l) => {
    let product = 0;
    let first = 0;
    let second = 0;
    const { data } = takeRows(X, [i, l]); // the whole table in full may not fit
    for (let j = 0; j < X.nCols; j++) {
      const a = (data[2 * j]! - mean[j]!) * inverse[j]! || 0;
      const b = (data[2 * j + 1]! - mean[j]!) * inverse[j]! || 0;
      product += a * b;
      first += a * a;
      second += b * b;
    }
    return cosine(product, first, second);
  };
}

/** The same from the entries alone: a scaled row is u, which all rows share, and what its entries differ by. Memory 16 bytes an entry. */
function sparseCorrelation(
  { starts, rows, values, base }: SparseColumns,
  n: number,
  { mean, inverse }: Scales,
): Correlation {
  const from = new Int32Array(n + 1);
  for (const i of rows) from[i + 1]!++;
  for (let i = 0; i < n; i++) from[i + 1]! += from[i]!;
  const free = from.slice();
  const columns = new Int32Array(rows.length);
  const beyond = new Float64Array(rows.length);
  const withShared = new Float64Array(n); // u · what the row differs by
  const squares = new Float64Array(n); // of the whole row
  let shared = 0;
  for (let j = 0; j < base.length; j++) {
    const u = (base[j]! - mean[j]!) * inverse[j]!;
    shared += u * u;
    for (let k = starts[j]!; k < starts[j + 1]!; k++) {
      const i = rows[k]!;
      const value = ((values[k]! - mean[j]!) * inverse[j]! || 0) - u;
      columns[free[i]!] = j;
      beyond[free[i]!++] = value;
      withShared[i]! += u * value;
      squares[i]! += (2 * u + value) * value;
    }
  }
  return (i, l) => {
    let product = shared + withShared[i]! + withShared[l]!;
    for (let a = from[i]!, b = from[l]!; a < from[i + 1]! && b < from[l + 1]!; ) {
      const d = columns[a]! - columns[b]!;
      if (d === 0) product += beyond[a]! * beyond[b]!;
      if (d <= 0) a++;
      if (d >= 0) b++;
    }
    return cosine(product, shared + squares[i]!, shared + squares[l]!);
  };
}

function cosine(product: number, first: number, second: number): number {
  const size = Math.sqrt(first * second);
  return size > 0 ? Math.min(1, Math.max(-1, product / size)) : 0;
}

/** Each row with the first that equals it, by a hash of their bits that is then checked. */
export function equalRows({ matrix }: Block): [number, number][] {
  const n = matrix.nRows;
  const hash = new Uint32Array(n).fill(2166136261);
  for (let j = 0; j < matrix.nCols; j++) {
    const column = columnOf(matrix, j);
    const bits = new Uint32Array(column.buffer, column.byteOffset, n);
    for (let i = 0; i < n; i++) hash[i] = Math.imul(hash[i]! ^ bits[i]!, 16777619);
  }
  const first = new Map<number, number>();
  const out: [number, number][] = [];
  hash.forEach((value, i) => {
    const known = first.get(value);
    if (known === undefined) first.set(value, i);
    else out.push([known, i]);
  });
  return out;
}

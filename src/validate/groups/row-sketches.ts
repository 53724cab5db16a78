import type { Context } from '../../base/context.ts';
import { ones } from '../../base/ones.ts';
import { breathe } from '../../numeric/breathe.ts';
import type { Block } from '../../table/block.ts';
import { columnOf, type Matrix, takeRows } from '../../table/matrix.ts';
import { type DuplicatePair, NEAR_DUPLICATE, sameRow } from '../audit/duplicates.ts';

const WORDS = 8; // of 32 bits in a sketch
const FEATURES = 64; // that one bit adds up
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
 * Cost n²/2 comparisons of 64 bits (10 s for 50,000 samples), 16,000·n for the sketches, 2p a pair that stands near. Memory 32·n bytes.
 * Source: Charikar 2002, STOC (signs); Li, Hastie & Church 2006, KDD (sparse sums).
 */
export async function sketchDuplicates(ctx: Context, block: Block, prepared: Matrix): Promise<DuplicatePair[]> {
  const n = prepared.nRows;
  const scaled = scales(prepared);
  const sketches = n > MOST_SKETCHES ? undefined : sketchRows(ctx, prepared, scaled);
  const pairs: DuplicatePair[] = [];
  const add = (i: number, l: number) => {
    const correlation = correlate(prepared, scaled, i, l);
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
  for (let bit = 0; bit < 32 * WORDS; bit++) {
    sum.fill(0);
    for (let f = 0; f < FEATURES; f++) {
      const j = stream.below(X.nCols);
      const sign = (stream.uint32() & 1) === 0 ? inverse[j]! : -inverse[j]!;
      const column = columnOf(X, j);
      for (let i = 0; i < n; i++) {
        const value = column[i]! - mean[j]!;
        if (!Number.isNaN(value)) sum[i]! += sign * value;
      }
    }
    for (let i = 0; i < n; i++) if (sum[i]! > 0) out[i * WORDS + (bit >>> 5)]! |= 1 << (bit & 31);
  }
  return out;
}

function correlate(X: Matrix, { mean, inverse }: Scales, i: number, l: number): number {
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
  const size = Math.sqrt(first * second);
  return size > 0 ? Math.min(1, Math.max(-1, product / size)) : 0;
}

/** Each row with the first that equals it, by a hash of their bits that is then checked. */
function equalRows({ matrix }: Block): [number, number][] {
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

import type { Context } from '../base/context.ts';
import { type Block, denseBlock, takeBlockPart } from '../table/block.ts';
import type { Transform } from '../table/contract.ts';
import { columnOf } from '../table/matrix.ts';
import { classCounts, type Target, takeTargetRows } from '../table/target.ts';

/** Columns looked at together: a few MiB. */
const CHUNK = 1024;

/** Rows that are in the same training sets and in the same group: their moments are computed once for all sets. */
interface Segment {
  readonly from: number;
  readonly to: number;
}

export interface SharedScores {
  /** For each set of rows the score of each column; −∞ where a step drops it. */
  readonly scores: readonly Float64Array[];
  /** Columns with a missing value, which each set treats in its own way: their scores are still to be computed. */
  readonly missing: readonly number[];
}

/**
 * The scores of a filter for several sets of training rows from one pass over the table: mean and squares of every part of the rows that some of
 * the sets share, by class where the filter asks for it, added up for each set over its own parts (Chan, Golub & LeVeque 1983, eq. 2.1). No
 * row outside a set has a part in its scores. Steps before the filter that change each value on its own are run once for all.
 * Undefined where a step before the filter learns from more than a column without missing values tells, or the filter needs more than moments.
 * Cost O(rows · columns), and O(sets · parts · columns) on top. Checked against the scores of each set alone: to 1e-12 of them.
 */
export async function sharedScores(
  block: Block,
  rowSets: readonly Int32Array[],
  target: Target | null,
  before: readonly Transform[],
  { ofMoments }: NonNullable<Transform['selection']>,
  ctx: Context,
): Promise<SharedScores | undefined> {
  const changes = before.filter(({ elementwise }) => elementwise);
  const drop = before.findIndex(({ kind }) => kind === 'drop-constant');
  const isShared =
    before.every(({ kind, elementwise }) => elementwise || kind === 'impute' || kind === 'drop-constant') &&
    // What a later step makes constant is not dropped.
    (drop < 0 || !before.slice(drop).some(({ elementwise }) => elementwise));
  if (!ofMoments || !isShared || block.levels?.some(Boolean)) return undefined;
  const codes = ofMoments.byClass ? codesOf(target, rowSets) : new Int32Array(block.matrix.nRows);
  if (!codes) return undefined;
  const nGroups = 1 + codes.reduce((most, code) => Math.max(most, code), 0);
  const { rows, segments, ofSet } = partsOf(rowSets, codes, nGroups, block.matrix.nRows);

  const scores = rowSets.map(() => new Float64Array(block.matrix.nCols).fill(Number.NEGATIVE_INFINITY));
  const missing: number[] = [];
  const columns = Uint32Array.from(block.features.keys());
  const quiet = { ...ctx, warn: () => {} };
  const partMeans = new Float64Array(segments.length);
  const partSquares = new Float64Array(segments.length);
  const counts = new Float64Array(nGroups);
  const means = new Float64Array(nGroups);
  const squares = new Float64Array(nGroups);
  for (let first = 0; first < columns.length; first += CHUNK) {
    let part = denseBlock(takeBlockPart(block, rows, columns.subarray(first, first + CHUNK)));
    for (const step of changes) part = (await step.fit(part, null, quiet)).apply(part);
    for (let j = 0; j < part.matrix.nCols; j++) {
      if (!momentsOf(columnOf(part.matrix, j), segments, partMeans, partSquares)) {
        missing.push(first + j);
        continue;
      }
      ofSet.forEach((groups, s) => {
        let anySquares = 0;
        groups.forEach((parts, g) => {
          let count = 0;
          let sum = 0;
          for (const q of parts) {
            const { from, to } = segments[q]!;
            count += to - from;
            sum += (to - from) * partMeans[q]!;
          }
          const mean = sum / count;
          let own = 0;
          for (const q of parts) {
            const { from, to } = segments[q]!;
            own += partSquares[q]! + (to - from) * (partMeans[q]! - mean) * (partMeans[q]! - mean);
          }
          counts[g] = count;
          means[g] = mean;
          squares[g] = own;
          anySquares += own;
        });
        if (drop >= 0 && anySquares === 0 && isLevel(counts, means)) return;
        const score = ofMoments.score({ counts, means, squares });
        scores[s]![first + j] = Number.isNaN(score) ? -1 : score;
      });
    }
  }
  return { scores, missing };
}

/** The class of every row; undefined when there is none, or a set holds rows of one class only, which a filter by class refuses. */
function codesOf(target: Target | null, rowSets: readonly Int32Array[]): Int32Array | undefined {
  if (target?.task !== 'classification') return undefined;
  const several = rowSets.every((rows) => {
    const own = takeTargetRows(target, rows);
    return own.task === 'classification' && classCounts(own).filter((count) => count > 0).length > 1;
  });
  return several ? target.codes : undefined;
}

/** The rows of all sets, those of one part together; and which parts make up each group of each set. */
function partsOf(rowSets: readonly Int32Array[], codes: Int32Array, nGroups: number, nRows: number) {
  const sets: number[][] = Array.from({ length: nRows }, () => []);
  rowSets.forEach((rows, s) => {
    for (const i of rows) sets[i]!.push(s);
  });
  const parts = new Map<string, number[]>();
  sets.forEach((own, i) => {
    if (own.length === 0) return;
    const key = `${own.join()}/${codes[i]}`;
    const part = parts.get(key);
    if (part) part.push(i);
    else parts.set(key, [i]);
  });
  const ofSet = rowSets.map(() => Array.from({ length: nGroups }, (): number[] => []));
  const segments: Segment[] = [];
  let from = 0;
  for (const part of parts.values()) {
    const [i] = part as [number];
    for (const s of sets[i]!) ofSet[s]![codes[i]!]!.push(segments.length);
    segments.push({ from, to: from + part.length });
    from += part.length;
  }
  return { rows: Int32Array.from([...parts.values()].flat()), segments, ofSet };
}

/** Mean and squared deviations of every part; false when a value is missing. */
function momentsOf(x: Float32Array, segments: readonly Segment[], means: Float64Array, squares: Float64Array): boolean {
  for (let q = 0; q < segments.length; q++) {
    const { from, to } = segments[q]!;
    let sum = 0;
    for (let i = from; i < to; i++) sum += x[i]!;
    if (Number.isNaN(sum)) return false;
    const mean = sum / (to - from);
    let own = 0;
    for (let i = from; i < to; i++) {
      const d = x[i]! - mean;
      own += d * d;
    }
    means[q] = mean;
    squares[q] = own;
  }
  return true;
}

/** Whether all groups that have rows have one mean. */
function isLevel(counts: Float64Array, means: Float64Array): boolean {
  let level = Number.NaN;
  for (let g = 0; g < counts.length; g++) {
    if (counts[g] === 0) continue;
    if (Number.isNaN(level)) level = means[g]!;
    else if (means[g] !== level) return false;
  }
  return true;
}

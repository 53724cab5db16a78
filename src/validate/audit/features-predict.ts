import type { Context } from '../../base/context.ts';
import { gramMatrix } from '../../kernels/gram.ts';
import { midRanks } from '../../numeric/association/mid-ranks.ts';
import { denseCodes } from '../../sample/groups.ts';
import type { Block } from '../../table/block.ts';
import { columnOf, densified, takePart } from '../../table/matrix.ts';

export interface FeaturesPredict {
  /** Mean over the levels of the share of their samples that is recognised, out of fold. */
  readonly accuracy: number;
  /** Of a guess: 1 / levels. */
  readonly chance: number;
  /** Share of the permutations that reach it. */
  readonly p: number;
}

const FOLDS = 5;
/** More samples than this are not needed to see a batch. */
const MOST_SAMPLES = 400;
/** Columns in full at a time. */
const CHUNK = 8192;
const PERMUTATIONS = 199;
/** Once so many permutations reach the score the rest need not be drawn (Besag and Clifford 1991, Biometrika 78, 301). */
const ENOUGH = 20;

/**
 * Whether the features tell a category, beyond what they tell of the strata: nearest class centroid in the scaled feature space, in 5 folds,
 * all from the Gram matrix; p by up to 199 permutations of the category within strata. With strata = classes of the label, a category that the
 * features show only because the label does gives a large p.
 *
 * Columns are ranked first, so that logarithms, counts and far values make no difference; missing counts as the mean.
 * @param codes [n], −1 left out. @param strata [n]. @param rows independent samples; of more than 400 a random 400.
 * Cost O(p·m log m + p·m²/2) for m = min(rows, 400), and O(m²) a permutation.
 */
export async function featuresPredict(
  blocks: readonly Block[],
  codes: ArrayLike<number>,
  strata: ArrayLike<number>,
  rows: Int32Array,
  ctx: Context,
): Promise<FeaturesPredict> {
  const { random } = ctx;
  const known = random
    .at('sample')
    .stream()
    .shuffle(rows.filter((i) => codes[i]! >= 0))
    .slice(0, MOST_SAMPLES);
  const m = known.length;
  const own = denseCodes(Int32Array.from(known, (i) => codes[i]!));
  const nLevels = own.reduce((most, code) => Math.max(most, code), 0) + 1;
  const K = await rankKernel(blocks, known, ctx);
  const observed = centroidAccuracy(K, m, own, nLevels);
  const byStratum = new Map<number, number[]>();
  known.forEach((i, a) => {
    byStratum.set(strata[i]!, [...(byStratum.get(strata[i]!) ?? []), a]);
  });
  const stream = random.at('permutations').stream();
  const shuffled = own.slice();
  let reached = 0;
  let drawn = 0;
  while (drawn < PERMUTATIONS && reached < ENOUGH) {
    for (const members of byStratum.values()) {
      const drawnCodes = stream.shuffle(members.map((a) => own[a]!));
      members.forEach((a, at) => {
        shuffled[a] = drawnCodes[at]!;
      });
    }
    drawn++;
    if (centroidAccuracy(K, m, shuffled, nLevels) >= observed - 1e-12) reached++;
  }
  const p = reached >= ENOUGH ? reached / drawn : (reached + 1) / (drawn + 1);
  return { accuracy: observed, chance: 1 / nLevels, p };
}

/** Sum over the blocks of the Gram matrix of the ranked columns, scaled to variance 1, each by its number of features. */
async function rankKernel(blocks: readonly Block[], rows: Int32Array, ctx: Context): Promise<Float64Array> {
  const kernel = new Float64Array(rows.length * rows.length);
  for (const block of blocks) {
    const { nCols } = block.matrix;
    for (let from = 0; from < nCols; from += CHUNK) {
      const columns = Uint32Array.from({ length: Math.min(CHUNK, nCols - from) }, (_, j) => from + j);
      const part = densified(takePart(block.matrix, rows, columns));
      for (let j = 0; j < part.nCols; j++) rankColumn(columnOf(part, j));
      const gram = await gramMatrix(ctx, part, { centre: true, scale: true });
      for (let at = 0; at < kernel.length; at++) kernel[at]! += gram[at]! / nCols;
    }
  }
  return kernel;
}

/** In place; missing stays missing. */
function rankColumn(column: Float32Array): void {
  const known = column.filter((value) => !Number.isNaN(value));
  const { ranks } = midRanks(known);
  let at = 0;
  for (let i = 0; i < column.length; i++) if (!Number.isNaN(column[i]!)) column[i] = ranks[at++]!;
}

/**
 * Balanced accuracy of the nearest centroid in 5 folds; the rows stand in random order, so fold a mod 5 is a random one. Squared distance to a
 * centroid, but for a part that all share: −2·mean of K(a, members) + mean of K(members, members), over members outside the fold.
 */
function centroidAccuracy(K: Float64Array, m: number, codes: Int32Array, nLevels: number): number {
  const cross = new Float64Array(m * nLevels); // K of a with the members of a level outside the fold of a
  const within = new Float64Array(FOLDS * nLevels); // K among the members of a level outside a fold
  const sizes = new Float64Array(FOLDS * nLevels);
  for (let a = 0; a < m; a++) {
    const fold = a % FOLDS;
    const level = codes[a]!;
    for (let f = 0; f < FOLDS; f++) if (f !== fold) sizes[f * nLevels + level]!++;
    for (let b = 0; b < m; b++) {
      const value = K[a * m + b]!;
      const other = b % FOLDS;
      if (other !== fold) cross[a * nLevels + codes[b]!]! += value;
      if (codes[b] !== level) continue;
      for (let f = 0; f < FOLDS; f++) if (f !== fold && f !== other) within[f * nLevels + level]! += value;
    }
  }
  const right = new Float64Array(nLevels);
  const all = new Float64Array(nLevels);
  for (let a = 0; a < m; a++) {
    let best = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let k = 0; k < nLevels; k++) {
      const size = sizes[(a % FOLDS) * nLevels + k]!;
      if (size === 0) continue;
      const distance = (within[(a % FOLDS) * nLevels + k]! / size - 2 * cross[a * nLevels + k]!) / size;
      if (distance < least) {
        least = distance;
        best = k;
      }
    }
    all[codes[a]!]!++;
    if (best === codes[a]) right[best]!++;
  }
  let sum = 0;
  for (let k = 0; k < nLevels; k++) sum += right[k]! / all[k]!;
  return sum / nLevels;
}

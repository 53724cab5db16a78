import type { BoosterSettings } from '../../src/kernels/boosting.ts';
import type { BoostedTree } from '../../src/kernels/boosting-tree.ts';
import { columnOf } from '../../src/table/matrix.ts';

interface Side {
  readonly rows: readonly number[];
  readonly g: number;
  readonly h: number;
}

/** One way to part rows by a feature. */
interface Cut {
  readonly threshold: number;
  /** Of categories, those that go left. */
  readonly chosen?: ReadonlySet<number>;
  readonly missingLeft: boolean;
}

/** Every cut between two different values; missing values on either side, and against all others. */
function numberCuts(values: readonly number[], anyMissing: boolean): Cut[] {
  return values.flatMap((low, v) => {
    const high = values[v + 1];
    if (high === undefined) return anyMissing ? [{ threshold: Number.POSITIVE_INFINITY, missingLeft: false }] : [];
    const threshold = Math.fround((low + high) / 2);
    return (anyMissing ? [false, true] : [false]).map((missingLeft) => ({ threshold, missingLeft }));
  });
}

/** Every partition of the categories into two, the side of the larger Σg / Σh on the left; or every one against the others. */
function categoryCuts(
  values: readonly number[],
  anyMissing: boolean,
  alone: boolean,
  mean: (of: number[]) => number,
): Cut[] {
  const k = values.length;
  const sides = alone
    ? values.map((value) => [value])
    : Array.from({ length: 2 ** k - 1 }, (_, s) => values.filter((_, v) => (s >> v) & 1));
  const cuts = sides.flatMap((left) => {
    const right = values.filter((value) => !left.includes(value));
    if (left.length === 0 || right.length === 0 || (!alone && mean(left) < mean(right))) return [];
    return (anyMissing ? [false, true] : [false]).map((missingLeft) => ({
      threshold: 0,
      chosen: new Set(left),
      missingLeft,
    }));
  });
  return anyMissing && k > 0 ? [...cuts, { threshold: 0, chosen: new Set(values), missingLeft: false }] : cuts;
}

/**
 * One boosted tree written for clarity: no bins, no histograms, every cut between two different values tried on the values themselves, every
 * partition of categories (of which only those in the order of their means can be the best when lambda is 0), the sums of each side made
 * anew. What the kernels are checked against, as long as a feature has no more values than bins.
 */
export function growTreeTwin(
  settings: Omit<BoosterSettings, 'nOutputs' | 'maxBins' | 'growth' | 'maxLeaves'>,
  gradients: Float32Array,
  rows: readonly number[],
  features: readonly number[],
): BoostedTree {
  const { X, maxDepth, lambda, alpha, gamma, minChildWeight, kinds } = settings;
  const subset = [-1];
  const bits: number[][] = [];
  const tree = {
    ...{ feature: [-1], threshold: [0], missingLeft: [0], left: [0] },
    ...{ value: [0], gain: [0], cover: [0] },
  };
  const side = (of: readonly number[]): Side => ({
    rows: of,
    g: of.reduce((sum, i) => sum + gradients[2 * i]!, 0),
    h: of.reduce((sum, i) => sum + gradients[2 * i + 1]!, 0),
  });
  const shrunk = (g: number) => Math.sign(g) * Math.max(Math.abs(g) - alpha, 0);
  const score = ({ g, h }: Side) => shrunk(g) ** 2 / (h + lambda);

  let level = [{ id: 0, here: side(rows) }];
  for (let depth = 0; level.length > 0; depth++) {
    const next: typeof level = [];
    for (const { id, here } of level) {
      tree.value[id] = -shrunk(here.g) / (here.h + lambda);
      tree.cover[id] = here.h;
      let best = {
        gain: Math.max(gamma, 1e-10 * score(here)),
        feature: -1,
        threshold: 0,
        missingLeft: false,
        left: here,
        right: here,
        subset: [] as number[],
      };
      for (const feature of depth < maxDepth ? features : []) {
        const x = columnOf(X, feature);
        const known = here.rows.filter((i) => !Number.isNaN(x[i]!));
        const values = [...new Set(known.map((i) => x[i]!))].sort((a, b) => a - b);
        const anyMissing = known.length < here.rows.length;
        const kind = kinds?.[feature] ?? 'number';
        const mean = (of: number[]) => {
          const { g, h } = side(known.filter((i) => of.includes(x[i]!)));
          return g / h;
        };
        const cuts =
          kind === 'number'
            ? numberCuts(values, anyMissing)
            : categoryCuts(values, anyMissing, kind === 'single-categories', mean);
        for (const { threshold, chosen, missingLeft } of cuts) {
          const goesLeft = (i: number) =>
            Number.isNaN(x[i]!) ? missingLeft : chosen ? chosen.has(x[i]!) : x[i]! <= threshold;
          const left = side(here.rows.filter(goesLeft));
          const right = side(here.rows.filter((i) => !goesLeft(i)));
          if (left.h < minChildWeight || right.h < minChildWeight) continue;
          const gain = score(left) + score(right) - score(here);
          const toLeft = anyMissing ? missingLeft : left.h >= right.h;
          // Partitions come in no order of gain: sums in another order differ in their last bits.
          if (!(gain > best.gain * (chosen ? 1 + 1e-12 : 1))) continue;
          const words = chosen ? new Array<number>(8).fill(0) : [];
          for (let c = 0; chosen && c < 256; c++) {
            if (values.includes(c) ? chosen.has(c) : toLeft) words[c >> 5]! += 2 ** (c & 31);
          }
          best = { gain, feature, threshold, missingLeft: toLeft, left, right, subset: words };
        }
      }
      if (best.feature < 0) continue;
      const left = tree.feature.length;
      tree.feature[id] = best.feature;
      tree.threshold[id] = best.threshold;
      tree.missingLeft[id] = Number(best.missingLeft);
      tree.left[id] = left;
      tree.gain[id] = best.gain;
      subset.push(-1, -1);
      if (best.subset.length > 0) subset[id] = 0;
      bits[id] = best.subset;
      for (const list of Object.values(tree)) list.push(0, 0);
      tree.feature.splice(left, 2, -1, -1);
      next.push({ id: left, here: best.left }, { id: left + 1, here: best.right });
    }
    level = next;
  }
  let count = 0;
  return {
    subset: Int32Array.from(subset, (is) => (is < 0 ? -1 : count++)),
    subsets: Uint32Array.from(bits.flat()),
    feature: Int32Array.from(tree.feature),
    threshold: Float32Array.from(tree.threshold),
    missingLeft: Uint8Array.from(tree.missingLeft),
    left: Uint32Array.from(tree.left),
    value: Float64Array.from(tree.value),
    gain: Float64Array.from(tree.gain),
    cover: Float64Array.from(tree.cover),
  };
}

import type { BoosterSettings } from '../../src/kernels/boosting.ts';
import type { BoostedTree } from '../../src/kernels/boosting-tree.ts';
import { columnOf } from '../../src/table/matrix.ts';

interface Side {
  readonly rows: readonly number[];
  readonly g: number;
  readonly h: number;
}

/**
 * One boosted tree written for clarity: no bins, no histograms, every cut between two different values tried on the values themselves, the
 * sums of each side made anew. What the kernels are checked against, as long as a feature has no more values than bins.
 */
export function growTreeTwin(
  settings: Omit<BoosterSettings, 'nOutputs' | 'maxBins' | 'growth' | 'maxLeaves'>,
  gradients: Float32Array,
  rows: readonly number[],
  features: readonly number[],
): BoostedTree {
  const { X, maxDepth, lambda, alpha, gamma, minChildWeight } = settings;
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
      };
      for (const feature of depth < maxDepth ? features : []) {
        const x = columnOf(X, feature);
        const known = here.rows.filter((i) => !Number.isNaN(x[i]!));
        const values = [...new Set(known.map((i) => x[i]!))].sort((a, b) => a - b);
        const anyMissing = known.length < here.rows.length;
        values.forEach((low, v) => {
          const high = values[v + 1];
          if (high === undefined && !anyMissing) return;
          for (const missingLeft of anyMissing && high !== undefined ? [false, true] : [false]) {
            const goesLeft = (i: number) => (Number.isNaN(x[i]!) ? missingLeft : x[i]! <= low);
            const left = side(here.rows.filter(goesLeft));
            const right = side(here.rows.filter((i) => !goesLeft(i)));
            if (left.h < minChildWeight || right.h < minChildWeight) continue;
            const gain = score(left) + score(right) - score(here);
            const threshold = high === undefined ? Number.POSITIVE_INFINITY : Math.fround((low + high) / 2);
            const toLeft = anyMissing ? missingLeft : left.h >= right.h;
            if (gain > best.gain) best = { gain, feature, threshold, missingLeft: toLeft, left, right };
          }
        });
      }
      if (best.feature < 0) continue;
      const left = tree.feature.length;
      tree.feature[id] = best.feature;
      tree.threshold[id] = best.threshold;
      tree.missingLeft[id] = Number(best.missingLeft);
      tree.left[id] = left;
      tree.gain[id] = best.gain;
      for (const list of Object.values(tree)) list.push(0, 0);
      tree.feature.splice(left, 2, -1, -1);
      next.push({ id: left, here: best.left }, { id: left + 1, here: best.right });
    }
    level = next;
  }
  return {
    feature: Int32Array.from(tree.feature),
    threshold: Float32Array.from(tree.threshold),
    missingLeft: Uint8Array.from(tree.missingLeft),
    left: Uint32Array.from(tree.left),
    value: Float64Array.from(tree.value),
    gain: Float64Array.from(tree.gain),
    cover: Float64Array.from(tree.cover),
  };
}

import type { Block } from '../../table/block.ts';
import { columnOf } from '../../table/matrix.ts';
import { type FeatureQuality, QUALITY_BINS } from './exploration.ts';

/** Missing, zero and constant features of a block of numbers; words count as neither. Not modified. Cost O(n·p). */
export function featureQuality({ name, matrix, levels }: Block): FeatureQuality {
  const { nRows: n, nCols: p } = matrix;
  const counts = { missing: 0, zero: 0, constant: 0, allZero: 0 };
  const byMissing = QUALITY_BINS.map(() => 0);
  const byZero = QUALITY_BINS.map(() => 0);
  for (let j = 0; j < p; j++) {
    const column = columnOf(matrix, j);
    let missing = 0;
    let zero = 0;
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    for (let i = 0; i < n; i++) {
      const x = column[i]!;
      if (Number.isNaN(x)) missing++;
      else {
        if (x === 0) zero++;
        least = Math.min(least, x);
        most = Math.max(most, x);
      }
    }
    if (levels?.[j]) zero = 0; // the code of a word
    counts.missing += missing;
    counts.zero += zero;
    if (least >= most) counts.constant++;
    if (zero > 0 && zero === n - missing) counts.allZero++;
    byMissing[binOf(missing, n)]!++;
    byZero[binOf(zero, n)]!++;
  }
  const share = (count: number) => (n * p > 0 ? count / (n * p) : 0);
  return {
    ...{ block: name, samples: n, features: p, constant: counts.constant, allZero: counts.allZero },
    ...{ missing: share(counts.missing), zero: share(counts.zero), byMissing, byZero },
  };
}

/** Index into `QUALITY_BINS`. */
function binOf(count: number, n: number): number {
  if (count === 0) return 0;
  if (count === n) return 5;
  return [0.05, 0.2, 0.5].findIndex((end) => count <= end * n) + 1 || 4;
}

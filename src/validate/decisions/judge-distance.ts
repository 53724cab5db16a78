import type { DistanceCheck } from './decisions.ts';
import { sidesOf } from './held-out.ts';
import { shareInterval } from './share-interval.ts';
import { combinedDistances, type DistanceScale, distanceScale, type RawDistances } from './training-distance.ts';

/**
 * How often samples of the training kind would be called alien: each fold by the scale and limit of the other folds.
 * @param left distances of samples to planes that were fitted without them, [n]. @param folds of each, at least two, [n].
 */
export function judgeDistance(
  left: RawDistances,
  folds: Int32Array,
): { readonly scale: DistanceScale; readonly check: DistanceCheck } {
  const take = (rows: Int32Array): RawDistances => ({
    within: Float64Array.from(rows, (i) => left.within[i]!),
    residual: Float64Array.from(rows, (i) => left.residual[i]!),
    slope: Float64Array.from(rows, (i) => left.slope[i]!),
  });
  let alien = 0;
  for (const { inside, outside } of sidesOf(folds)) {
    const scale = distanceScale(take(outside));
    alien += combinedDistances(scale, take(inside)).filter((d) => d > scale.limit).length;
  }
  const scale = distanceScale(left);
  const samples = left.within.length;
  return { scale, check: { samples, alien, share: shareInterval(alien, samples), limit: scale.limit } };
}

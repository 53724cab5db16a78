import { exp, log } from '../../base/elementary.ts';
import type { RandomKey } from '../../base/random.ts';
import type { Metric } from '../../metric/metric.ts';
import type { Interval } from '../intervals.ts';
import { fitInversePowerLaw, type PowerLaw, powerLawAt } from './inverse-power-law.ts';
import { percentileInterval } from './percentile-interval.ts';
import { replicatesOf, type Statistic } from './statistic.ts';

/** The score of models that learned from part of the training samples. */
export interface CurvePoint extends Interval {
  /** Share of each training part. */
  readonly share: number;
  /** Samples learned from, mean over the folds. */
  readonly samples: number;
}

export interface LearningCurve {
  readonly metric: string;
  /** By rising number of samples. */
  readonly points: readonly CurvePoint[];
  /** a − b·n^(−c) through them. */
  readonly fit: { readonly a: number; readonly b: number; readonly c: number };
  /** The curve at twice the largest number of samples. */
  readonly doubled: Interval & { readonly samples: number };
  /** By how much that is better than at the largest number, ≥ 0 whichever way the metric points. */
  readonly gain: Interval;
}

export interface CurveOptions {
  readonly metric: Metric;
  /** Group of each sample, from `testedGroups`. */
  readonly groups: Int32Array;
  readonly random: RandomKey;
  /** Default 1000. */
  readonly replicates?: number;
}

/**
 * How the score grows with the samples learned from, and what twice as many promise. The points are fitted by an inverse power law, each weighted by
 * 1 / its bootstrap variance; intervals are percentiles over replicates of the test groups, the same for all points, the law fitted anew on each.
 * They say what chance in who was tested does to the curve; that the law holds beyond the data, and that other training subsets would have
 * given like points, is assumed.
 *
 * @param points share, mean number of training samples and score of each; at least 2 that are defined, else null.
 * Cost O(replicates · points · n). Source: Figueroa et al. 2012, BMC Med Inform Decis Mak 12:8; Mukherjee et al. 2003, J Comput Biol 10.
 */
export function learningCurve(
  points: readonly { readonly share: number; readonly samples: number; readonly score: Statistic }[],
  { metric, groups, random, replicates = 1000 }: CurveOptions,
): (LearningCurve & { readonly law: PowerLaw }) | null {
  const defined = points.filter(({ score }) => !Number.isNaN(score())).sort((a, b) => a.samples - b.samples);
  if (defined.length < 2) return null;
  const draws = replicatesOf(
    defined.map(({ score }) => score),
    groups,
    random,
    replicates,
  );
  const sizes = defined.map(({ samples }) => samples);
  const values = defined.map(({ score }) => score());
  const variances = draws.map(varianceOf);
  // A point whose score never varies (all right, all the time) must not draw the whole curve to itself.
  const floor = Math.max(...variances) / 100;
  const weights = variances.map((variance) => (floor > 0 ? 1 / Math.max(variance, floor) : 1));
  const { greaterIsBetter, range } = metric;
  const fitted = (scores: readonly number[]) => fitInversePowerLaw(sizes, scores, { greaterIsBetter, range, weights });
  const law = fitted(values);
  const most = sizes.at(-1)!;
  const laws = Array.from({ length: replicates }, (_, r) => draws.map((own) => own[r]!))
    .filter((scores) => scores.every((score) => !Number.isNaN(score)))
    .map(fitted);
  const sign = greaterIsBetter ? 1 : -1;
  const over = (value: (one: PowerLaw) => number) => percentileInterval(value(law), Float64Array.from(laws, value));
  return {
    metric: metric.name,
    points: defined.map(({ share, samples }, at) => ({
      share,
      samples,
      ...percentileInterval(values[at]!, draws[at]!),
    })),
    fit: { a: law.limit, b: law.drop * exp(law.rate * log(law.size)), c: law.rate },
    doubled: { samples: 2 * most, ...over((one) => powerLawAt(one, 2 * most)) },
    gain: over((one) => sign * (powerLawAt(one, 2 * most) - powerLawAt(one, most))),
    law,
  };
}

function varianceOf(draws: Float64Array): number {
  const values = draws.filter((draw) => !Number.isNaN(draw));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1);
}

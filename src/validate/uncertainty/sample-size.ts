import { exp, log } from '../../base/elementary.ts';
import type { RandomKey } from '../../base/random.ts';
import type { Metric } from '../../metric/metric.ts';
import { countGroups } from '../../sample/groups.ts';
import { type PowerLaw, powerLawAt } from './inverse-power-law.ts';
import type { Statistic } from './statistic.ts';

export interface SampleSizeOptions {
  readonly metric: Metric;
  readonly learner: Statistic;
  /** What must be cleared: a score of the same samples, or a number that chance reaches whatever the samples. */
  readonly baseline: Statistic | number;
  /** Group of each sample, from `testedGroups`. */
  readonly groups: Int32Array;
  /** How the score grows with the samples learned from; absent: it is taken to have stopped growing. */
  readonly law?: PowerLaw | undefined;
  /** The power asked for; default 0.8. */
  readonly power?: number;
  readonly random: RandomKey;
  /** Cohorts simulated for each size; default 400. */
  readonly simulations?: number;
}

export interface SampleSize {
  readonly metric: string;
  /** The power asked for. */
  readonly asked: number;
  /** Chance that a cohort of so many samples shows the gain, by rising size: from a quarter to sixteen times the study. */
  readonly sizes: readonly { readonly samples: number; readonly power: number }[];
  /** Of a cohort of the size of the study. */
  readonly now: number;
  /** Samples at which the power asked for is reached and kept; null where sixteen times the study is not enough. */
  readonly needed: number | null;
  /** Whether growth with the training samples is taken from a learning curve. */
  readonly growth: boolean;
}

/** Half a power of two apart, from a quarter to sixteen times the study. */
const FACTORS = Array.from({ length: 13 }, (_, step) => exp(((step - 4) / 2) * Math.LN2));

/**
 * At which number of samples a study like this one would show that the learner beats the baseline: the 95 % interval of the difference lies above 0.
 * Cohorts of each size are simulated by drawing that many groups of the study with replacement, with their predictions and those of the
 * baseline; the difference of their scores is moved by what the learning curve promises for that much more training, and its interval is ± 1.96
 * standard deviations over the simulated cohorts. The power is the share of cohorts whose interval clears 0.
 *
 * Assumed: new samples are like those at hand; the difference seen here is the true one (if it was lucky, the number is too small: it is for
 * planning, not a second test of the same data); the baseline does not improve with more samples; the law of growth holds.
 *
 * Cost O(simulations · Σ sizes + simulations · 13 · n). Null when either score is undefined. Source: bootstrap power, Efron & Tibshirani 1993, §25.5;
 * m-out-of-n resampling as in Davison & Hinkley 1997, §2.10; growth by `learningCurve`.
 */
export function sampleSize(options: SampleSizeOptions): SampleSize | null {
  const { metric, learner, baseline, law, groups, random, power: asked = 0.8, simulations = 400 } = options;
  const sign = metric.greaterIsBetter ? 1 : -1;
  const rival = typeof baseline === 'number' ? () => baseline : baseline;
  const difference: Statistic = (weights) => sign * (learner(weights) - rival(weights));
  if (Number.isNaN(difference())) return null;
  const n = groups.length;
  const nGroups = countGroups(groups);
  const sizes = FACTORS.map((factor, step) => {
    const count = Math.max(2, Math.round(factor * nGroups));
    const own = random.at('size', step);
    const draws = Float64Array.from({ length: simulations }, (_, s) =>
      difference(drawGroups(groups, count, own.at(s))),
    );
    const grown = law ? sign * (powerLawAt(law, factor * law.size) - powerLawAt(law, law.size)) : 0;
    return { samples: Math.round(factor * n), power: powerOf(draws, grown) };
  });
  return {
    metric: metric.name,
    asked,
    sizes,
    now: sizes[4]!.power,
    needed: neededFor(sizes, asked),
    growth: law !== undefined,
  };
}

/** As weights: how often each sample's group was among `count` drawn with replacement. */
function drawGroups(groups: Int32Array, count: number, random: RandomKey): Float64Array {
  const drawn = new Float64Array(countGroups(groups));
  const stream = random.stream();
  for (let d = 0; d < count; d++) drawn[stream.below(drawn.length)]!++;
  return Float64Array.from(groups, (g) => drawn[g] ?? 0);
}

/** A cohort on which a score is undefined (one class) shows nothing. */
function powerOf(draws: Float64Array, grown: number): number {
  const defined = draws.filter((draw) => !Number.isNaN(draw));
  const mean = defined.reduce((sum, draw) => sum + draw, 0) / defined.length;
  const variance = defined.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / Math.max(1, defined.length - 1);
  const reach = 1.959963984540054 * Math.sqrt(variance);
  return defined.filter((draw) => draw + grown - reach > 0).length / draws.length;
}

/** Between the last size below the power asked for and the next, straight in the logarithm of the size; rounded up. */
function neededFor(sizes: SampleSize['sizes'], asked: number): number | null {
  const last = sizes.findLastIndex(({ power }) => power < asked);
  if (last === sizes.length - 1) return null;
  if (last < 0) return sizes[0]!.samples;
  const [below, above] = [sizes[last]!, sizes[last + 1]!];
  const share = (asked - below.power) / (above.power - below.power);
  return Math.ceil(below.samples * exp(share * log(above.samples / below.samples)));
}

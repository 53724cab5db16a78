import type { RandomKey } from '../../base/random.ts';
import type { Metric } from '../../metric/metric.ts';
import { holm } from '../../numeric/holm.ts';
import { correctedResampledT, type DifferenceTest } from './corrected-resampled-t.ts';
import { type FoldedRows, foldScores, testToTrain } from './fold-scores.ts';
import { pairedBootstrap } from './paired-bootstrap.ts';
import { replicatesOf, statisticOf, testedGroups } from './statistic.ts';

/** The difference of two learners, a − b, in the metric. */
export interface Comparison extends DifferenceTest {
  readonly a: string;
  readonly b: string;
  readonly metric: string;
  readonly method: 'corrected-resampled-t' | 'paired-bootstrap';
  /** p adjusted by Holm over all pairs compared by the method. */
  readonly adjusted: number;
}

export interface Contestant {
  readonly name: string;
  /** Every contestant has the same folds. */
  readonly repeats: readonly FoldedRows[];
}

export interface CompareOptions {
  readonly metric: Metric;
  /** Group of each sample of the study, [n]: what the bootstrap draws. */
  readonly groups: Int32Array;
  readonly random: RandomKey;
  /** Default 1000. */
  readonly replicates?: number;
  /** Each contestant is compared with each of these instead of with the other contestants. */
  readonly rivals?: readonly Contestant[];
}

/**
 * Every pair of learners by two methods that answer two questions: the corrected resampled t test over folds and repeats (would this learner be
 * the better one if trained on other samples like these?) and the paired bootstrap over groups (are these very models that far apart on other
 * samples?). p values are adjusted by Holm over all pairs, not over those with the best learner only: which is the best was seen in the same
 * data. A pair that a method cannot compare (leave-one-out has no score a fold) is left out of that method.
 *
 * Cost O(replicates · learners · n). Sources: `correctedResampledT`, `pairedBootstrap`, `holm`.
 */
export function compareLearners(
  contestants: readonly Contestant[],
  { metric, groups, random, replicates = 1000, rivals = [] }: CompareOptions,
): Comparison[] {
  const everyone = [...contestants, ...rivals];
  const pairs = contestants.flatMap((a, i) => {
    const from = rivals.length > 0 ? contestants.length : i + 1;
    return everyone.slice(from).map((b, j) => ({ a, b, i, l: from + j }));
  });
  if (pairs.length === 0) return [];
  const statistics = everyone.map(({ repeats }) => statisticOf(metric, repeats));
  const draws = replicatesOf(statistics, testedGroups(groups, contestants[0]!.repeats), random, replicates);
  const values = statistics.map((statistic) => statistic());
  const byFold = everyone.map(({ repeats }) => foldScores(metric, repeats));
  const tests = {
    'corrected-resampled-t': pairs.map(({ a, i, l }) =>
      correctedResampledT(
        byFold[i]!.map((score, fold) => score - byFold[l]![fold]!),
        testToTrain(a.repeats),
      ),
    ),
    'paired-bootstrap': pairs.map(({ i, l }) => pairedBootstrap(values[i]! - values[l]!, draws[i]!, draws[l]!)),
  };
  return (Object.keys(tests) as (keyof typeof tests)[]).flatMap((method) => {
    const adjusted = holm(tests[method].map(({ p }) => p));
    return pairs.flatMap(({ a, b }, at): Comparison[] => {
      const test = tests[method][at]!;
      if (Number.isNaN(test.p)) return [];
      return [{ a: a.name, b: b.name, metric: metric.name, ...test, adjusted: adjusted[at]!, method }];
    });
  });
}

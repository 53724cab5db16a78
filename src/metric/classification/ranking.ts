import { DataError, ShapeError } from '../../base/errors.ts';
import { risingOrder } from '../mass-bins.ts';
import type { ClassInput, Ranking } from './class-metric.ts';
import { logOddsOf } from './log-odds.ts';

/** @throws {ShapeError} lengths that disagree. @throws {DataError} a probability that is NaN. Cost O(K · n), and O(n log n) for each order that is asked for. */
export function rankScores(input: ClassInput): Ranking {
  const predicted = predictedClasses(input);
  return {
    predicted,
    descending: onceEach((k) => descendingOrder(input, k)),
    confidences: onceEach(() => confidencesOf(input, predicted)),
    logOdds: onceEach((k) => logOddsOf(input, k)),
  };
}

/** Keeps what was made for each class. */
function onceEach<T>(make: (k: number) => T): (k?: number) => T {
  const made: T[] = [];
  return (k = 0) => {
    made[k] ??= make(k);
    return made[k];
  };
}

function confidencesOf({ probabilities, nClasses }: ClassInput, predicted: Int32Array) {
  const values = Float64Array.from(predicted, (k, i) => probabilities[i * nClasses + k]!);
  return { values, order: risingOrder(values) };
}

/** The class of highest probability, the first of equals, [n]. @throws as `rankScores`. */
export function predictedClasses(input: ClassInput): Int32Array {
  if (input.ranking) return input.ranking.predicted;
  const { truth, probabilities, nClasses } = input;
  if (probabilities.length !== truth.length * nClasses) {
    throw new ShapeError({
      where: 'metric',
      problem: `probabilities must be ${truth.length} × ${nClasses}, got ${probabilities.length} numbers`,
    });
  }
  return truth.map((_, i) => {
    const row = i * nClasses;
    let best = 0;
    for (let k = 0; k < nClasses; k++) {
      if (Number.isNaN(probabilities[row + k])) {
        throw new DataError({ where: 'metric', problem: `probabilities must be numbers, got NaN for sample ${i}` });
      }
      if (probabilities[row + k]! > probabilities[row + best]!) best = k;
    }
    return best;
  });
}

/** Samples by falling probability of class k, [n]. */
export function descendingOrder({ truth, probabilities, nClasses, ranking }: ClassInput, k: number): Int32Array {
  if (ranking) return ranking.descending(k);
  const order = Int32Array.from(truth, (_, i) => i);
  return order.sort((a, b) => probabilities[b * nClasses + k]! - probabilities[a * nClasses + k]! || a - b);
}

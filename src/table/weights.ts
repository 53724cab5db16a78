import { DataError, ShapeError, UnsupportedError } from '../base/errors.ts';
import type { TrainView } from './contract.ts';

/**
 * The weight of each training row, [n]; 1 each when the view has none. @param where who asks, for the message.
 * @throws {DataError} a weight that is not finite and above 0. @throws {ShapeError} another number of weights than rows.
 */
export function rowWeights({ X, weights }: Pick<TrainView, 'X' | 'weights'>, where: string): Float64Array {
  if (!weights) return new Float64Array(X.nRows).fill(1);
  if (weights.length !== X.nRows) {
    throw new ShapeError({ where, problem: `must have a weight for each of ${X.nRows} rows, got ${weights.length}` });
  }
  checkWeights(weights, where, (i) => `row ${i}`);
  return weights;
}

/** @param nameOf how row i is called. @throws {DataError} naming the first weight that is not finite and above 0. */
export function checkWeights(weights: Float64Array, where: string, nameOf: (i: number) => string): void {
  const at = weights.findIndex((weight) => !(weight > 0 && weight < Number.POSITIVE_INFINITY));
  if (at < 0) return;
  throw new DataError({
    where,
    problem: `a weight must be above 0 and finite, got ${Number.isNaN(weights[at]!) ? 'none' : weights[at]} for ${nameOf(at)}`,
    hint: "leave the sample out with 'where', or correct its weight",
  });
}

/** For learners that have no use for weights. @throws {UnsupportedError} the view has some. */
export function requireUnweighted({ weights }: Pick<TrainView, 'weights'>, where: string): void {
  if (!weights) return;
  throw new UnsupportedError({
    where,
    problem: 'takes no sample weights',
    hint: 'leave out samples.weight, or choose a learner that takes them',
  });
}

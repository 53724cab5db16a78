import { ShapeError } from '../base/errors.ts';
import type { Attribution } from './attribution.ts';

/** The training samples most like each explained one, the nearest first. */
export interface NearestCases {
  /** Rows of the training attribution, [nRows][k]. */
  readonly cases: readonly Int32Array[];
  /** Euclidean distance of their attributions, in the unit of the scale, [nRows][k]. */
  readonly distances: readonly Float64Array[];
}

/**
 * Training cases that the model judges for the same reasons: nearest by their attributions, so that features count as much as they move the output and others do not.
 * @param own and @param training attributions of one model by one method. @param k at most. @throws {ShapeError} other outputs.
 * Cost O(nRows · training rows · features).
 */
export function nearestCases(own: Attribution, training: Attribution, k = 5): NearestCases {
  if (own.outputs.join() !== training.outputs.join())
    throw new ShapeError({ where: 'nearest cases', problem: 'both attributions must be of one model' });
  const [n, m] = [own.nRows, training.nRows];
  const cases: Int32Array[] = [];
  const distances: Float64Array[] = [];
  const squares = new Float64Array(n * m);
  const runs = [...runsOf(own, training)];
  for (const [a, b] of runs) {
    for (let i = 0; i < n; i++) for (let r = 0; r < m; r++) squares[i * m + r]! += ((a?.[i] ?? 0) - (b?.[r] ?? 0)) ** 2;
  }
  for (let i = 0; i < n; i++) {
    const row = squares.subarray(i * m, (i + 1) * m);
    const order = Int32Array.from(row.keys())
      .sort((a, b) => row[a]! - row[b]! || a - b)
      .slice(0, k);
    cases.push(order);
    distances.push(Float64Array.from(order, (r) => Math.sqrt(row[r]!)));
  }
  return { cases, distances };
}

/** The values of each output and feature in both; a feature that one does not use is 0 there. */
function* runsOf(own: Attribution, training: Attribution) {
  const run = ({ features, values, nRows }: Attribution, k: number, j: number) => {
    const at = features.indexOf(j);
    return at < 0
      ? undefined
      : values.subarray((k * features.length + at) * nRows, (k * features.length + at + 1) * nRows);
  };
  for (const j of new Set([...own.features, ...training.features]))
    for (let k = 0; k < own.outputs.length; k++) yield [run(own, k, j), run(training, k, j)] as const;
}

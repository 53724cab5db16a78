import { FormatError } from '../base/errors.ts';
import type { Fitted, State } from '../table/contract.ts';
import { columnOf, createMatrix, type Matrix } from '../table/matrix.ts';
import { checkNumeric, checkWidth } from './checks.ts';
import { arrayOf, numberOf } from './state.ts';

/**
 * Replaces the features by coordinates on `count` axes, (x − means)·axes, named pc1, pc2, …: what components do once they are fitted. Missing values count as
 * the mean. The sums of a row do not depend on the other rows. Cost O(n·p·count), four features in full at a time.
 * @param axes [p, count] row-major.
 */
export function projectionFitted(kind: string, means: Float64Array, axes: Float64Array, count: number): Fitted {
  return {
    kind,
    sparse: true,
    packed: true,
    apply(block) {
      checkWidth(block, means.length, kind);
      checkNumeric(block, kind);
      const { nRows: n } = block.matrix;
      const scores = new Float64Array(n * count);
      const used = Array.from(means.keys()).filter((j) =>
        axes.subarray(j * count, (j + 1) * count).some((weight) => weight !== 0),
      );
      // Four features at a time: the sums are read and written a quarter as often, in the same order.
      for (let from = 0; from < used.length; from += 4) {
        const four = Array.from({ length: 4 }, (_, f) => used[from + f]);
        const [v0, v1, v2, v3] = four.map((j) => deviations(block.matrix, j, means)) as Four;
        const [a0, a1, a2, a3] = four.map((j) =>
          j === undefined ? new Float64Array(count) : axes.subarray(j * count, (j + 1) * count),
        ) as Four;
        for (let i = 0; i < n; i++) {
          const [d0, d1, d2, d3] = [v0[i]!, v1[i]!, v2[i]!, v3[i]!];
          const at = i * count;
          for (let c = 0; c < count; c++)
            scores[at + c] = scores[at + c]! + d0 * a0[c]! + d1 * a1[c]! + d2 * a2[c]! + d3 * a3[c]!;
        }
      }
      const { levels: _, ...rest } = block;
      return { ...rest, features: componentNames(count), matrix: componentTable(scores, n, count) };
    },
    toState: () => ({ kind, json: { count }, arrays: { means, axes } }),
  };
}

type Four = [Float64Array, Float64Array, Float64Array, Float64Array];

/** What each row has beyond the mean, 0 where it is missing; of no feature all 0. */
function deviations(X: Matrix, j: number | undefined, means: Float64Array): Float64Array {
  const out = new Float64Array(X.nRows);
  if (j === undefined) return out;
  const column = columnOf(X, j);
  for (let i = 0; i < out.length; i++) {
    const value = column[i]! - means[j]!;
    out[i] = Number.isNaN(value) ? 0 : value;
  }
  return out;
}

export function restoreProjection(state: State): Fitted {
  const means = arrayOf(state, 'means', Float64Array);
  const axes = arrayOf(state, 'axes', Float64Array);
  const count = numberOf(state, 'count');
  if (axes.length !== means.length * count) {
    throw new FormatError({
      where: `model, step ${state.kind}`,
      problem: `'axes' must have ${means.length * count} numbers, got ${axes.length}`,
    });
  }
  return projectionFitted(state.kind, means, axes, count);
}

export const componentNames = (count: number): string[] => Array.from({ length: count }, (_, c) => `pc${c + 1}`);

/** @param scores [n, count] row-major. */
export function componentTable(scores: Float64Array, n: number, count: number): Matrix {
  const matrix = createMatrix(n, count);
  for (let c = 0; c < count; c++) for (let i = 0; i < n; i++) matrix.data[c * n + i] = scores[i * count + c]!;
  return matrix;
}

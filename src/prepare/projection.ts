import { FormatError } from '../base/errors.ts';
import type { Fitted, State } from '../table/contract.ts';
import { columnOf, createMatrix, type Matrix } from '../table/matrix.ts';
import { checkNumeric, checkWidth } from './checks.ts';
import { arrayOf, numberOf } from './state.ts';

/**
 * Replaces the features by coordinates on `count` axes, (x − means)·axes, named pc1, pc2, …: what components do once they are fitted. Missing values count as
 * the mean. The sums of a row do not depend on the other rows. Cost O(n·p·count), one feature in full at a time.
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
      means.forEach((mean, j) => {
        const axis = axes.subarray(j * count, (j + 1) * count);
        if (axis.every((weight) => weight === 0)) return;
        const column = columnOf(block.matrix, j);
        for (let i = 0; i < n; i++) {
          const value = column[i]! - mean;
          if (Number.isNaN(value)) continue;
          const at = i * count;
          for (let c = 0; c < count; c++) scores[at + c]! += value * axis[c]!;
        }
      });
      const { levels: _, ...rest } = block;
      return { ...rest, features: componentNames(count), matrix: componentTable(scores, n, count) };
    },
    toState: () => ({ kind, json: { count }, arrays: { means, axes } }),
  };
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

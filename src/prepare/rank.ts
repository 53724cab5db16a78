import type { Fitted, State, Transform } from '../table/contract.ts';
import { columnOf } from '../table/matrix.ts';
import { checkNumeric, checkWidth } from './checks.ts';
import { gatherPresent } from './column-statistics.ts';
import { arrayOf } from './state.ts';

/**
 * Each feature through its training distribution: x → (#{t < x} + ½ #{t = x}) / m over its m training values t, its mid-rank as a
 * quantile in 0 … 1. A new row is placed among the training rows, never among other new ones. A feature without a training value
 * becomes ½. Missing stays missing.
 * @throws {DataError} a column of words. Cost O(n·p·log n); the state holds every training value, 4·n·p bytes.
 */
export function create(): Transform {
  return {
    kind: 'rank',
    columnwise: true,
    params: {},
    async fit(block) {
      checkNumeric(block, 'rank');
      const { nCols, data } = block.matrix;
      const sorted = new Float32Array(data.length);
      const offsets = new Uint32Array(nCols + 1);
      for (let j = 0; j < nCols; j++) {
        const start = offsets[j]!;
        const count = gatherPresent(columnOf(block.matrix, j), sorted.subarray(start));
        sorted.subarray(start, start + count).sort();
        offsets[j + 1] = start + count;
      }
      // Trimmed by copy only where something is missing: the state owns its buffer.
      const total = offsets[nCols]!;
      return fitted(total === sorted.length ? sorted : sorted.slice(0, total), offsets);
    },
  };
}

export function restore(state: State): Fitted {
  return fitted(arrayOf(state, 'sorted', Float32Array), arrayOf(state, 'offsets', Uint32Array));
}

/** @param sorted the training values of feature j, ascending, at offsets[j] … offsets[j + 1]. */
function fitted(sorted: Float32Array, offsets: Uint32Array): Fitted {
  return {
    kind: 'rank',
    apply(block) {
      checkWidth(block, offsets.length - 1, 'rank');
      checkNumeric(block, 'rank');
      for (let j = 0; j < block.matrix.nCols; j++) {
        const column = columnOf(block.matrix, j);
        const training = sorted.subarray(offsets[j], offsets[j + 1]);
        const m = training.length;
        for (let i = 0; i < column.length; i++) {
          const x = column[i]!;
          if (Number.isNaN(x)) continue;
          const below = countBelow(training, x);
          column[i] = m > 0 ? (below + countUpTo(training, x, below)) / (2 * m) : 0.5;
        }
      }
      return block;
    },
    toState: () => ({ kind: 'rank', json: {}, arrays: { sorted, offsets } }),
  };
}

/** How many of the ascending values are below x. */
function countBelow(values: Float32Array, x: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (values[middle]! < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** How many of the ascending values are at most x, given how many are below: steps that double, so that a value without ties costs two looks. */
function countUpTo(values: Float32Array, x: number, below: number): number {
  let step = 1;
  let low = below;
  while (low + step <= values.length && values[low + step - 1] === x) {
    low += step;
    step *= 2;
  }
  for (; step >= 1; step /= 2) if (low + step <= values.length && values[low + step - 1] === x) low += step;
  return low;
}

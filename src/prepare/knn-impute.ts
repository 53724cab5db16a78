import type { ParamValues } from '../base/params.ts';
import type { Block } from '../table/block.ts';
import type { Fitted, State, Transform } from '../table/contract.ts';
import { columnOf, type Matrix } from '../table/matrix.ts';
import { checkNumeric, checkWidth, warnOfEmpty } from './checks.ts';
import { moments } from './column-statistics.ts';
import { nanSquaredDistances } from './nan-distances.ts';
import { arrayOf, numberOf } from './state.ts';

/** Rows filled together: bounds the memory of the distances. */
const CHUNK = 256;

/**
 * Fills a missing value with the mean of that feature in the `neighbors` nearest training rows that have it. Near is Euclidean over the
 * features that both rows have, scaled up to all; put the features on one scale first. Of equally near rows the earlier is taken. Where no
 * such row is comparable, the training mean of the feature; for a feature without a training value 0, with a warning.
 *
 * The neighbours are samples, as in scikit-learn's KNNImputer, not genes as in Troyanskaya et al.: of genes each new sample would need
 * those that it misses, and 20,000 genes have 2·10⁸ pairs. The model file therefore holds the training rows: think before giving it away.
 * @throws {DataError} a column of words. Cost O(rows with missing · training rows · p); memory and state 4·n·p bytes.
 * Source: Troyanskaya et al. 2001, Bioinformatics 17, 520. Checked against scikit-learn 1.2.1 (KNNImputer).
 */
export function create(params: ParamValues): Transform {
  return {
    kind: 'knn-impute',
    params,
    async fit(block, _target, ctx) {
      checkNumeric(block, 'knn-impute');
      const { nRows, nCols, data } = block.matrix;
      const means = Float64Array.from({ length: nCols }, (_, j) => moments(columnOf(block.matrix, j)).mean);
      warnOfEmpty(
        block,
        block.features.filter((_, j) => Number.isNaN(means[j]!)),
        'knn-impute',
        ctx,
      );
      const fill = means.map((mean) => (Number.isNaN(mean) ? 0 : mean));
      return fitted({ nRows, nCols, data: data.slice() }, fill, params.neighbors as number);
    },
  };
}

export function restore(state: State): Fitted {
  const fill = arrayOf(state, 'fill', Float64Array);
  const data = arrayOf(state, 'rows', Float32Array);
  return fitted({ nRows: numberOf(state, 'nRows'), nCols: fill.length, data }, fill, numberOf(state, 'neighbors'));
}

/** @param training with its missing values. @param fill [nFeatures], where no row can be asked. */
function fitted(training: Matrix, fill: Float64Array, neighbors: number): Fitted {
  return {
    kind: 'knn-impute',
    apply(block) {
      checkWidth(block, training.nCols, 'knn-impute');
      checkNumeric(block, 'knn-impute');
      const incomplete = rowsWithMissing(block);
      for (let from = 0; from < incomplete.length; from += CHUNK) {
        const rows = incomplete.subarray(from, from + CHUNK);
        const distances = nanSquaredDistances(block.matrix, rows, training);
        rows.forEach((i, k) => {
          const nearest = ascending(distances.subarray(k * training.nRows, (k + 1) * training.nRows));
          fillRow(block.matrix, i, training, nearest, neighbors, fill);
        });
      }
      return block;
    },
    toState: () => ({
      kind: 'knn-impute',
      json: { neighbors, nRows: training.nRows },
      arrays: { rows: training.data, fill },
    }),
  };
}

function rowsWithMissing({ matrix: { data, nRows, nCols } }: Block): Int32Array {
  const flags = new Uint8Array(nRows);
  for (let j = 0, at = 0; j < nCols; j++) {
    for (let i = 0; i < nRows; i++, at++) if (Number.isNaN(data[at]!)) flags[i] = 1;
  }
  return Int32Array.from(flags.keys()).filter((i) => flags[i] === 1);
}

/** The rows that are comparable, nearest first. */
function ascending(distances: Float64Array): Uint32Array {
  const order = Uint32Array.from(distances.keys()).filter((i) => !Number.isNaN(distances[i]!));
  return order.sort((a, b) => distances[a]! - distances[b]! || a - b);
}

function fillRow(
  { data, nRows, nCols }: Matrix,
  i: number,
  training: Matrix,
  nearest: Uint32Array,
  neighbors: number,
  fill: Float64Array,
): void {
  for (let j = 0, at = i; j < nCols; j++, at += nRows) {
    if (!Number.isNaN(data[at]!)) continue;
    let sum = 0;
    let count = 0;
    for (let k = 0; k < nearest.length && count < neighbors; k++) {
      const value = training.data[j * training.nRows + nearest[k]!]!;
      if (Number.isNaN(value)) continue;
      sum += value;
      count++;
    }
    data[at] = count > 0 ? sum / count : fill[j]!;
  }
}

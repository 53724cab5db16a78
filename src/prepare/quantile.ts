import { DataError } from '../base/errors.ts';
import type { Fitted, State, Transform } from '../table/contract.ts';
import { createArgsort } from './argsort.ts';
import { checkNumeric, checkWidth, stepWhere } from './checks.ts';
import { eachRow } from './rows.ts';
import { arrayOf } from './state.ts';

/**
 * Quantile normalisation: every sample is given the same distribution, the reference m, where mₖ is the mean over the training rows of
 * their k-th smallest value. The value of mid-rank r (from 0) among the q present values of a sample becomes the reference at r / (q − 1),
 * interpolated; so equal values stay equal. A new sample is matched to the frozen reference. In a sample that misses values the present
 * ones stand for the whole distribution; missing stays missing. Put it before any step that drops features, and use it only where the
 * samples may be believed to have one distribution.
 * @throws {DataError} no training row has a value; a column of words. Cost O(n·p), in place (radix sort of each row); the state holds
 * one number a feature. Source: Bolstad et al. 2003, Bioinformatics 19, 185. Checked against limma 3.54.1 (normalizeQuantiles, ties=TRUE).
 */
export function create(): Transform {
  return {
    kind: 'quantile',
    params: {},
    async fit(block) {
      checkNumeric(block, 'quantile');
      const { nCols } = block.matrix;
      const sort = createPresentSort(nCols);
      const reference = new Float64Array(nCols);
      let rows = 0;
      eachRow(block.matrix, (row) => {
        const { sorted } = sort(row);
        if (sorted.length === 0) return;
        rows++;
        for (let k = 0; k < nCols; k++) reference[k]! += interpolate(sorted, k / Math.max(1, nCols - 1));
      });
      if (rows === 0) {
        throw new DataError({
          where: stepWhere(block, 'quantile'),
          problem: 'training rows must hold values, got none',
        });
      }
      return fitted(reference.map((sum) => sum / rows));
    },
  };
}

export function restore(state: State): Fitted {
  return fitted(arrayOf(state, 'reference', Float64Array));
}

/** @param reference [nFeatures], ascending. */
function fitted(reference: Float64Array): Fitted {
  return {
    kind: 'quantile',
    apply(block) {
      checkWidth(block, reference.length, 'quantile');
      checkNumeric(block, 'quantile');
      const sort = createPresentSort(reference.length);
      const change = (row: Float32Array) => {
        const { sorted, places } = sort(row);
        const q = sorted.length;
        for (let k = 0; k < q; ) {
          let end = k + 1;
          while (end < q && sorted[end] === sorted[k]) end++;
          const value = interpolate(reference, q > 1 ? (k + end - 1) / 2 / (q - 1) : 0.5);
          for (; k < end; k++) row[places[k]!] = value;
        }
      };
      eachRow(block.matrix, change, { write: true });
      return block;
    },
    toState: () => ({ kind: 'quantile', json: {}, arrays: { reference } }),
  };
}

/** The value at a share 0 … 1 of the way through ascending values. */
function interpolate(values: Float32Array | Float64Array, share: number): number {
  const position = share * (values.length - 1);
  // A share k/(n − 1) times n − 1 may miss k by one rounding: that is k.
  const near = Math.round(position);
  if (Math.abs(position - near) < 1e-9 * values.length) return values[near]!;
  const k = Math.floor(position);
  return values[k]! + (position - k) * (values[k + 1]! - values[k]!);
}

/** Sorts the present values of a row; `places` are their columns. */
function createPresentSort(nCols: number) {
  const argsort = createArgsort(nCols);
  const present = new Float32Array(nCols);
  const columns = new Uint32Array(nCols);
  const places = new Uint32Array(nCols);
  return (row: Float32Array) => {
    let count = 0;
    for (let j = 0; j < nCols; j++) {
      if (Number.isNaN(row[j]!)) continue;
      present[count] = row[j]!;
      columns[count++] = j;
    }
    const { sorted, order } = argsort(present, count);
    for (let k = 0; k < count; k++) places[k] = columns[order[k]!]!;
    return { sorted, places };
  };
}

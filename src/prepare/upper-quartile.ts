import { DataError } from '../base/errors.ts';
import type { Fitted, State, Transform } from '../table/contract.ts';
import { columnOf } from '../table/matrix.ts';
import { checkWidth, stepWhere } from './checks.ts';
import { gatherPresent, quantile } from './column-statistics.ts';
import { checkCounts } from './counts.ts';
import { eachRow } from './rows.ts';
import { arrayOf, numberOf } from './state.ts';

/**
 * Counts over the upper quartile of their sample: x · U / q, q the 75th percentile (type 7) of the sample over the features that are not
 * 0 in every training row, U the mean of q over the training rows, so that the values keep their size. For counts in which a few features
 * take most of the reads, where cpm would let those decide. Put it before any step that drops features. Missing is left out of q.
 * @throws {DataError} a negative value, a sample whose upper quartile is 0, a column of words.
 * Expected cost O(n·p), in place. Source: Bullard et al. 2010, BMC Bioinformatics 11:94, §Methods. Checked against R quantile and edgeR.
 */
export function create(): Transform {
  return {
    kind: 'upper-quartile',
    params: {},
    async fit(block) {
      checkCounts(block, 'upper-quartile');
      const { nCols } = block.matrix;
      const expressed = new Uint8Array(nCols);
      for (let j = 0; j < nCols; j++) expressed[j] = Number(columnOf(block.matrix, j).some((x) => x > 0));
      let sum = 0;
      eachRow(
        block.matrix,
        upperQuartiles(block, expressed, (_, q) => (sum += q)),
      );
      return fitted(expressed, sum / block.matrix.nRows);
    },
  };
}

export function restore(state: State): Fitted {
  return fitted(arrayOf(state, 'expressed', Uint8Array), numberOf(state, 'level'));
}

/** @param expressed [nFeatures] 0/1. @param level mean upper quartile of the training rows. */
function fitted(expressed: Uint8Array, level: number): Fitted {
  return {
    kind: 'upper-quartile',
    apply(block) {
      checkWidth(block, expressed.length, 'upper-quartile');
      checkCounts(block, 'upper-quartile');
      const scale = (row: Float32Array, q: number) => {
        for (let j = 0; j < row.length; j++) row[j] = (row[j]! * level) / q;
      };
      eachRow(block.matrix, upperQuartiles(block, expressed, scale), { write: true });
      return block;
    },
    toState: () => ({ kind: 'upper-quartile', json: { level }, arrays: { expressed } }),
  };
}

/** Hands each row on with its upper quartile. */
function upperQuartiles(
  { name, ids, matrix }: Parameters<Fitted['apply']>[0],
  expressed: Uint8Array,
  use: (row: Float32Array, q: number) => void,
) {
  const scratch = new Float32Array(matrix.nCols);
  const values = new Float32Array(matrix.nCols);
  return (row: Float32Array, i: number) => {
    let count = 0;
    for (let j = 0; j < row.length; j++) if (expressed[j]) values[count++] = row[j]!;
    count = gatherPresent(values.subarray(0, count), scratch);
    const q = count > 0 ? quantile(scratch, count, 0.75) : 0;
    if (!(q > 0)) {
      throw new DataError({
        where: stepWhere({ name }, 'upper-quartile'),
        problem: `every sample must have an upper quartile above 0, got 0 in '${ids[i]}'`,
        hint: 'remove this sample, or use cpm or median-of-ratios',
      });
    }
    use(row, q);
  };
}

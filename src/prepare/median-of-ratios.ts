import { exp, log } from '../base/elementary.ts';
import { DataError } from '../base/errors.ts';
import type { Block } from '../table/block.ts';
import type { Fitted, State, Transform } from '../table/contract.ts';
import { columnOf } from '../table/matrix.ts';
import { checkWidth, stepWhere } from './checks.ts';
import { kthSmallest } from './column-statistics.ts';
import { checkCounts } from './counts.ts';
import { eachRow } from './rows.ts';
import { arrayOf } from './state.ts';

/**
 * Counts over the size factor of their sample: s = median over features of x / g, g the geometric mean of the feature on the training
 * rows, over features whose present training counts are all above 0 and which are above 0 in the sample. DESeq2's size factors, with the
 * reference frozen at training, so that a new sample is measured against the same one. Put it before any step that drops features.
 * Missing is ignored and stays missing.
 * @throws {DataError} a negative value; no feature without a training 0; a sample with 0 in all of those; a column of words.
 * Expected cost O(n·p), in place; the state holds one number a feature. Source: Anders & Huber 2010, Genome Biology 11:R106, eq. 5.
 * Checked against DESeq2 1.38.3 (estimateSizeFactorsForMatrix; with geoMeans it also brings the factors of the new samples to a
 * geometric mean of 1, which a sample alone cannot do).
 */
export function create(): Transform {
  return {
    kind: 'median-of-ratios',
    params: {},
    async fit(block) {
      checkCounts(block, 'median-of-ratios');
      const { nCols } = block.matrix;
      const logMeans = new Float64Array(nCols);
      for (let j = 0; j < nCols; j++) logMeans[j] = meanLog(columnOf(block.matrix, j));
      if (logMeans.every(Number.isNaN)) {
        throw new DataError({
          where: stepWhere(block, 'median-of-ratios'),
          problem: 'at least one feature must be above 0 in every training row, got none',
          hint: 'use upper-quartile or cpm',
        });
      }
      return fitted(logMeans);
    },
  };
}

export function restore(state: State): Fitted {
  return fitted(arrayOf(state, 'logMeans', Float64Array));
}

/** Mean of ln x over what is present; NaN when something is 0 or nothing is present. */
function meanLog(column: Float32Array): number {
  let sum = 0;
  let count = 0;
  for (const x of column) {
    if (x === 0) return Number.NaN;
    if (!(x > 0)) continue;
    sum += log(x);
    count++;
  }
  return sum / count;
}

/** @param logMeans [nFeatures]; NaN: the feature is not in the reference. */
function fitted(logMeans: Float64Array): Fitted {
  const means = logMeans.map((value) => exp(value));
  return {
    kind: 'median-of-ratios',
    apply(block) {
      checkWidth(block, means.length, 'median-of-ratios');
      checkCounts(block, 'median-of-ratios');
      const ratios = new Float32Array(means.length);
      const scale = (row: Float32Array, i: number) => {
        const size = sizeFactor(row, i, block, means, ratios);
        for (let j = 0; j < row.length; j++) row[j] = row[j]! / size;
      };
      eachRow(block.matrix, scale, { write: true });
      return block;
    },
    toState: () => ({ kind: 'median-of-ratios', json: {}, arrays: { logMeans } }),
  };
}

/** The median of the ratios; of an even number of them the geometric mean of the two in the middle, as DESeq2, which takes logarithms. */
function sizeFactor(row: Float32Array, i: number, block: Block, means: Float64Array, ratios: Float32Array): number {
  let count = 0;
  for (let j = 0; j < row.length; j++) {
    const x = row[j]!;
    if (x > 0 && means[j]! > 0) ratios[count++] = x / means[j]!;
  }
  if (count === 0) {
    throw new DataError({
      where: stepWhere(block, 'median-of-ratios'),
      problem: `every sample must have counts in a feature of the reference, got none in '${block.ids[i]}'`,
      hint: 'remove this sample, or use cpm',
    });
  }
  const low = kthSmallest(ratios, (count - 1) >> 1, count);
  const high = kthSmallest(ratios, count >> 1, count);
  return Math.sqrt(low) * Math.sqrt(high);
}

import type { ParamValues } from '../base/params.ts';
import type { Block } from '../table/block.ts';
import type { Transform } from '../table/contract.ts';
import { columnOf } from '../table/matrix.ts';
import { checkNumeric } from './checks.ts';
import { moments } from './column-statistics.ts';
import { selectionTransform } from './selection.ts';

/**
 * Keeps the `count` features with the largest variance on the training rows, in their original order; ties go to the earlier feature.
 * Missing is ignored; a feature without any value comes last. Has no eye for the labels. Variance depends on the unit: use it before
 * standardize, after log2. @throws {DataError} a column of words. Cost O(n·p + p log p).
 */
export function create(params: ParamValues): Transform {
  const score = (block: Block) => {
    checkNumeric(block, 'top-variance');
    const variances = new Float64Array(block.matrix.nCols);
    for (let j = 0; j < variances.length; j++) {
      const { count, variance } = moments(columnOf(block.matrix, j));
      variances[j] = count > 0 ? variance : -1;
    }
    return variances;
  };
  return selectionTransform('top-variance', params, score, {
    byClass: false,
    score: ({ counts, squares }) => squares[0]! / counts[0]!,
  });
}

export { restoreSelection as restore } from './selection.ts';

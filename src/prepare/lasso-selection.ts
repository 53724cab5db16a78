import type { ParamValues } from '../base/params.ts';
import type { Transform } from '../table/contract.ts';
import { checkNumeric } from './checks.ts';
import { lassoOrder } from './lasso-order.ts';
import { selectionFitted } from './selection.ts';
import { checkTarget } from './target-scores.ts';

/**
 * Keeps the first `count` features that enter the lasso path of the target, in their original order: features that say something beside
 * each other, where filters of one feature at a time keep ten copies of one. Fewer are kept when fewer explain the target. Features are
 * standardised for the choice only; missing counts as the mean. It looks at the target: training rows only.
 * @throws {DataError} no target, fewer than two classes among the training rows, or a column of words.
 * @throws {UnsupportedError} a target other than classes. Cost: a lasso path to that many features (`kernels/elastic-net.ts`), about two
 * copies of the table in memory. Source: Tibshirani 1996, JRSS-B 58, 267. Checked against glmnet 4.1 (order of entry).
 */
export function create(params: ParamValues): Transform {
  return {
    kind: 'lasso-selection',
    params,
    async fit(block, target, ctx) {
      checkNumeric(block, 'lasso-selection');
      checkTarget(block, target, 'lasso-selection');
      const entered = await lassoOrder(block.matrix, target, params.count as number, 'lasso-selection', ctx);
      return selectionFitted('lasso-selection', Uint32Array.from(entered).sort(), block.matrix.nCols);
    },
  };
}

export { restoreSelection as restore } from './selection.ts';

import type { ParamValues } from '../base/params.ts';
import type { Transform } from '../table/contract.ts';
import { informationOnClasses } from './information-on-classes.ts';
import { informationOnNumbers } from './information-on-numbers.ts';
import { selectionTransform } from './selection.ts';
import { scoreColumns } from './target-scores.ts';

/**
 * Keeps the `count` features with the largest mutual information with the target (classes, or a number), in their original order; ties go
 * to the earlier feature. It sees what anova-f cannot, such as a class that lies on both sides of the other, and needs more rows for it.
 * Estimated from the distances to the `neighbors` nearest rows, in nats, at least 0; no bins, no noise: the same result every time.
 * Missing is ignored.
 * @throws {DataError} no target; fewer than two classes or one value among the training rows; a column of words.
 * @throws {UnsupportedError} a survival target. Cost O(n·log n) a feature for classes; about O(n^1.5) for a number.
 * Source: Ross 2014, PLoS ONE 9:e87357; Kraskov et al. 2004, Phys. Rev. E 69:066138, eq. 8; tied values as Gao et al. 2017, NeurIPS 30.
 * Checked against scikit-learn 1.2.1 (mutual_info_classif, mutual_info_regression), which breaks ties by random noise instead.
 */
export function create(params: ParamValues): Transform {
  const neighbors = params.neighbors as number;
  return selectionTransform('mutual-information', params, (block, target) =>
    scoreColumns(block, target, 'mutual-information', {
      classification: (classes) => informationOnClasses(classes, neighbors),
      regression: ({ values }) => informationOnNumbers(values, neighbors),
    }),
  );
}

export { restoreSelection as restore } from './selection.ts';

import { UnsupportedError } from '../../../../base/errors.ts';
import { add } from '../../../../graph/ops/add.ts';
import { mul } from '../../../../graph/ops/mul.ts';
import { amongAll, certainOf, fromLogOdds } from '../classes.ts';
import type { ModelConverter } from '../converters.ts';
import { hazardCurves } from '../curves.ts';
import { doubles, everywhere, exp, softmax, value } from '../doubles.ts';
import { sumOfTrees } from '../trees.ts';

/** Margins: a start and the sum of the trees, tree t for output t mod nOutputs; then what the loss makes of them. Missing values go as in training. */
export const boosting: ModelConverter = ({ json, arrays }, x) => {
  const { start, roots, feature, threshold, left, missingLeft, value: values, subsets, present } = arrays;
  if (json.categories || (subsets?.length ?? 0) > 0) {
    throw new UnsupportedError({
      where: 'model boosting',
      problem: 'only numbers can be exported, got trees that part words',
      hint: 'leave the columns of words out of the study',
    });
  }
  const nOutputs = start!.length;
  const trees = {
    ...{ roots: roots!, feature: feature!, threshold: threshold!, left: left!, missingLeft: missingLeft!, nOutputs },
    leaf: (node: number, tree: number) => [[tree % nOutputs, values![node]!] as const],
  };
  const margins =
    roots!.length === 0 ? everywhere(start!, x) : add(sumOfTrees(trees, x), doubles(start!, [1, nOutputs]));
  const classes = json.classes as string[];
  switch (json.loss) {
    case 'squared':
    case 'absolute':
      return { task: 'regression', values: margins };
    case 'poisson':
      return { task: 'regression', values: exp(margins) };
    case 'cox': {
      const risk = mul(margins, value((json.slope as number | undefined) ?? 1));
      return { task: 'survival', risk, curves: hazardCurves(arrays, risk) };
    }
    default: {
      if (present!.length === 1) {
        return { task: 'classification', classes, probabilities: certainOf(present![0]!, classes.length, x) };
      }
      const known = present!.length === 2 ? fromLogOdds(margins) : softmax(margins);
      return { task: 'classification', classes, probabilities: amongAll(known, present!, classes.length) };
    }
  }
};

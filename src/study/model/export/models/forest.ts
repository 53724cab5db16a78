import { add } from '../../../../graph/ops/add.ts';
import { mul } from '../../../../graph/ops/mul.ts';
import type { ModelConverter } from '../converters.ts';
import { columns, cumulative, exp, neg, value } from '../doubles.ts';
import { sumOfTrees } from '../trees.ts';

type Outcome =
  | { readonly task: 'classification'; readonly classes: readonly string[] }
  | { readonly task: 'regression'; readonly mean: number }
  | { readonly task: 'survival' };

/**
 * tree, forest and extra-trees: the mean over the trees of what the leaves say. Of survival, mortality and, behind it in the same trees, the steps of
 * the cumulative hazard, whose curve is exp(−H).
 */
export const forest: ModelConverter = ({ json, arrays }, x) => {
  const outcome = json.outcome as Outcome;
  const { roots, feature, threshold, left, leaves, deathTimes, hazardEnds, hazardAt, hazardSteps } = arrays;
  const width = outcome.task === 'classification' ? outcome.classes.length : 1;
  const nTimes = outcome.task === 'survival' && hazardEnds ? deathTimes!.length : 0;
  const nOutputs = width + nTimes;
  const leaf = (node: number) => {
    const own = left![node]!;
    const says = Array.from({ length: width }, (_, k) => [k, leaves![own * width + k]!] as const);
    if (nTimes === 0) return says;
    const [from, end] = [own > 0 ? hazardEnds![own - 1]! : 0, hazardEnds![own]!];
    const steps = Array.from({ length: end - from }, (_, s) => from + s);
    return [...says, ...steps.map((s) => [width + hazardAt![s]!, hazardSteps![s]!] as const)];
  };
  const trees = { roots: roots!, feature: feature!, threshold: threshold!, left: left!, nOutputs, leaf };
  const mean = mul(sumOfTrees(trees, x), value(1 / roots!.length));
  switch (outcome.task) {
    case 'classification':
      return { task: outcome.task, classes: outcome.classes, probabilities: mean };
    case 'regression':
      return { task: outcome.task, values: add(mean, value(outcome.mean)) };
    case 'survival': {
      if (nTimes === 0) return { task: outcome.task, risk: mean };
      const steps = columns(
        mean,
        Array.from({ length: nTimes }, (_, t) => 1 + t),
      );
      const survival = exp(neg(cumulative(steps)));
      return { task: outcome.task, risk: columns(mean, [0]), curves: { times: deathTimes!, survival } };
    }
  }
};

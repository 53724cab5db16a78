import { add } from '../../../graph/ops/add.ts';
import { mul } from '../../../graph/ops/mul.ts';
import type { ModelConverter } from '../converters.ts';
import { value } from '../doubles.ts';
import { sumOfTrees } from '../trees.ts';

type Outcome =
  | { readonly task: 'classification'; readonly classes: readonly string[] }
  | { readonly task: 'regression'; readonly mean: number }
  | { readonly task: 'survival' };

/** tree, forest and extra-trees: the mean over the trees of what the leaves say. */
export const forest: ModelConverter = ({ json, arrays }, x) => {
  const outcome = json.outcome as Outcome;
  const { roots, feature, threshold, left, leaves } = arrays;
  const nOutputs = outcome.task === 'classification' ? outcome.classes.length : 1;
  const leaf = (node: number) => {
    const row = left![node]! * nOutputs;
    return Array.from({ length: nOutputs }, (_, k) => [k, leaves![row + k]!] as const);
  };
  const trees = { roots: roots!, feature: feature!, threshold: threshold!, left: left!, nOutputs, leaf };
  const mean = mul(sumOfTrees(trees, x), value(1 / roots!.length));
  switch (outcome.task) {
    case 'classification':
      return { task: outcome.task, classes: outcome.classes, probabilities: mean };
    case 'regression':
      return { task: outcome.task, values: add(mean, value(outcome.mean)) };
    case 'survival':
      return { task: outcome.task, risk: mean };
  }
};

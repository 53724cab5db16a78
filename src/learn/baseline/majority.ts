import type { Learner, Model, State } from '../../table/contract.ts';
import { classTotals, requireTask } from '../../table/target.ts';
import { rowWeights } from '../../table/weights.ts';

/**
 * The baseline that every classifier must beat: predicts the training share of each class, whatever the features.
 * Its accuracy is the share of the largest class and its ROC-AUC is 0.5 within one fold. Same as scikit-learn's DummyClassifier(strategy='prior').
 */
export function create(): Learner {
  return {
    kind: 'majority',
    params: {},
    async fit(data) {
      const target = requireTask(data.target, 'classification', 'majority');
      const weights = rowWeights(data, 'majority');
      const all = weights.reduce((sum, weight) => sum + weight, 0);
      return majorityModel(
        target.classes,
        classTotals(target, weights).map((total) => total / all),
      );
    },
  };
}

export function restore(state: State): Model {
  return majorityModel(state.json.classes as string[], state.arrays.shares as Float64Array);
}

function majorityModel(classes: readonly string[], shares: Float64Array): Model {
  return {
    kind: 'majority',
    async predict({ X }) {
      const probabilities = new Float64Array(X.nRows * classes.length);
      for (let i = 0; i < X.nRows; i++) probabilities.set(shares, i * classes.length);
      return { task: 'classification', classes, probabilities };
    },
    toState: () => ({ kind: 'majority', json: { classes }, arrays: { shares } }),
  };
}

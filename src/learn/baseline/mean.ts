import type { Learner, Model, State } from '../../table/contract.ts';
import { requireTask } from '../../table/target.ts';
import { rowWeights } from '../../table/weights.ts';

/**
 * The baseline that every regression must beat: predicts the mean of the training samples, whatever the features. Its R² is 0 on the samples
 * it was fitted on, and a little less on others. Same as scikit-learn's DummyRegressor(strategy='mean').
 */
export function create(): Learner {
  return {
    kind: 'mean',
    params: {},
    async fit(data) {
      const { values } = requireTask(data.target, 'regression', 'mean');
      const weights = rowWeights(data, 'mean');
      const all = weights.reduce((sum, weight) => sum + weight, 0);
      return meanModel(values.reduce((sum, value, i) => sum + (weights[i]! * value) / all, 0));
    },
  };
}

export function restore(state: State): Model {
  return meanModel(state.json.mean as number);
}

function meanModel(mean: number): Model {
  return {
    kind: 'mean',
    predict: async ({ X }) => ({ task: 'regression', values: new Float64Array(X.nRows).fill(mean) }),
    toState: () => ({ kind: 'mean', json: { mean }, arrays: {} }),
  };
}

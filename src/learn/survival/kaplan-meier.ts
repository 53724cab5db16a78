import { kaplanMeier, survivalQuantile } from '../../numeric/survival/kaplan-meier.ts';
import type { Learner, Model, State } from '../../table/contract.ts';
import { requireTask } from '../../table/target.ts';
import { rowWeights } from '../../table/weights.ts';

/**
 * The baseline that every survival model must beat: the Kaplan–Meier curve of the training samples for everybody, and risk 0, whatever the
 * features. Its C-index is 0.5. The summary has the median survival with its limits, where the curve comes down to one half.
 */
export function create(): Learner {
  return {
    kind: 'kaplan-meier',
    params: {},
    async fit(data) {
      const { times, events } = requireTask(data.target, 'survival', 'kaplan-meier');
      const curve = kaplanMeier(times, events, { weights: data.weights && rowWeights(data, 'kaplan-meier') });
      const { value, lower, upper } = survivalQuantile(curve);
      const facts: Record<string, number> = {};
      for (const [name, time] of Object.entries({ median: value, 'median-lower': lower, 'median-upper': upper })) {
        if (time !== null) facts[name] = time;
      }
      const steps = (values: Float64Array) => values.filter((_, s) => curve.events[s]! > 0);
      return curveModel(steps(curve.times), steps(curve.survival), facts);
    },
  };
}

export function restore({ json, arrays }: State): Model {
  const { times, survival } = arrays as { times: Float64Array; survival: Float64Array };
  return curveModel(times, survival, json.facts as Record<string, number>);
}

function curveModel(times: Float64Array, survival: Float64Array, facts: Readonly<Record<string, number>>): Model {
  return {
    kind: 'kaplan-meier',
    async predict({ X }) {
      const curves = new Float64Array(X.nRows * times.length);
      for (let i = 0; i < X.nRows; i++) curves.set(survival, i * times.length);
      return { task: 'survival', risks: new Float64Array(X.nRows), times, survival: curves };
    },
    summary: () => facts,
    toState: () => ({ kind: 'kaplan-meier', json: { facts }, arrays: { times, survival } }),
  };
}

import type { ModelConverter } from '../converters.ts';
import { everywhere } from '../doubles.ts';

/** The share of each class, whatever the features. */
export const majority: ModelConverter = ({ json, arrays }, x) => ({
  task: 'classification',
  classes: json.classes as string[],
  probabilities: everywhere(arrays.shares!, x),
});

/** Risk 0 and the curve of the training samples for everybody. */
export const kaplanMeier: ModelConverter = ({ arrays: { times, survival } }, x) => ({
  task: 'survival',
  risk: everywhere([0], x),
  curves: { times: times!, survival: everywhere(survival!, x) },
});

export const mean: ModelConverter = ({ json }, x) => ({
  task: 'regression',
  values: everywhere([json.mean as number], x),
});

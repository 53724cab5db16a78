import type { ModelConverter } from '../converters.ts';
import { everywhere } from '../doubles.ts';

/** The share of each class, whatever the features. */
export const majority: ModelConverter = ({ json, arrays }, x) => ({
  task: 'classification',
  classes: json.classes as string[],
  probabilities: everywhere(arrays.shares!, x),
});

export const mean: ModelConverter = ({ json }, x) => ({
  task: 'regression',
  values: everywhere([json.mean as number], x),
});

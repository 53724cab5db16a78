import type { ParamValues } from '../base/params.ts';

/** What a step did, in words for the report: `kept the 5000 most variable features`. An unknown word is returned as it is. */
export function describeStep(word: string, params: ParamValues): string {
  return DESCRIPTIONS[word]?.(params) ?? word;
}

const DESCRIPTIONS: Readonly<Record<string, (params: ParamValues) => string>> = {
  'drop-constant': () => 'dropped features that are constant on the training rows',
  impute: ({ strategy, indicator }) => {
    const value = strategy === 'zero' ? '0' : `the training ${strategy}`;
    return `filled missing values with ${value}${indicator ? ' and marked where they were missing' : ''}`;
  },
  log2: ({ offset, floor }) => {
    const x = floor === 0 ? 'x' : `max(x, ${floor})`;
    return offset === 0 ? `log2(${x})` : `log2(${x} + ${offset})`;
  },
  cpm: () => 'counts per million within each sample',
  tpm: () => 'transcripts per million within each sample',
  clip: ({ limit }) => `clipped values to ±${limit}`,
  'top-variance': ({ count }) => `kept the ${count} most variable features`,
  'anova-f': ({ count }) => `kept the ${count} features that differ most between the classes (ANOVA F, training rows)`,
  standardize: () => 'scaled each feature to mean 0 and standard deviation 1 on the training rows',
  'min-max': () => 'scaled each feature to 0 … 1 on the training rows',
  robust: () => 'scaled each feature to median 0 and interquartile range 1 on the training rows',
  rank: () => 'replaced each value by its rank among the training rows',
  pca: ({ count }) => `replaced the features by their first ${count} principal components on the training rows`,
  'one-hot': () => 'made one 0/1 feature of each word',
};

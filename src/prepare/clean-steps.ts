import type { TransformEntry } from '../table/contract.ts';

/** Steps against values that are missing and features that say nothing. */
export const cleanSteps: readonly TransformEntry[] = [
  {
    word: 'drop-constant',
    doc: 'Drops features that have one value, or none, on the training rows.',
    params: {},
    load: () => import('./drop-constant.ts'),
  },
  {
    word: 'impute',
    doc: 'Fills missing values with what the training rows say; words with the most frequent word.',
    params: {
      strategy: {
        type: 'choice',
        default: 'median',
        choices: ['median', 'mean', 'zero'],
        main: true,
        doc: 'What a missing number becomes.',
      },
      indicator: {
        type: 'boolean',
        default: false,
        doc: 'Whether to append a 0/1 feature `<feature>:missing` for each feature with missing training values.',
      },
    },
    load: () => import('./impute.ts'),
  },
  {
    word: 'knn-impute',
    doc: 'Fills a missing number with the mean of the feature in the nearest training rows that have it.',
    params: {
      neighbors: {
        type: 'integer',
        default: 5,
        min: 1,
        main: true,
        unit: 'rows',
        doc: 'How many training rows are asked; near is Euclidean over the features that both rows have.',
      },
    },
    load: () => import('./knn-impute.ts'),
  },
];

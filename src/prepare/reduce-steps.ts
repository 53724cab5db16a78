import type { TransformEntry } from '../table/contract.ts';

/** Steps that replace many features by few. */
export const reduceSteps: readonly TransformEntry[] = [
  {
    word: 'pca',
    doc: 'Replaces the features by their first principal components on the training rows.',
    params: {
      count: {
        type: 'integer',
        default: 50,
        min: 1,
        main: true,
        unit: 'components',
        doc: 'How many components to keep; all there are where they are fewer.',
      },
    },
    load: () => import('./pca.ts'),
  },
  {
    word: 'genotype-pca',
    doc: 'Replaces genotypes by their first principal components on the training samples; new samples are projected.',
    params: {
      count: {
        type: 'integer',
        default: 10,
        min: 1,
        main: true,
        unit: 'components',
        doc: 'How many components to keep; all there are where they are fewer.',
      },
      correct: {
        type: 'boolean',
        default: true,
        doc: 'Whether projected scores are divided by what they shrink by.',
      },
    },
    load: () => import('./genotype-pca.ts'),
  },
];

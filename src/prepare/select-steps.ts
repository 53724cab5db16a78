import type { TransformEntry } from '../table/contract.ts';

/** Steps that keep a given number of features, by their spread or by what they say about the target. */
export const selectSteps: readonly TransformEntry[] = [
  {
    word: 'top-variance',
    doc: 'Keeps the features with the largest variance on the training rows.',
    params: {
      count: {
        type: 'integer',
        default: 5000,
        min: 1,
        main: true,
        unit: 'features',
        doc: 'How many features to keep.',
      },
    },
    load: () => import('./top-variance.ts'),
  },
  {
    word: 'anova-f',
    supervised: true,
    doc: 'Keeps the features that say most about the target one at a time: ANOVA F between classes, regression F for a number, Cox score statistic for survival; on the training rows.',
    params: {
      count: { type: 'integer', default: 500, min: 1, main: true, unit: 'features', doc: 'How many features to keep.' },
    },
    load: () => import('./anova-f.ts'),
  },
  {
    word: 'mutual-information',
    supervised: true,
    doc: 'Keeps the features with the largest mutual information with the class or number of the training rows.',
    params: {
      count: { type: 'integer', default: 500, min: 1, main: true, unit: 'features', doc: 'How many features to keep.' },
      neighbors: {
        type: 'integer',
        default: 3,
        min: 1,
        max: 100,
        unit: 'rows',
        doc: 'Nearest rows that the estimate looks at: more for less variance and more bias.',
      },
    },
    load: () => import('./mutual-information.ts'),
  },
  {
    word: 'lasso-selection',
    supervised: true,
    doc: 'Keeps the features that enter the lasso path of the target first; they are standardised for the choice.',
    params: {
      count: { type: 'integer', default: 100, min: 1, main: true, unit: 'features', doc: 'How many features to keep.' },
    },
    load: () => import('./lasso-selection.ts'),
  },
  {
    word: 'stability-selection',
    supervised: true,
    doc: 'Keeps the features that the lasso chooses on most random halves of the training rows.',
    params: {
      threshold: {
        type: 'number',
        default: 0.75,
        min: 0.51,
        max: 1,
        main: true,
        doc: 'Share of the halves in which a feature must be chosen.',
      },
      'false-positives': {
        type: 'number',
        default: 1,
        min: 0.01,
        max: 1000,
        unit: 'features',
        doc: 'Bound on the expected number of falsely kept features; sets how many a half may choose.',
      },
      subsamples: {
        type: 'integer',
        default: 50,
        min: 10,
        max: 1000,
        unit: 'halves',
        doc: 'How many random halves are drawn.',
      },
    },
    load: () => import('./stability-selection.ts'),
  },
];

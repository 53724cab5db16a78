import type { TransformEntry } from '../table/contract.ts';

/** Steps that put each feature on a scale of its own, be it of words. */
export const scaleSteps: readonly TransformEntry[] = [
  {
    word: 'standardize',
    doc: 'Mean 0 and standard deviation 1 on the training rows.',
    params: {},
    load: () => import('./standardize.ts'),
  },
  {
    word: 'min-max',
    doc: 'Minimum 0 and maximum 1 on the training rows.',
    params: {},
    load: () => import('./min-max.ts'),
  },
  {
    word: 'robust',
    doc: 'Median 0 and interquartile range 1 on the training rows.',
    params: {},
    load: () => import('./robust.ts'),
  },
  {
    word: 'rank',
    doc: 'Each value becomes its mid-rank among the training values of its feature, in 0 … 1.',
    params: {},
    load: () => import('./rank.ts'),
  },
  {
    word: 'ordinal',
    doc: 'Ordered words become 0, 1, 2, …, in columns whose training words are all among the levels.',
    params: {
      levels: {
        type: 'text',
        default: '',
        main: true,
        doc: 'The words in ascending order, such as `I < II < III < IV`.',
      },
    },
    load: () => import('./ordinal.ts'),
  },
];

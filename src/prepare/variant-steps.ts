import type { TransformEntry } from '../table/contract.ts';

/** Steps that drop variants of doubtful or shared information. */
export const variantSteps: readonly TransformEntry[] = [
  {
    word: 'missingness',
    doc: 'Drops features that too many of the training rows miss.',
    params: {
      max: {
        type: 'number',
        default: 0.05,
        min: 0,
        max: 1,
        main: true,
        doc: 'The largest share of training rows without a value that is kept.',
      },
    },
    load: () => import('./missingness.ts'),
  },
  {
    word: 'maf',
    doc: 'Drops variants whose rarer allele is too rare among the training samples.',
    params: {
      min: {
        type: 'number',
        default: 0.01,
        min: 0,
        max: 0.5,
        main: true,
        doc: 'The smallest frequency of the rarer allele that is kept.',
      },
    },
    load: () => import('./maf.ts'),
  },
  {
    word: 'hwe',
    doc: 'Drops variants far from Hardy–Weinberg proportions on the training samples (exact test).',
    params: {
      p: { type: 'number', default: 1e-6, min: 0, max: 1, main: true, doc: 'The smallest P that is kept.' },
      sides: {
        type: 'choice',
        default: 'both',
        choices: ['both', 'excess'],
        doc: 'Which departures count; `excess`: only too many heterozygotes, as too few are also what a mixture of populations makes.',
      },
    },
    load: () => import('./hwe.ts'),
  },
  {
    word: 'ld-prune',
    doc: 'Thins linked variants: in a window no two keep a squared correlation above the limit on the training samples.',
    params: {
      r2: {
        type: 'number',
        default: 0.2,
        min: 0,
        max: 1,
        main: true,
        doc: 'The largest squared correlation of two variants of a window.',
      },
      window: { type: 'integer', default: 50, min: 2, unit: 'variants', doc: 'Length of a window.' },
      step: { type: 'integer', default: 5, min: 1, unit: 'variants', doc: 'How far apart windows begin.' },
    },
    load: () => import('./ld-prune.ts'),
  },
];

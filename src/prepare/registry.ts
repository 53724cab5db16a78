import { ConfigError } from '../base/errors.ts';
import { nearest } from '../base/nearest.ts';
import type { TransformEntry } from '../table/contract.ts';

/** Every preparation step: its word in the study file, its parameters, where its code is. A new step is one file and one entry. */
export const transforms: readonly TransformEntry[] = [
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
    word: 'log2',
    doc: 'log2(max(x, floor) + offset), for counts and raw intensities.',
    params: {
      offset: { type: 'number', default: 1, min: 0, main: true, doc: 'Added before the logarithm, so that 0 has one.' },
      floor: { type: 'number', default: 0, doc: 'Smaller values are raised to this one first.' },
    },
    load: () => import('./log2.ts'),
  },
  {
    word: 'cpm',
    doc: 'Counts per million within each sample.',
    params: {},
    load: () => import('./cpm.ts'),
  },
  {
    word: 'tpm',
    doc: 'Transcripts per million within each sample, from counts and gene lengths.',
    params: {
      lengths: {
        type: 'text',
        file: true,
        default: '',
        main: true,
        doc: 'File with the length of each gene: a column of names, a column of lengths.',
      },
    },
    load: () => import('./tpm.ts'),
  },
  {
    word: 'clip',
    doc: 'Values beyond ±limit become ±limit.',
    params: {
      limit: {
        type: 'number',
        default: 5,
        min: 0,
        main: true,
        doc: 'The largest absolute value that is kept, in the unit of the values.',
      },
    },
    load: () => import('./clip.ts'),
  },
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
    doc: 'Keeps the features with the largest ANOVA F between the classes of the training rows.',
    params: {
      count: { type: 'integer', default: 500, min: 1, main: true, unit: 'features', doc: 'How many features to keep.' },
    },
    load: () => import('./anova-f.ts'),
  },
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
    word: 'one-hot',
    doc: 'One 0/1 feature for each training word of a column of words; numbers pass through.',
    params: {},
    load: () => import('./one-hot.ts'),
  },
];

/** @throws {ConfigError} no such step; names the nearest. */
export function transformByWord(word: string, where = 'prepare'): TransformEntry {
  const entry = transforms.find((candidate) => candidate.word === word);
  if (entry) return entry;
  const words = transforms.map((candidate) => candidate.word);
  const near = nearest(word, words);
  throw new ConfigError({
    where,
    problem: `unknown step '${word}'`,
    hint: near ? `did you mean '${near}'?` : `the steps are: ${words.join(', ')}`,
  });
}

import { ConfigError } from '../base/errors.ts';
import { nearest } from '../base/nearest.ts';
import type { TransformEntry } from '../table/contract.ts';
import { moleculeSteps } from './molecule-steps.ts';
import { proteinSteps } from './protein-steps.ts';
import { sequenceSteps } from './sequence-steps.ts';

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
    word: 'arcsinh',
    doc: 'arcsinh(x / cofactor), for cytometry and for intensities of either sign.',
    params: {
      cofactor: {
        type: 'number',
        default: 5,
        min: 1e-6,
        main: true,
        doc: 'Where the straight line turns into a logarithm, in the unit of the values: 5 for mass cytometry, 150 for fluorescence.',
      },
    },
    load: () => import('./arcsinh.ts'),
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
        file: 'numbers',
        default: '',
        main: true,
        doc: 'File with the length of each gene: a column of names, a column of lengths; or a GTF or GFF3, whose exons are measured.',
      },
    },
    load: () => import('./tpm.ts'),
  },
  {
    word: 'fpkm',
    doc: 'Fragments per kilobase per million within each sample, from counts and gene lengths in bases.',
    params: {
      lengths: {
        type: 'text',
        file: 'numbers',
        default: '',
        main: true,
        doc: 'File with the length of each gene in bases: a column of names, a column of lengths; or a GTF or GFF3, whose exons are measured.',
      },
    },
    load: () => import('./fpkm.ts'),
  },
  {
    word: 'upper-quartile',
    doc: 'Counts over the upper quartile of their sample.',
    params: {},
    load: () => import('./upper-quartile.ts'),
  },
  {
    word: 'median-of-ratios',
    doc: 'Counts over the size factor of their sample (DESeq2): the median ratio to the geometric means of the training rows.',
    params: {},
    load: () => import('./median-of-ratios.ts'),
  },
  {
    word: 'quantile',
    doc: 'Gives every sample the same distribution: the mean distribution of the training rows.',
    params: {},
    load: () => import('./quantile.ts'),
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
    word: 'combat',
    doc: 'Takes out how features differ in place and spread between batches, as learned on the training rows (ComBat).',
    params: {
      batch: {
        type: 'text',
        annotation: true,
        default: 'batch',
        main: true,
        doc: 'Column of the sample sheet that names the batch of each sample.',
      },
      unseen: {
        type: 'choice',
        default: 'error',
        choices: ['error', 'location-scale', 'none'],
        doc: 'What becomes of a batch that training did not hold: refused, adjusted by what its own rows show, or left as it is.',
      },
    },
    load: () => import('./combat.ts'),
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
  {
    word: 'allele-counts',
    doc: 'Genotypes written as two alleles, such as 129/155 of a microsatellite, become copies of each training allele.',
    params: {
      'min-count': {
        type: 'integer',
        default: 10,
        min: 1,
        main: true,
        unit: 'copies',
        doc: 'Copies of an allele in the training samples that give it a feature.',
      },
    },
    load: () => import('./allele-counts.ts'),
  },
  {
    word: 'one-hot',
    doc: 'One 0/1 feature for each training word of a column of words; numbers pass through.',
    params: {
      'min-count': {
        type: 'integer',
        default: 1,
        min: 1,
        main: true,
        unit: 'rows',
        doc: 'Words of fewer training rows share one feature, `column=(rare)`, which unseen words then set too.',
      },
      buckets: {
        type: 'integer',
        default: 0,
        min: 0,
        max: 4096,
        unit: 'features',
        doc: 'Instead of one, rare and unseen words share this many features, told apart by a hash. 0: none.',
      },
    },
    load: () => import('./one-hot.ts'),
  },
  ...moleculeSteps,
  ...proteinSteps,
  ...sequenceSteps,
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

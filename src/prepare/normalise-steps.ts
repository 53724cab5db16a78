import type { TransformEntry } from '../table/contract.ts';

/** Steps that make the values of samples comparable: logarithms, counts over depth and length, batches. */
export const normaliseSteps: readonly TransformEntry[] = [
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
];

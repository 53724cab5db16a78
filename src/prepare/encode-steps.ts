import type { TransformEntry } from '../table/contract.ts';

/** Steps that make numbers of words and of alleles. */
export const encodeSteps: readonly TransformEntry[] = [
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
];

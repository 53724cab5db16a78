import type { TransformEntry } from '../table/contract.ts';

/** Steps for columns of amino acids, and of mutations. */
export const proteinSteps: readonly TransformEntry[] = [
  {
    word: 'amino-acids',
    doc: 'Numbers of the amino acid in each column of letters: z-scales of its physics and chemistry, or its row of BLOSUM62.',
    params: {
      scale: {
        type: 'choice',
        default: 'z-scales',
        choices: ['z-scales', 'blosum62'],
        main: true,
        doc: 'Five numbers (Sandberg 1998), or 20 log odds of exchange (Henikoff 1992).',
      },
    },
    load: () => import('./amino-acids.ts'),
  },
  {
    word: 'position-pairs',
    doc: 'One 0/1 feature for each letter at a position and for each two letters at two positions, so that a linear model knows which act together.',
    params: {
      'min-count': {
        type: 'integer',
        default: 3,
        min: 1,
        main: true,
        unit: 'rows',
        doc: 'Letters and pairs of fewer training rows are left out.',
      },
    },
    load: () => import('./position-pairs.ts'),
  },
  {
    word: 'multi-hot',
    spelling: true,
    doc: 'One 0/1 feature for each entry of a column of lists, such as the mutations `A104E,V52G` of a protein.',
    params: {
      separator: { type: 'text', default: ',', main: true, doc: 'What stands between two entries.' },
      'min-count': {
        type: 'integer',
        default: 1,
        min: 1,
        unit: 'rows',
        doc: 'Entries of fewer training rows are left out.',
      },
    },
    load: () => import('./multi-hot.ts'),
  },
];

import type { TransformEntry } from '../table/contract.ts';

/** The entries of the registry that take blocks of sequences alone. */
export const sequenceSteps: readonly TransformEntry[] = [
  {
    word: 'k-mers',
    sequences: true,
    doc: 'Sequences become counts of their words of k letters, overlapping: the features of the spectrum kernel, with mismatches those of the mismatch kernel. An n-gram of words of k letters is a word of k + n − 1.',
    params: {
      k: {
        type: 'integer',
        default: 4,
        min: 1,
        max: 10,
        main: true,
        unit: 'letters',
        doc: 'Letters of a word: up to 10 of DNA, 4 of protein.',
      },
      canonical: {
        type: 'boolean',
        default: true,
        doc: 'Of DNA: a word and its reverse complement count as one, for sequences of unknown strand. Say false where the strand is known.',
      },
      mismatches: {
        type: 'integer',
        default: 0,
        min: 0,
        max: 3,
        unit: 'letters',
        doc: 'A window counts for every word that differs from it in at most so many letters; below k.',
      },
      scale: {
        type: 'choice',
        default: 'counts',
        choices: ['counts', 'share', 'unit'],
        doc: 'What a sequence is divided by: nothing; the sum of its counts; the root of their sum of squares, which makes the kernel a normalised one.',
      },
    },
    load: () => import('./k-mers.ts'),
  },
  {
    word: 'gc-content',
    sequences: true,
    doc: 'DNA becomes its share of G and C, whole or part by part.',
    params: {
      parts: {
        type: 'integer',
        default: 1,
        min: 1,
        max: 1000,
        main: true,
        doc: 'Equal parts of a sequence, a feature each.',
      },
    },
    load: () => import('./gc-content.ts'),
  },
  {
    word: 'reverse-complement',
    sequences: true,
    doc: 'Turns DNA to its other strand.',
    params: {
      when: {
        type: 'choice',
        default: 'always',
        choices: ['always', 'smaller'],
        main: true,
        doc: 'smaller: only where that comes first in the alphabet, so that the same sequence from either strand becomes the same.',
      },
    },
    load: () => import('./reverse-complement.ts'),
  },
  {
    word: 'translate',
    sequences: true,
    doc: 'Reads DNA as protein by the standard genetic code; `*` is a stop.',
    params: {
      frame: {
        type: 'choice',
        default: '+1',
        choices: ['+1', '+2', '+3', '-1', '-2', '-3', 'all six'],
        main: true,
        doc: 'Where the first codon begins: at the first, second or third letter, or as many from the end on the other strand.',
      },
    },
    load: () => import('./translate.ts'),
  },
  {
    word: 'alignment-scores',
    sequences: true,
    doc: 'Sequences become their local alignment scores with some training sequences, 0 … 1.',
    params: {
      count: {
        type: 'integer',
        default: 50,
        min: 1,
        max: 1000,
        main: true,
        unit: 'sequences',
        doc: 'How many training sequences are drawn to align with; all there are where they are fewer.',
      },
    },
    load: () => import('./alignment-scores.ts'),
  },
];

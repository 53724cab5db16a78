import type { ParamTable, ParamValue } from '../../base/params.ts';

export const knnParams = {
  k: {
    type: 'integer',
    default: 5,
    min: 1,
    main: true,
    doc: 'Nearest training samples that vote; all of them when there are fewer.',
  },
  metric: {
    type: 'choice',
    default: 'euclidean',
    choices: ['euclidean', 'correlation', 'hamming'],
    doc: 'What near means: a small Euclidean distance, a high correlation of the two samples over the features, or few features that are not equal (genotypes, codes).',
  },
  weights: {
    type: 'choice',
    default: 'uniform',
    choices: ['uniform', 'distance'],
    doc: 'Every neighbour has one vote, or votes count by the inverse of the distance (only those at distance 0, when there are any).',
  },
  first: {
    type: 'integer',
    default: 0,
    min: 0,
    unit: 'features',
    doc: 'Distances are over so many features, the first of the table: of principal components the largest, so that their number is searched with the rest. 0 is all.',
  },
} as const satisfies ParamTable;

export const knnGrid: Readonly<Record<string, readonly ParamValue[]>> = { k: [1, 3, 5, 9, 15, 25] };

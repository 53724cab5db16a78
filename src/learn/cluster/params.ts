import type { ParamTable } from '../../base/params.ts';

const starts = {
  type: 'integer',
  default: 10,
  min: 1,
  max: 1000,
  doc: 'Starts of k-means, of which the best is kept.',
} as const;

export const kMeansParams = {
  k: {
    type: 'integer',
    default: 'auto',
    words: ['auto'],
    min: 1,
    main: true,
    unit: 'clusters',
    doc: 'Number of clusters; auto takes that of 2 to 10 with the largest mean silhouette.',
  },
  starts,
  'max-iterations': { type: 'integer', default: 300, min: 1, doc: 'Passes over the rows allowed for each start.' },
} as const satisfies ParamTable;

export const gaussianMixtureParams = {
  k: {
    type: 'integer',
    default: 'auto',
    words: ['auto'],
    min: 1,
    main: true,
    unit: 'components',
    doc: 'Number of components; auto takes that of 1 to 9 with the smallest BIC.',
  },
  covariance: {
    type: 'choice',
    default: 'diagonal',
    choices: ['full', 'tied', 'diagonal', 'spherical'],
    doc: 'Shape of the components: free, free but equal, along the features, or round.',
  },
  regularisation: {
    type: 'number',
    default: 1e-6,
    min: 0,
    doc: 'Added to every variance, in squared units of the features.',
  },
  tolerance: {
    type: 'number',
    default: 1e-3,
    min: 0,
    doc: 'Rounds end when the log-likelihood of a row rises by less.',
  },
  'max-iterations': { type: 'integer', default: 200, min: 1, doc: 'Rounds of expectation and maximisation allowed.' },
  starts,
} as const satisfies ParamTable;

export const dbscanParams = {
  eps: {
    type: 'number',
    default: 'auto',
    words: ['auto'],
    min: 0,
    main: true,
    doc: 'Distance within which samples are neighbours; auto takes the knee of the distances to the min-points-th sample.',
  },
  'min-points': {
    type: 'integer',
    default: 5,
    min: 1,
    unit: 'samples',
    doc: 'Neighbours, itself included, that make a sample the core of a cluster.',
  },
} as const satisfies ParamTable;

export const hierarchicalParams = {
  k: {
    type: 'integer',
    default: 'auto',
    words: ['auto'],
    min: 1,
    main: true,
    unit: 'clusters',
    doc: 'Clusters at which the tree is cut; auto takes that of 2 to 10 with the largest mean silhouette.',
  },
  linkage: {
    type: 'choice',
    default: 'ward',
    choices: ['ward', 'average', 'complete', 'single'],
    doc: 'Distance between clusters: the growth of their variance, or the mean, largest or smallest distance of their samples.',
  },
} as const satisfies ParamTable;

export const consensusParams = {
  k: {
    type: 'integer',
    default: 'auto',
    words: ['auto'],
    min: 1,
    main: true,
    unit: 'clusters',
    doc: 'Number of clusters; auto takes the largest of 2 to max-k whose share of ambiguous pairs is within 0.01 of the smallest.',
  },
  'max-k': {
    type: 'integer',
    default: 8,
    min: 2,
    max: 50,
    unit: 'clusters',
    doc: 'Largest number of clusters that auto tries.',
  },
  resamples: { type: 'integer', default: 100, min: 2, doc: 'Subsamples clustered for each number of clusters.' },
  share: { type: 'number', default: 0.8, min: 0.1, max: 1, doc: 'Share of the samples in a subsample.' },
} as const satisfies ParamTable;

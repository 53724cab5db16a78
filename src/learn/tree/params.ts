import type { ParamTable, ParamValue } from '../../base/params.ts';

const growing = {
  'min-samples-split': {
    type: 'integer',
    default: 2,
    min: 2,
    doc: 'A node with fewer different training samples is not split.',
  },
  'max-depth': {
    type: 'integer',
    default: 'none',
    min: 1,
    words: ['none'],
    doc: 'Splits between the root and a leaf at most.',
  },
  'class-weight': {
    type: 'choice',
    default: 'none',
    choices: ['none', 'balanced'],
    doc: 'balanced: every class counts the same, however few its samples; for classification only.',
  },
} as const satisfies ParamTable;

const ensemble = {
  trees: {
    type: 'integer',
    default: 500,
    min: 1,
    max: 100_000,
    main: true,
    doc: 'Number of trees: more is never worse, only slower.',
  },
  'max-features': {
    type: 'number',
    default: 'sqrt',
    min: 1e-6,
    words: ['sqrt', 'log2', 'all'],
    doc: 'Features tried at a split: below 1 a share of all, from 1 on a count, or the square root or base-2 logarithm of their number.',
  },
  'min-samples-leaf': {
    type: 'integer',
    default: 'auto',
    min: 1,
    words: ['auto'],
    doc: 'A split must leave at least this many different training samples on each side; auto is 1, for survival a twentieth of the samples, at least 3 and at most 15.',
  },
  ...growing,
  'sample-fraction': {
    type: 'number',
    default: 1,
    min: 0.01,
    max: 1,
    doc: 'Rows drawn for each tree, as a share of the training samples.',
  },
  replace: {
    type: 'boolean',
    default: true,
    doc: 'Whether a tree may draw a row more than once.',
  },
  importance: {
    type: 'choice',
    default: 'impurity',
    choices: ['impurity', 'permutation'],
    doc: 'impurity: what the splits on a feature gain, summing to 1; permutation: what a tree loses on the rows it did not draw when the feature is shuffled.',
  },
} as const satisfies ParamTable;

export const forestParams = ensemble;

export const extraTreesParams = {
  ...ensemble,
  replace: { ...ensemble.replace, default: false },
} as const satisfies ParamTable;

/** Nothing is searched by default: a forest hardly depends on its settings. */
export const forestGrid: Readonly<Record<string, readonly ParamValue[]>> = {};

export const treeParams = {
  'cost-complexity': {
    type: 'number',
    default: 0.01,
    min: 0,
    max: 1,
    main: true,
    doc: 'A branch stays when its splits gain more than this share of what all splits of the full tree gain, each on average; 0 prunes nothing that gains.',
  },
  'min-samples-leaf': {
    type: 'integer',
    default: 7,
    min: 1,
    doc: 'A split must leave at least this many training samples on each side.',
  },
  ...growing,
} as const satisfies ParamTable;

export const treeGrid: Readonly<Record<string, readonly ParamValue[]>> = {
  'cost-complexity': [0, 0.003, 0.01, 0.03, 0.1],
};

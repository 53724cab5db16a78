import type { ParamTable, ParamValue } from '../../base/params.ts';

export const boostingParams = {
  rounds: {
    type: 'integer',
    default: 100,
    min: 1,
    max: 100_000,
    main: true,
    doc: 'Rounds of boosting: each adds one tree, or one for each class when there are three or more.',
  },
  'learning-rate': {
    type: 'number',
    default: 0.1,
    min: 1e-6,
    max: 1,
    doc: 'Share of each tree that is added: smaller needs more rounds and is often more accurate.',
  },
  'max-depth': {
    type: 'integer',
    default: 4,
    min: 1,
    max: 32,
    doc: 'Splits between the root and a leaf at most; 1 for effects of single features only.',
  },
  'min-child-weight': {
    type: 'number',
    default: 1,
    min: 0,
    doc: 'Each side of a split must have at least this sum of second derivatives: at the start about a quarter to a third of its samples.',
  },
  lambda: { type: 'number', default: 1, min: 0, doc: 'L2 penalty on the values of the leaves.' },
  alpha: { type: 'number', default: 0, min: 0, doc: 'L1 penalty on the values of the leaves.' },
  gamma: { type: 'number', default: 0, min: 0, doc: 'A split must reduce twice the loss by at least this.' },
  'row-sample': {
    type: 'number',
    default: 1,
    min: 1e-6,
    max: 1,
    doc: 'Share of the training samples that each round learns from, drawn anew without replacement.',
  },
  'column-sample': {
    type: 'number',
    default: 1,
    min: 1e-6,
    max: 1,
    doc: 'Share of the features that the trees of a round may split on, drawn anew.',
  },
  'max-bins': {
    type: 'integer',
    default: 256,
    min: 2,
    max: 256,
    doc: 'Levels that a feature is reduced to, the one for missing values included.',
  },
  'class-weight': {
    type: 'choice',
    default: 'none',
    choices: ['none', 'balanced'],
    doc: 'balanced: every class counts the same, however few its samples.',
  },
} as const satisfies ParamTable;

export const boostingGrid: Readonly<Record<string, readonly ParamValue[]>> = {};

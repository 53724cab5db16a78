import type { ParamTable, ParamValue } from '../../base/params.ts';

export const forestParams = {
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
    default: 1,
    min: 1,
    doc: 'A split must leave at least this many different training samples on each side.',
  },
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
    doc: 'balanced: every class counts the same, however few its samples.',
  },
} as const satisfies ParamTable;

/** Nothing is searched by default: a forest hardly depends on its settings. */
export const forestGrid: Readonly<Record<string, readonly ParamValue[]>> = {};

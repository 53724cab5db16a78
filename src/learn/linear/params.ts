import type { ParamTable, ParamValue } from '../../base/params.ts';

const pathParams = {
  lambda: {
    type: 'number',
    default: 'auto',
    min: 1e-12,
    words: ['auto'],
    doc: 'Strength of the penalty. auto: searched along a path; without a search, the geometric middle of that path.',
  },
  'path-length': {
    type: 'integer',
    default: 40,
    min: 2,
    max: 1000,
    doc: 'Number of penalties on the path that auto searches.',
  },
  'min-ratio': {
    type: 'number',
    default: 'auto',
    min: 1e-6,
    max: 0.9,
    words: ['auto'],
    doc: 'Weakest penalty of the path as a share of the strongest, which is the smallest penalty that leaves every coefficient at zero. auto: 0.01 for numbers, counts and survival where features, on one scale, outnumber samples (as glmnet), else 0.0005.',
  },
  family: {
    type: 'choice',
    default: 'gaussian',
    choices: ['gaussian', 'poisson'],
    doc: 'Of a regression; poisson: counts of 0 or more, features act on their logarithm. Other tasks do not look at it.',
  },
  'class-weight': {
    type: 'choice',
    default: 'none',
    choices: ['none', 'balanced'],
    doc: 'balanced: every class counts the same, however few its samples. Only classification looks at it.',
  },
  unpenalised: {
    type: 'list',
    default: [],
    doc: "Features without penalty, which so keep their full effect, such as age beside genes: names, or globs as 'clinical:*' (with several blocks a feature is called block:feature). Fewer than the samples.",
  },
  tolerance: {
    type: 'number',
    default: 1e-3,
    min: 1e-10,
    max: 0.1,
    doc: 'A fit is done when its duality gap is below this share of the loss of the model without features (glmnet with its default threshold stops at about 0.001).',
  },
  'max-cycles': {
    type: 'integer',
    default: 1000,
    min: 1,
    max: 1_000_000,
    doc: 'Newton cycles allowed for each penalty; reaching it is a warning with the gap.',
  },
} as const satisfies ParamTable;

export const elasticNetParams = {
  'l1-ratio': {
    type: 'number',
    default: 0.5,
    min: 0,
    max: 1,
    main: true,
    doc: 'Mix of the two penalties: 1 is the lasso (few features), near 0 is ridge (all features, shared weight).',
  },
  ...pathParams,
} as const satisfies ParamTable;

export const lassoParams = pathParams;

export const ridgeParams = {
  ...pathParams,
  'min-ratio': {
    ...pathParams['min-ratio'],
    doc: 'Weakest penalty of the path as a share of the strongest, which is 100 times the largest gradient of the model without features. auto: 0.001 for survival where features outnumber samples, else 0.00001.',
  },
} as const satisfies ParamTable;

export const elasticNetGrid: Readonly<Record<string, readonly ParamValue[]>> = { 'l1-ratio': [0.05, 0.2, 0.5, 1] };

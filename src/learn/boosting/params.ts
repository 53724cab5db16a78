import type { ParamTable, ParamValue } from '../../base/params.ts';

/**
 * The defaults were chosen on five tables, out-of-fold accuracy / log-loss (5 folds, 3 seeds): PAM50 .897 / .269, CCLE .775 / .771,
 * khan 1 / .250, singh .931 / .233, su .980 / .186. On PAM50, changing one at a time (200 rounds, 6 seeds, from .894 / .273): 400 rounds
 * .896 / .270; a fifth of the features .896 / .273, a twentieth .888 / .284; half of the rows .892 / .277; min-child-weight 3 .894 / .272,
 * but small tables cannot afford much more (5: khan .894). Early stopping is off: the fifth of the rows that it holds out is worth more than
 * the rounds that it saves. Log-loss over 4 seeds: PAM50 .267 without, .290 with 30 rounds' patience, .289 with 100; khan .257, .327, .325. All
 * features and rows in every round cost six times as much and gave .876 / .315.
 *
 * Curves of survival, out-of-fold integrated Brier (5 folds, 2 seeds), cross-fitted / plain / Kaplan–Meier: KIRC .148 / .217 / .185, BLCA
 * .217 / .325 / .218, LUAD .202 / .288 / .202, GBMLGG .143 / .171 / .207, at three to five times the seconds of plain. Smoothing of categories
 * makes no difference beyond chance (R² of trametinib by seven columns of words, 0, 1, 3, 10, 30: .211, .221, .216, .216, .226, standard error
 * .007): 10 is LightGBM's.
 */
export const boostingParams = {
  rounds: {
    type: 'integer',
    default: 300,
    min: 1,
    max: 100_000,
    words: ['auto'],
    main: true,
    doc: 'Rounds of boosting: each adds one tree, or one for each class when there are three or more. auto: searched from 10 to 300, at the cost of 300; without a search, 300.',
  },
  loss: {
    type: 'choice',
    default: 'squared',
    choices: ['squared', 'absolute', 'poisson'],
    doc: 'For numbers: squared leads to means, absolute to medians, poisson to means of counts or rates by factors. Classes and survival have their own.',
  },
  'learning-rate': {
    type: 'number',
    default: 0.1,
    min: 1e-6,
    max: 1,
    doc: 'Share of each tree that is added: smaller needs more rounds and is often more accurate.',
  },
  growth: {
    type: 'choice',
    default: 'depth',
    choices: ['depth', 'leaf'],
    doc: 'depth: level by level. leaf: always the leaf that gains most, so that max-leaves are spent where they count.',
  },
  'max-leaves': {
    type: 'integer',
    default: 'none',
    min: 2,
    max: 65_536,
    words: ['none'],
    doc: 'Leaves of a tree at most.',
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
    default: 2,
    min: 0,
    doc: 'Each side of a split must have at least this sum of second derivatives: at the start about a quarter to a third of its samples.',
  },
  lambda: { type: 'number', default: 1, min: 0, doc: 'L2 penalty on the values of the leaves.' },
  alpha: { type: 'number', default: 0, min: 0, doc: 'L1 penalty on the values of the leaves.' },
  gamma: { type: 'number', default: 0, min: 0, doc: 'A split must reduce twice the loss by at least this.' },
  'row-sample': {
    type: 'number',
    default: 0.7,
    min: 1e-6,
    max: 1,
    doc: 'Share of the training samples that each round learns from, drawn anew without replacement.',
  },
  'column-sample': {
    type: 'number',
    default: 'auto',
    min: 1e-6,
    max: 1,
    words: ['auto'],
    doc: 'Share of the features that the trees of a round may split on, drawn anew; auto: a tenth of them, but at least 100.',
  },
  'node-column-sample': {
    type: 'number',
    default: 1,
    min: 1e-6,
    max: 1,
    doc: 'Share of the features of the round that each node may split on, drawn anew for every node.',
  },
  'max-bins': {
    type: 'integer',
    default: 256,
    min: 2,
    max: 256,
    doc: 'Levels that a feature is reduced to, the one for missing values included.',
  },
  'single-categories': {
    type: 'integer',
    default: 4,
    min: 0,
    max: 256,
    doc: 'A column of words with at most this many different ones: each is split from all others; with more, subsets are split.',
  },
  'category-smoothing': {
    type: 'number',
    default: 10,
    min: 0,
    doc: 'Added to the second derivatives by which subsets of words are found: keeps words of few samples from being picked out for their noise.',
  },
  'early-stopping': {
    type: 'integer',
    default: 'off',
    min: 1,
    max: 100_000,
    words: ['off'],
    doc: 'Holds out validation rows, groups whole, and stops when their loss has not fallen for this many rounds; the rounds up to the lowest are kept.',
  },
  'validation-share': {
    type: 'number',
    default: 0.2,
    min: 0.01,
    max: 0.5,
    doc: 'Share of the training samples that early stopping holds out.',
  },
  curves: {
    type: 'choice',
    default: 'cross-fitted',
    choices: ['cross-fitted', 'plain'],
    doc: 'Of survival. cross-fitted: curves are as sure as the margins of rows that were not learned from allow, at three to four times the cost. plain: from the margins of the rows learned from, which are too sure. Risks have the same order.',
  },
  'class-weight': {
    type: 'choice',
    default: 'none',
    choices: ['none', 'balanced'],
    doc: 'balanced: every class counts the same, however few its samples.',
  },
} as const satisfies ParamTable;

/** Nothing is searched by default: the defaults do well on tables of very different size, and rounds cost time. */
export const boostingGrid: Readonly<Record<string, readonly ParamValue[]>> = {};

import type { ParamTable, ParamValue } from '../../base/params.ts';

export const linearSvmParams = {
  C: {
    type: 'number',
    default: 'auto',
    min: 1e-12,
    words: ['auto'],
    main: true,
    doc: 'Weight of the margin violations against the size of the weights: a large C fits the training samples more closely. auto: searched along a path; without a search, the middle of that path.',
  },
  loss: {
    type: 'choice',
    default: 'squared_hinge',
    choices: ['squared_hinge', 'hinge'],
    doc: 'What a margin violation costs: its square, or itself.',
  },
  'class-weight': {
    type: 'choice',
    default: 'none',
    choices: ['none', 'balanced'],
    doc: 'balanced: in the machine of a class, its samples count for more the rarer it is.',
  },
  'intercept-scaling': {
    type: 'number',
    default: 'auto',
    min: 0,
    max: 1e6,
    words: ['auto'],
    doc: 'Value of the constant column that carries the intercept, which is penalised like any weight: the larger the value, the less. auto: the root mean squared length of a sample; 1 is what scikit-learn does; 0 means no intercept.',
  },
  tolerance: {
    type: 'number',
    default: 1e-3,
    min: 1e-6,
    max: 0.1,
    doc: 'A fit is done when its duality gap is below this share of its objective.',
  },
  'max-passes': {
    type: 'integer',
    default: 1000,
    min: 1,
    max: 1_000_000,
    doc: 'Passes over the samples allowed for each value of C; reaching it is a warning with the gap.',
  },
} as const satisfies ParamTable;

/** The path of C alone. */
export const linearSvmGrid: Readonly<Record<string, readonly ParamValue[]>> = { C: ['auto'] };

export const svmParams = {
  C: {
    type: 'number',
    default: 'auto',
    min: 1e-12,
    words: ['auto'],
    main: true,
    doc: 'Weight of the margin violations against the size of the weights: a large C fits the training samples more closely. auto: searched along a path; without a search, the middle of that path.',
  },
  kernel: {
    type: 'choice',
    default: 'rbf',
    choices: ['rbf', 'linear', 'polynomial', 'precomputed'],
    doc: 'What takes the place of inner products: exp(−gamma · squared distance), the products themselves, (gamma · product + offset)^degree, or, in the library alone, the features are the kernel: samples by training samples.',
  },
  gamma: {
    type: 'number',
    default: 'scale',
    min: 1e-12,
    words: ['scale', 'scale/10', 'scale/3', 'scale*3'],
    doc: 'How fast likeness falls off with distance. scale: 1 / (number of features · variance of all values), as in scikit-learn, or a part or multiple of it. Not used by the linear kernel.',
  },
  degree: { type: 'integer', default: 3, min: 1, max: 10, doc: 'Power of the polynomial kernel.' },
  offset: {
    type: 'number',
    default: 1,
    min: 0,
    doc: 'What the polynomial kernel adds before the power (coef0 of scikit-learn, which adds 0): above 0, lower powers take part too.',
  },
  'class-weight': {
    type: 'choice',
    default: 'none',
    choices: ['none', 'balanced'],
    doc: 'balanced: the samples of a class count for more the rarer it is.',
  },
  epsilon: {
    type: 'number',
    default: 0.1,
    min: 0,
    doc: 'Of numbers: an error up to this many standard deviations of the target costs nothing.',
  },
  tolerance: {
    type: 'number',
    default: 1e-3,
    min: 1e-10,
    max: 0.1,
    doc: 'A fit is done when no two samples violate the optimality conditions by more than this, in units of the margin (of numbers: of the standard deviation).',
  },
  'max-steps': {
    type: 'integer',
    default: 1_000_000,
    min: 1,
    max: 1_000_000_000,
    doc: 'Steps of the solver, of two samples each, allowed for each value of C; reaching it is a warning with the gap.',
  },
} as const satisfies ParamTable;

/** Gamma by the path of C. */
export const svmGrid: Readonly<Record<string, readonly ParamValue[]>> = {
  C: ['auto'],
  gamma: ['scale/10', 'scale/3', 'scale', 'scale*3'],
};

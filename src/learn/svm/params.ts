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

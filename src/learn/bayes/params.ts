import type { ParamSpec, ParamTable, ParamValue } from '../../base/params.ts';

const prior = {
  type: 'choice',
  default: 'shares',
  choices: ['shares', 'uniform'],
  doc: 'What is believed of a sample before its features are seen: the share of each class in the training samples, or the same of all.',
} as const satisfies ParamSpec;

const alpha = {
  type: 'number',
  default: 1,
  min: 1e-10,
  max: 1e6,
  main: true,
  doc: 'Added to the total of every feature in every class, so that a feature never seen in a class does not rule the class out.',
} as const satisfies ParamSpec;

export const naiveBayesParams = {
  'var-smoothing': {
    type: 'number',
    default: 1e-9,
    min: 1e-15,
    max: 1e6,
    main: true,
    doc: 'Added to every variance, as a share of the largest variance of a feature: the larger, the less a feature can decide.',
  },
  prior,
} as const satisfies ParamTable;
export const naiveBayesGrid: Readonly<Record<string, readonly ParamValue[]>> = {
  'var-smoothing': [1e-9, 0.01, 0.1, 1],
};

export const multinomialParams = { alpha, prior } as const satisfies ParamTable;
export const complementParams = { alpha } as const satisfies ParamTable;
export const alphaGrid: Readonly<Record<string, readonly ParamValue[]>> = { alpha: [0.01, 0.1, 1, 10] };

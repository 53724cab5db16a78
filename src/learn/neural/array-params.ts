import type { ParamTable } from '../../base/params.ts';
import { trainingParams } from './params.ts';

const netParams = {
  filters: {
    type: 'integer',
    default: 16,
    min: 1,
    max: 1024,
    main: true,
    unit: 'filters',
    doc: 'Filters of the first stage; each further stage has twice as many.',
  },
  stages: {
    type: 'integer',
    default: 3,
    min: 1,
    max: 6,
    unit: 'stages',
    doc: 'Residual stages, each at half the size of the one before.',
  },
  dropout: {
    type: 'number',
    default: 0.3,
    min: 0,
    max: 0.95,
    doc: 'Share of what was found that each training step leaves out.',
  },
  noise: {
    type: 'number',
    default: 0,
    min: 0,
    max: 100,
    doc: 'Standard deviation of noise that training adds to every value, in their unit.',
  },
} as const satisfies ParamTable;

export const signalCnnParams = {
  ...netParams,
  width: {
    type: 'integer',
    default: 15,
    min: 3,
    max: 255,
    unit: 'places',
    doc: 'Places that a filter sees; one more where the number is even.',
  },
  shift: {
    type: 'integer',
    default: 0,
    min: 0,
    max: 10_000,
    unit: 'places',
    doc: 'Most places that training moves a batch by, to either side.',
  },
  'lead-dropout': { type: 'number', default: 0, min: 0, max: 0.95, doc: 'Share of the leads that training sets to 0.' },
  gain: {
    type: 'number',
    default: 0,
    min: 0,
    max: 1,
    doc: 'Standard deviation of a factor about 1 by which training scales each lead.',
  },
  ...trainingParams,
} as const satisfies ParamTable;

export const imageCnnParams = {
  ...netParams,
  flips: {
    type: 'choice',
    default: 'both',
    choices: ['none', 'sideways', 'both'],
    doc: 'Whether training turns pictures round, left and right or also top and bottom: where neither means anything.',
  },
  shift: {
    type: 'integer',
    default: 2,
    min: 0,
    max: 1000,
    unit: 'pixels',
    doc: 'Most pixels that training moves a batch by along each axis.',
  },
  colour: {
    type: 'number',
    default: 0.1,
    min: 0,
    max: 1,
    doc: 'Standard deviation of a factor about 1 by which training scales each colour.',
  },
  ...trainingParams,
} as const satisfies ParamTable;

export const videoCnnParams = {
  ...netParams,
  flips: {
    type: 'choice',
    default: 'none',
    choices: ['none', 'sideways'],
    doc: 'Whether training turns films round, left and right.',
  },
  shift: {
    type: 'integer',
    default: 1,
    min: 0,
    max: 1000,
    unit: 'pixels',
    doc: 'Most places that training moves a batch by along each axis, time included.',
  },
  ...trainingParams,
  batch: { ...trainingParams.batch, default: 16 },
} as const satisfies ParamTable;

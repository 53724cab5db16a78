import type { ParamTable } from '../../base/params.ts';
import { trainingParams } from './params.ts';

export const setAttentionParams = {
  units: {
    type: 'integer',
    default: 64,
    min: 1,
    max: 16_384,
    main: true,
    unit: 'units',
    doc: 'Rectified units of each layer: of those that encode an item, and of the hidden layer over the set.',
  },
  layers: { type: 'integer', default: 1, min: 1, max: 16, unit: 'layers', doc: 'Layers that encode an item.' },
  attention: {
    type: 'integer',
    default: 32,
    min: 1,
    max: 4096,
    unit: 'units',
    doc: 'Width of the layers that judge how much an item counts.',
  },
  heads: {
    type: 'integer',
    default: 1,
    min: 1,
    max: 64,
    unit: 'heads',
    doc: 'Weighted sums side by side, each with weights of its own: for targets that hang on more than one kind of item.',
  },
  dropout: {
    type: 'number',
    default: 0.3,
    min: 0,
    max: 0.95,
    doc: 'Share of the units that each training step leaves out, after every layer.',
  },
  ...trainingParams,
} as const satisfies ParamTable;

export const graphNetworkParams = {
  edges: {
    type: 'text',
    file: 'edges',
    default: '',
    main: true,
    doc: 'File with the edges: two columns of features and, if there are any, one of weights of at least 0.',
  },
  channels: {
    type: 'integer',
    default: 8,
    min: 1,
    max: 1024,
    unit: 'channels',
    doc: 'Numbers that each graph convolution makes of a feature and its neighbours.',
  },
  layers: {
    type: 'integer',
    default: 1,
    min: 1,
    max: 16,
    unit: 'layers',
    doc: 'Graph convolutions, one after another: how many edges away a feature is heard.',
  },
  units: {
    type: 'integer',
    default: 64,
    min: 1,
    max: 16_384,
    unit: 'units',
    doc: 'Rectified units of the hidden layer over all nodes.',
  },
  dropout: {
    type: 'number',
    default: 0.3,
    min: 0,
    max: 0.95,
    doc: 'Share of the numbers that each training step leaves out, after every layer.',
  },
  ...trainingParams,
} as const satisfies ParamTable;

import type { ParamTable } from '../../base/params.ts';
import { MEMORY_PARAM } from '../memory-param.ts';

/** What the readers of arrays are told. */
export const ARRAY_PARAMS: ParamTable = {
  axes: {
    type: 'integer',
    default: 'first',
    min: 0,
    words: ['first', 'last'],
    doc: 'Which axis of the array is the samples: first, last or its number from 0.',
  },
  channels: {
    type: 'choice',
    default: 'first',
    choices: ['first', 'last', 'none'],
    doc: 'Where the leads or colours stand among the other axes; none: there is one channel, without an axis.',
  },
  ...MEMORY_PARAM,
};

import type { ReaderEntry } from '../reader.ts';
import { ARRAY_PARAMS } from './array-params.ts';

export const npyEntry: ReaderEntry = {
  word: 'npy',
  title: 'NumPy array',
  doc: 'One array of numbers, samples on one of its axes: tables, traces, pictures, videos.',
  extensions: ['.npy'],
  holds: 'blocks',
  streams: false,
  writes: { samples: [], features: [] },
  limits:
    'Numbers only: no objects (pickles), complex numbers, dates, structures or long doubles; samples have no ids.',
  versions:
    '1.0, 2.0, 3.0; bool, integers of 8 to 64 bits, floats of 16 to 64 bits, either byte order, C and Fortran order',
  params: ARRAY_PARAMS,
  sniff: ({ bytes }) => ([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59].every((byte, at) => bytes[at] === byte) ? 1 : 0),
  load: () => import('./reader.ts'),
};

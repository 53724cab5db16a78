import { ARRAY_PARAMS } from '../npy/array-params.ts';
import type { ReaderEntry } from '../reader.ts';

export const npzEntry: ReaderEntry = {
  word: 'npz',
  title: 'NumPy archive',
  doc: 'Several arrays by name: the values, the ids of the samples, and what is known of each.',
  extensions: ['.npz'],
  holds: 'blocks',
  streams: false,
  writes: { samples: 'all', features: [] },
  limits: 'As npy; ids may be text. No zip64.',
  versions: 'numpy.savez and savez_compressed',
  params: {
    array: {
      type: 'text',
      default: '',
      main: true,
      doc: 'Name of the array of values; default the only one of numbers with two axes or more.',
    },
    ids: {
      type: 'text',
      default: '',
      doc: 'Name of the array of sample ids; default the only one of text or whole numbers, different for each sample.',
    },
    features: {
      type: 'text',
      default: '',
      doc: "Name of the array of feature names; default 'features', where it is there.",
    },
    ...ARRAY_PARAMS,
  },
  sniff: ({ members }) => (members?.[0]?.endsWith('.npy') ? 1 : 0),
  load: () => import('./reader.ts'),
};

import { MEMORY_PARAM, UNPACKED_PARAM } from '../memory-param.ts';
import type { ReaderEntry } from '../reader.ts';

export const aviEntry: ReaderEntry = {
  word: 'avi',
  title: 'AVI (Motion JPEG)',
  doc: 'Films such as echocardiograms: a file, or those of a folder or zip archive, one a sample.',
  extensions: ['.avi'],
  holds: 'blocks',
  streams: true,
  writes: false,
  limits:
    'Motion JPEG only; the films of a block share size and number of frames, or say size and frames; sound is left out.',
  params: {
    size: {
      type: 'text',
      default: '',
      main: true,
      doc: 'Height x width that every frame is brought to by averaging over areas; default the size they share.',
    },
    frames: {
      type: 'integer',
      default: 0,
      min: 0,
      doc: 'Frames that are taken, from the first; 0: all, which must be as many in every film.',
    },
    step: { type: 'integer', default: 1, min: 1, doc: 'Every how many frames one is taken.' },
    colour: { type: 'choice', default: 'rgb', choices: ['rgb', 'grey'], doc: 'Three channels, or one of luminance.' },
    'max-pixels': {
      type: 'number',
      default: 100,
      min: 0.001,
      max: 1000,
      unit: 'million',
      doc: 'Pixels of one frame; larger ones are refused before they are decoded.',
    },
    ...UNPACKED_PARAM,
    ...MEMORY_PARAM,
  },
  sniff: ({ bytes, files, members }) => {
    const names = files ?? members;
    if (names) return names.filter((one) => /\.avi$/i.test(one)).length * 2 > names.length ? 0.9 : 0;
    const word = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
    return word(0) === 'RIFF' && word(8) === 'AVI ' ? 1 : 0;
  },
  load: () => import('./reader.ts'),
};

import { MEMORY_PARAM, UNPACKED_PARAM } from '../memory-param.ts';
import type { ReaderEntry } from '../reader.ts';

export const dicomEntry: ReaderEntry = {
  word: 'dicom',
  title: 'DICOM',
  doc: 'Medical pictures: a file, or those of a folder or zip archive, one a sample. What names the patient is left out.',
  extensions: ['.dcm', '.dicom'],
  holds: 'blocks',
  streams: true,
  writes: false,
  limits:
    'One frame a file; grey or RGB of 8 or 16 bits; no JPEG 2000, JPEG-LS or lossless JPEG, no palettes, not deflated.',
  versions: 'implicit and explicit VR, little- and big-endian; uncompressed, RLE, JPEG baseline',
  params: {
    size: {
      type: 'text',
      default: '',
      main: true,
      doc: 'Height x width that every picture is brought to by averaging over areas; default the size they share.',
    },
    values: {
      type: 'choice',
      default: 'rescaled',
      choices: ['rescaled', 'unit'],
      doc: 'rescaled: as the slope and intercept of the file say, such as Hounsfield units; unit: 0 … 1 over the bits that are stored.',
    },
    ids: {
      type: 'choice',
      default: 'file',
      choices: ['file', 'instance'],
      doc: 'What samples are called: the name of the file, or the first 16 digits of the SHA-256 of its SOP instance UID.',
    },
    'keep-identifiers': {
      type: 'boolean',
      default: false,
      doc: 'Also give out the patient id, dates and UIDs as annotations of the samples.',
    },
    'max-pixels': {
      type: 'number',
      default: 100,
      min: 0.001,
      max: 1000,
      unit: 'million',
      doc: 'Pixels of one picture; larger ones are refused before they are decoded.',
    },
    ...UNPACKED_PARAM,
    ...MEMORY_PARAM,
  },
  sniff: ({ name, bytes, files, members }) => {
    const names = files ?? members;
    if (names) return names.filter((one) => /\.(dcm|dicom)$/i.test(one)).length * 2 > names.length ? 0.9 : 0;
    if ([68, 73, 67, 77].every((byte, at) => bytes[128 + at] === byte)) return 1;
    return /\.(dcm|dicom)$/i.test(name) ? 0.3 : 0;
  },
  load: () => import('./reader.ts'),
};

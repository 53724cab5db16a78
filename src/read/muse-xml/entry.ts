import { MEMORY_PARAM, UNPACKED_PARAM } from '../memory-param.ts';
import type { ReaderEntry } from '../reader.ts';

/** Before the root element: declaration, comments, document type. A comment ends at its first `-->`, so that there is one way to match. */
const ROOT = /^[^<]{0,4}(?:<\?[^>]*>|<!--(?:(?!-->)[\s\S])*-->|<!DOCTYPE[^>[]*>|\s)*<RestingECG[\s>]/;
const HEAD_LETTERS = 4000;

export const museXmlEntry: ReaderEntry = {
  word: 'muse-xml',
  title: 'MUSE XML (GE resting ECG)',
  doc: 'Resting ECG as exported by GE MUSE, in mV: a file, or those of a folder or zip archive, one a sample. Names, patient ids and dates are left out.',
  extensions: ['.xml'],
  holds: 'blocks',
  streams: true,
  writes: false,
  limits:
    'RestingECG documents with samples of 16 bits in microvolts; records of a block share leads, length and rate. Diagnosis statements are free text: dates, and lines that say by whom, are taken out; another name typed into one would stay.',
  versions: 'UTF-8, UTF-16, ISO-8859-1 and what else the declaration may name',
  params: {
    wave: {
      type: 'choice',
      default: 'rhythm',
      choices: ['rhythm', 'median'],
      main: true,
      doc: 'rhythm: the whole trace, mostly 10 s; median: the representative beat that the device made of it.',
    },
    leads: {
      type: 'text',
      default: '',
      doc: 'Leads to read, with commas between them, in that order; default all, which must be the same in every record.',
    },
    ...UNPACKED_PARAM,
    ...MEMORY_PARAM,
  },
  sniff: ({ bytes, files, members }) => {
    const names = files ?? members;
    if (names) {
      // Office documents are archives of XML as well.
      const isOffice = names.some((one) => one === '[Content_Types].xml' || one === 'mimetype');
      return !isOffice && names.filter((one) => /\.xml$/i.test(one)).length * 2 > names.length ? 0.6 : 0;
    }
    // Whatever the encoding, the beginning is ASCII; in UTF-16 with zeros between.
    const letters = Array.from(bytes.subarray(0, HEAD_LETTERS), (byte) =>
      byte === 0 ? '' : String.fromCharCode(byte),
    );
    return ROOT.test(letters.join('')) ? 1 : 0;
  },
  load: () => import('./reader.ts'),
};

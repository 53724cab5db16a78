import { MEMORY_PARAM, UNPACKED_PARAM } from '../memory-param.ts';
import type { ReaderEntry } from '../reader.ts';

export const wfdbEntry: ReaderEntry = {
  word: 'wfdb',
  title: 'WFDB (PhysioNet)',
  doc: 'Traces such as ECG in physical units: one record (.hea), or all records of a folder or zip archive, with what their comments say.',
  extensions: ['.hea'],
  holds: 'blocks',
  streams: false,
  writes: false,
  limits: 'Records of one segment, all leads at one rate; records of a block share leads and rate.',
  versions: 'signal formats 16, 24, 32, 61, 80 and 212; beats of .atr files (MIT format)',
  params: {
    leads: {
      type: 'text',
      default: '',
      main: true,
      doc: 'Leads to read, with commas between them, in that order; default all, which must be the same in every record.',
    },
    length: {
      type: 'integer',
      default: 0,
      min: 0,
      unit: 'values',
      doc: 'How much of each lead is read, from its beginning; 0: all, which must be as long in every record.',
    },
    ...UNPACKED_PARAM,
    ...MEMORY_PARAM,
  },
  sniff: ({ name, bytes, files, members }) => {
    const names = files ?? members;
    if (names) return names.some((one) => one.endsWith('.hea')) ? 0.8 : 0;
    const lines = new TextDecoder().decode(bytes).split(/\r?\n/);
    const [record = '', ...signals] = lines.filter((line) => /^[^#\s]/.test(line));
    // A record and its signals: `100 2 360 650000` and, twice, `100.dat 212 200 …`.
    const count = /^\S+ +(\d+)( +[\d.]+(\/\S+)?( +\d+.*)?)?$/.exec(record)?.[1];
    const isSignal = (line: string) => /^\S+ +(16|24|32|61|80|212)(x\d+)?(:\d+)?(\+\d+)?( |$)/.test(line);
    const isHeader = signals.length > 0 && signals.length === Number(count) && signals.every(isSignal);
    return isHeader ? 0.9 : /\.hea$/i.test(name) ? 0.4 : 0;
  },
  load: () => import('./reader.ts'),
};

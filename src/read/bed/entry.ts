import type { ReaderEntry } from '../reader.ts';

export const bedEntry: ReaderEntry = {
  word: 'bed',
  title: 'BED',
  doc: 'Intervals on chromosomes: a table of chromosome, start, end, name, score, strand and what else there is.',
  extensions: ['.bed', '.narrowpeak', '.broadpeak'],
  holds: 'table',
  streams: true,
  writes: false,
  limits: 'Text; the .bed of PLINK is another format.',
  versions: 'BED3 to BED12, narrowPeak, broadPeak; further columns as they come',
  params: {},
  sniff: ({ name, bytes }) => {
    const lines = new TextDecoder().decode(bytes.subarray(0, 1 << 13)).split(/\r?\n/);
    const line = lines.find((one) => one.trim() !== '' && !/^\uFEFF?(#|track\b|browser\b)/.test(one)) ?? '';
    const found = /^\uFEFF?(\S+)[\t ]+(\d+)[\t ]+(\d+)([\t ]|$)/.exec(line);
    if (!found || Number(found[2]) > Number(found[3])) return 0;
    if (/\.(bed|narrowpeak|broadpeak)(\.b?gz)?$/i.test(name)) return 0.8;
    return /^chr/i.test(found[1]!) ? 0.6 : 0;
  },
  load: () => import('./reader.ts'),
};

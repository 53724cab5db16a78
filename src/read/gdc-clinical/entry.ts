import type { ReaderEntry } from '../reader.ts';

export const gdcClinicalEntry: ReaderEntry = {
  word: 'gdc-clinical',
  title: 'GDC clinical JSON',
  doc: 'Clinical data of cases of the GDC: a table with a row for each case, columns named as in the TSV of the GDC.',
  extensions: ['.json'],
  holds: 'table',
  streams: false,
  writes: false,
  limits: 'One of several diagnoses, treatments, follow-ups of a case: the primary diagnosis, else the first; told.',
  versions: 'clinical.json of the cart, answers of the cases endpoint',
  params: {},
  sniff: ({ bytes }) => {
    const text = new TextDecoder().decode(bytes);
    if (!/^\uFEFF?\s*[[{]/.test(text)) return 0;
    return /"case_id"\s*:/.test(text) && /"(diagnoses|demographic|exposures|project)"\s*:/.test(text) ? 0.9 : 0;
  },
  load: () => import('./reader.ts'),
};

import { VARIANT_PARAMS } from '../genotypes/params.ts';
import { SITE_COLUMNS } from '../genotypes/sites.ts';
import type { ReaderEntry } from '../reader.ts';

export const plinkEntry: ReaderEntry = {
  word: 'plink',
  title: 'PLINK 1',
  doc: 'Genotypes of a .bed with the .bim (variants) and .fam (samples) beside it, as copies of the first allele (A1), kept at 2 bits each.',
  extensions: ['.bed'],
  holds: 'blocks',
  streams: true,
  writes: {
    samples: ['family', 'father', 'mother', 'sex', 'phenotype'],
    features: SITE_COLUMNS,
  },
  limits: 'Variant-major .bed only; the three files have one name. Written from genotypes whose alleles are known.',
  versions: 'PLINK 1 binary, of PLINK 1.07, 1.9 and 2',
  params: VARIANT_PARAMS,
  sniff: ({ bytes }) => (bytes[0] === 0x6c && bytes[1] === 0x1b && bytes[2]! <= 1 ? 1 : 0),
  load: () => import('./reader.ts'),
};

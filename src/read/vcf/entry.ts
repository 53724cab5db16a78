import { FIELD_PARAM, VARIANT_PARAMS } from '../genotypes/params.ts';
import { SITE_COLUMNS } from '../genotypes/sites.ts';
import type { ReaderEntry } from '../reader.ts';

const START = '##fileformat=VCF';

export const vcfEntry: ReaderEntry = {
  word: 'vcf',
  title: 'VCF',
  doc: 'Genotypes as copies of the ALT allele, kept at 2 bits each, or dosages; one feature for each ALT allele.',
  extensions: ['.vcf', '.vcf.gz'],
  holds: 'blocks',
  streams: true,
  writes: { samples: [], features: SITE_COLUMNS },
  limits:
    'One or two alleles a sample; half a genotype (./1) is missing, a haploid one counts twice; the last line must end with a line end, bgzip with its end block. Written: genotypes as unphased GT or dosages as DS, a record for each ALT allele.',
  versions: 'VCF 4.0–4.5; plain, gzip, bgzip; .tbi and .csi for regions',
  params: { ...FIELD_PARAM, ...VARIANT_PARAMS },
  sniff: ({ bytes }) => {
    const from = bytes[0] === 0xef ? 3 : 0;
    return [...START].every((letter, k) => bytes[from + k] === letter.charCodeAt(0)) ? 1 : 0;
  },
  load: () => import('./reader.ts'),
};

import { FIELD_PARAM, VARIANT_PARAMS } from '../genotypes/params.ts';
import type { ReaderEntry } from '../reader.ts';

export const bcfEntry: ReaderEntry = {
  word: 'bcf',
  title: 'BCF',
  doc: 'The binary form of VCF: genotypes as copies of the ALT allele, kept at 2 bits each, or dosages; one feature for each ALT allele.',
  extensions: ['.bcf'],
  holds: 'blocks',
  streams: true,
  writes: false,
  limits: 'As VCF: one or two alleles a sample, bgzip with its end block.',
  versions: 'BCF 2.1 and 2.2, in bgzip or plain; .csi for regions',
  params: { ...FIELD_PARAM, ...VARIANT_PARAMS },
  sniff: ({ bytes }) => ([0x42, 0x43, 0x46, 2].every((byte, k) => bytes[k] === byte) ? 1 : 0),
  load: () => import('./reader.ts'),
};

import type { ReaderEntry } from '../reader.ts';

export const mafEntry: ReaderEntry = {
  word: 'maf',
  title: 'MAF',
  doc: 'Mutation annotation format of TCGA, GDC and cBioPortal: which genes are mutated in which samples.',
  extensions: ['.maf'],
  holds: 'blocks',
  streams: true,
  writes: false,
  limits: 'A sample without any mutation does not stand in such a file, and is not in the block.',
  versions: '2.4, GDC 1.0',
  params: {
    variants: {
      type: 'choice',
      default: 'non-silent',
      choices: ['non-silent', 'all'],
      doc: 'Which ones count: those that change the protein or its splice sites, or all.',
    },
    count: { type: 'boolean', default: false, doc: 'How many variants a gene has, instead of 0 and 1.' },
    barcode: {
      type: 'choice',
      default: 'whole',
      choices: ['whole', 'patient', 'sample', 'vial'],
      doc: 'How far barcodes of TCGA are kept: TCGA-02-0001 of the patient, -01 of the sample, -01C of the vial.',
    },
  },
  sniff: ({ bytes }) => {
    const lines = new TextDecoder().decode(bytes.subarray(0, 1 << 15)).split(/\r?\n/);
    const header = lines.find((line) => line !== '' && !/^\uFEFF?#/.test(line))?.split('\t') ?? [];
    return header.includes('Hugo_Symbol') && header.includes('Tumor_Sample_Barcode') ? 0.97 : 0;
  },
  load: () => import('./reader.ts'),
};

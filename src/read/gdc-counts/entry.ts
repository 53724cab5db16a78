import type { ReaderEntry } from '../reader.ts';

export const gdcCountsEntry: ReaderEntry = {
  word: 'gdc-counts',
  title: 'GDC gene counts',
  doc: 'Files of gene counts of the GDC (augmented_star_gene_counts.tsv), one of a sample or a folder of them, with the sample sheet beside.',
  extensions: ['.augmented_star_gene_counts.tsv'],
  holds: 'blocks',
  streams: true,
  writes: false,
  limits: 'All files of one gene model. A folder as the GDC client fills it, or all files in one.',
  versions: 'STAR counts, GENCODE v22 and v36',
  params: {
    column: {
      type: 'text',
      default: 'unstranded',
      main: true,
      doc: 'Which column: unstranded, stranded_first, stranded_second, tpm_unstranded, fpkm_unstranded, fpkm_uq_unstranded.',
    },
    id: {
      type: 'choice',
      default: 'sample',
      choices: ['sample', 'case', 'file'],
      doc: 'What a sample is called: its Sample ID, its Case ID, or the File ID. Without a sample sheet it is the name of the file.',
    },
  },
  sniff: ({ bytes, files }) => {
    if (files) return files.some((name) => /star_gene_counts\.tsv(\.gz)?$/i.test(name)) ? 0.95 : 0;
    const lines = new TextDecoder().decode(bytes.subarray(0, 1000)).split(/\r?\n/);
    return lines.some((line) => line.startsWith('gene_id\tgene_name\tgene_type\tunstranded')) ? 0.97 : 0;
  },
  load: () => import('./reader.ts'),
};

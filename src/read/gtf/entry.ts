import type { ReaderEntry } from '../reader.ts';

export const gtfEntry: ReaderEntry = {
  word: 'gtf',
  title: 'GTF and GFF3',
  doc: 'Gene annotation: a table of genes with id, version, symbol, type, place and the length of their exons, the length for TPM.',
  extensions: ['.gtf', '.gff3', '.gff'],
  holds: 'table',
  streams: true,
  writes: false,
  limits: 'Genes only: transcripts and exons go into the length.',
  versions: 'GTF 2 (GENCODE, Ensembl, UCSC, StringTie), GFF 3 (GENCODE, Ensembl, RefSeq)',
  params: {},
  sniff: ({ bytes }) => {
    const lines = new TextDecoder().decode(bytes.subarray(0, 1 << 14)).split('\n');
    if (/^(\uFEFF)?##gff-version\s+3/.test(lines[0]!)) return 0.99;
    const fields = lines.find((line) => line.trim() !== '' && !line.startsWith('#'))?.split('\t') ?? [];
    const placed =
      fields.length === 9 && /^\d+$/.test(fields[3]!) && /^\d+$/.test(fields[4]!) && /^[-+.?]$/.test(fields[6]!);
    return placed && /(gene_id |ID=|Parent=)/.test(fields[8]!) ? 0.95 : 0;
  },
  load: () => import('./reader.ts'),
};

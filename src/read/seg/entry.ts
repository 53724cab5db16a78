import type { ReaderEntry } from '../reader.ts';

export const segEntry: ReaderEntry = {
  word: 'seg',
  title: 'SEG',
  doc: 'Segments of copy number (CBS, DNAcopy, GDC): a table of sample, chromosome, start, end, probes, mean.',
  extensions: ['.seg'],
  holds: 'table',
  streams: true,
  writes: false,
  limits: 'Six columns or more, known by their names or, where these are others, by their order.',
  versions: 'IGV and DNAcopy (ID, chrom, loc.start, loc.end, num.mark, seg.mean), GDC (Num_Probes, Segment_Mean)',
  params: {},
  sniff: ({ name, bytes }) => {
    const header = new TextDecoder().decode(bytes.subarray(0, 400)).split(/\r?\n/, 1)[0]!;
    if (/\t"?(loc\.start|start)"?\t.*\t"?(seg\.mean|segment_mean)"?/i.test(header)) return 0.9;
    return /\.seg(\.b?gz)?$/i.test(name) && !bytes.includes(0) && header.split('\t').length >= 6 ? 0.45 : 0;
  },
  load: () => import('./reader.ts'),
};

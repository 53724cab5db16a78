import { gzipSync } from 'fflate';
import { bgzip } from '../../src/read/genotypes/bgzip.ts';
import type { ReadOptions } from '../../src/read/reader.ts';
import { type ByteSource, memorySource } from '../../src/read/source.ts';
import { CELL_FILES, TENX_MTX_CASES } from './cell-files.ts';
import { MEDIA_CASES } from './media-cases.ts';
import { PARQUET_FILES } from './parquet-files.ts';
import { day, number, text, workbook } from './workbook.ts';

/** A small whole file of a format, for the contract suite of readers. */
export interface ReaderCase {
  /** Word of the format. */
  readonly word: string;
  /** What this one shows: `gzip`, `version 3`, `sparse`. */
  readonly shows: string;
  /** With an extension of the format. */
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Files beside it. */
  readonly files?: Readonly<Record<string, Uint8Array>>;
  readonly params?: ReadOptions['params'];
  /** The format has no mark of its end, so that a file cut between two records is a whole one: its content is then not that of the whole file. */
  readonly endless?: true;
  /** The bytes say too little: the name decides. */
  readonly byName?: true;
}

const fromBase64 = (text: string) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
const bytesOf = (text: string) => new TextEncoder().encode(text);

const VCF = [
  '##fileformat=VCFv4.2',
  '##contig=<ID=1,length=249250621>',
  '#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\ta\tb\tc\td\te',
  '1\t10\trs1\tA\tG\t.\tPASS\t.\tGT\t0|0\t0|1\t1|1\t./.\t0|1',
  '1\t20\t.\tC\tT,CA\t50\tPASS\tDP=3\tGT:DP\t0/1:3\t1/2:2\t2/2\t./1:.\t1',
  '2\t5\trs3\tG\t*,A\t.\t.\t.\tGT\t0/2\t0/0\t.\t1/2\t2|2',
  '',
].join('\n');
const DOSAGES = [
  '##fileformat=VCFv4.3',
  '#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\ta\tb\tc',
  '1\t10\trs1\tA\tG\t.\tPASS\t.\tDS:GP\t0.5:.\t1.25:.\t2:.',
  '1\t20\trs2\tA\tG,T\t.\tPASS\t.\tDS\t0.5,1\t.\t1.998,0',
  '',
].join('\n');

/** The records of `VCF`, with a header that names every field: `bcftools view --no-version -Ob` of bcftools 1.16, inflated, as base64. */
const BCF = [
  'QkNGAgJ5AQAAIyNmaWxlZm9ybWF0PVZDRnY0LjIKIyNGSUxURVI9PElEPVBBU1MsRGVzY3JpcHRpb249IkFsbCBmaWx0ZXJzIHBhc3NlZCIsSU',
  'RYPTA+CiMjY29udGlnPTxJRD0xLGxlbmd0aD0yNDkyNTA2MjEsSURYPTA+CiMjY29udGlnPTxJRD0yLElEWD0xPgojI0lORk89PElEPURQLE51',
  'bWJlcj0xLFR5cGU9SW50ZWdlcixEZXNjcmlwdGlvbj0iZCIsSURYPTE+CiMjRk9STUFUPTxJRD1HVCxOdW1iZXI9MSxUeXBlPVN0cmluZyxEZX',
  'NjcmlwdGlvbj0iZyIsSURYPTI+CiMjRk9STUFUPTxJRD1EUCxOdW1iZXI9MSxUeXBlPUludGVnZXIsRGVzY3JpcHRpb249ImQiLElEWD0xPgoj',
  'Q0hST00JUE9TCUlECVJFRglBTFQJUVVBTAlGSUxURVIJSU5GTwlGT1JNQVQJYQliCWMJZAllCgAiAAAADQAAAAAAAAAJAAAAAQAAAAEAgH8AAA',
  'IABQAAATdyczEXQRdHEQARAiECAwIFBAUAAAIFJgAAABUAAAAAAAAAEwAAAAEAAAAAAEhCAQADAAUAAAIHF0MXVCdDQREAEQERAxECIQIEBAYG',
  'BgAEBIERAREDAoCAgCMAAAANAAAAAQAAAAQAAAABAAAAAQCAfwAAAwAFAAABN3JzMxdHFyoXQQARAiECBgICAIEEBgYH',
].join('');

/** At least one of every format. A reader adds its own here. */
export const READER_CASES: readonly ReaderCase[] = [
  {
    ...{ word: 'delimited', shows: 'tab-separated', name: 'a.tsv', endless: true },
    bytes: bytesOf('id\tx\tword\na\t1.5\tu\nb\tNA\tv\nc\t3\tu\n'),
  },
  {
    ...{ word: 'fasta', shows: 'DNA', name: 'a.fa', endless: true },
    bytes: bytesOf('>a one\nACGT\nAC\n>b\nGGTN\n'),
  },
  {
    ...{ word: 'gct', shows: 'version 1.2', name: 'a.gct', endless: true },
    bytes: bytesOf('#1.2\n2\t3\nNAME\tDescription\ts1\ts2\ts3\ng1\tfirst one\t1.5\t-2\t3\ng2\tna\t4\t\t0.25\n'),
  },
  {
    ...{ word: 'gct', shows: 'version 1.3', name: 'a.gct', endless: true },
    bytes: bytesOf(
      '#1.3\n2\t3\t2\t2\nid\tsymbol\tlength\ts1\ts2\ts3\ndose\tna\tna\t1\t10\tna\ntissue\tna\tna\tlung\t\tskin\ng1\tA\t120\t1.5\t-2\t3\ng2\t"B\tNA\t4\tNaN\t0.25\n',
    ),
  },
  {
    ...{ word: 'gmt', shows: 'with and without a description', name: 'a.gmt', endless: true, byName: true },
    bytes: bytesOf('one set\thttp://a\tTP53\tEGFR\nother\t\tBRCA1\n'),
  },
  {
    ...{ word: 'meme', shows: 'two motifs, one with a URL', name: 'a.meme', endless: true },
    bytes: bytesOf(
      'MEME version 4\n\nALPHABET= ACGT\n\nMOTIF M1 one\nletter-probability matrix: alength= 4 w= 2 nsites= 9\n 0.25 0.25 0.25 0.25\n 0.7 0.1 0.1 0.1\nURL http://a\n\nMOTIF M2\nletter-probability matrix: alength= 4 w= 1\n 0 0 1 0\n',
    ),
  },
  {
    ...{ word: 'jaspar', shows: 'two motifs', name: 'a.jaspar', endless: true },
    bytes: bytesOf('>MA1 one\nA [ 4 0 ]\nC [ 0 4 ]\nG [ 1 0 ]\nT [ 0 1 ]\n>MA2\nA [ 1 ]\nC [ 1 ]\nG [ 1 ]\nT [ 1 ]\n'),
  },
  {
    ...{ word: 'edges', shows: 'scores, separated by tabs', name: 'a.edges', endless: true, byName: true },
    bytes: bytesOf('from\tto\tscore\nTP53\tMDM2\t0.9\nMYC\tMAX\t0.25\n'),
  },
  {
    ...{ word: 'edges', shows: 'of STRING', name: '9606.protein.links.txt', endless: true, params: { strip: '9606.' } },
    bytes: bytesOf('protein1 protein2 combined_score\n9606.A 9606.B 900\n9606.B 9606.C 150\n'),
  },
  {
    ...{ word: 'gtf', shows: 'GTF', name: 'a.gtf', endless: true },
    bytes: bytesOf(
      [
        '#!genome-build GRCh38.p14',
        'chr1\tHAVANA\tgene\t101\t400\t.\t+\t.\tgene_id "ENSG00000000001.3"; gene_type "protein_coding"; gene_name "AB1";',
        'chr1\tHAVANA\texon\t101\t200\t.\t+\t.\tgene_id "ENSG00000000001.3"; transcript_id "ENST1"; exon_number 1;',
        'chr1\tHAVANA\texon\t151\t250\t.\t+\t.\tgene_id "ENSG00000000001.3"; transcript_id "ENST2"; exon_number 1;',
        'chr2\tHAVANA\texon\t1\t10\t.\t-\t.\tgene_id "B"; gene_name "BB"',
        '',
      ].join('\n'),
    ),
  },
  {
    ...{ word: 'gtf', shows: 'GFF3', name: 'a.gff3', endless: true },
    bytes: bytesOf(
      [
        '##gff-version 3',
        '1\tensembl\tgene\t101\t400\t.\t+\t.\tID=gene:ENSG00000000001;Name=AB1;biotype=protein_coding;version=3',
        '1\tensembl\tmRNA\t101\t400\t.\t+\t.\tID=transcript:T;Parent=gene:ENSG00000000001',
        '1\tensembl\texon\t101\t200\t.\t+\t.\tParent=transcript:T',
        '1\tensembl\texon\t301\t400\t.\t+\t.\tParent=transcript:T',
        '',
      ].join('\n'),
    ),
  },
  {
    ...{
      word: 'maf',
      shows: 'counts of all variants',
      name: 'a.maf',
      endless: true,
      params: { variants: 'all', count: true },
    },
    bytes: bytesOf(
      '#version 2.4\nHugo_Symbol\tVariant_Classification\tTumor_Sample_Barcode\nTP53\tMissense_Mutation\ts1\nTP53\tSilent\ts1\nKRAS\tSilent\ts2\n',
    ),
  },
  {
    ...{ word: 'seg', shows: 'of DNAcopy', name: 'a.seg', endless: true },
    bytes: bytesOf(
      'ID\tchrom\tloc.start\tloc.end\tnum.mark\tseg.mean\ns1\t1\t101\t200\t5\t-0.5\ns1\tX\t1\t10\t2\t0.25\n',
    ),
  },
  {
    ...{ word: 'gistic', shows: 'log2 ratios', name: 'all_data_by_genes.txt', endless: true },
    bytes: bytesOf(
      'Gene Symbol\tGene ID\tCytoband\ts1\ts2\nTP53\t7157\t17p13.1\t-0.5\t0.125\nKRAS\t3845\t12p12.1\t0\t1.5\n',
    ),
  },
  {
    ...{ word: 'bed', shows: 'six columns', name: 'a.bed', endless: true },
    bytes: bytesOf('track name=x\nchr1\t0\t10\tone\t5.5\t+\nchrX\t20\t30\ttwo\t0\t-\n'),
  },
  {
    ...{ word: 'fastq', shows: 'two reads', name: 'a.fastq', endless: true },
    bytes: bytesOf('@r1 x\nACGTN\n+\nIIII!\n@r2\nGGCC\n+r2\n@II#\n'),
  },
  {
    ...{ word: 'xlsx', shows: 'words, numbers, days', name: 'a.xlsx' },
    bytes: workbook([
      {
        name: 'data',
        rows: [
          [text('id'), text('x'), text('day')],
          [text('a'), number(1.5), day(43832)],
          [text('b'), number(-2), day(43833)],
        ],
      },
    ]),
  },
  {
    ...{
      word: 'gdc-counts',
      shows: 'a file with its sample sheet',
      name: 'f1.rna_seq.augmented_star_gene_counts.tsv',
      endless: true,
    },
    bytes: bytesOf(
      '# gene-model: GENCODE v36\ngene_id\tgene_name\tgene_type\tunstranded\nN_unmapped\t\t\t900\nENSG1.1\tA\tlncRNA\t8\nENSG2.1\tB\tlncRNA\t16\n',
    ),
    files: {
      'gdc_sample_sheet.tsv': bytesOf(
        'File ID\tFile Name\tCase ID\tSample ID\nid1\tf1.rna_seq.augmented_star_gene_counts.tsv\tTCGA-AA-0001\tTCGA-AA-0001-01A\n',
      ),
    },
  },
  {
    ...{ word: 'gdc-clinical', shows: 'two cases', name: 'clinical.json' },
    bytes: bytesOf(
      '[{"case_id":"u1","demographic":{"age_at_index":61,"gender":"female"}},{"case_id":"u2","diagnoses":[{"age_at_diagnosis":7}]}]',
    ),
  },
  ...CELL_FILES,
  ...TENX_MTX_CASES,
  ...PARQUET_FILES,
  ...MEDIA_CASES,
  { ...{ word: 'vcf', shows: 'genotypes of every form', name: 'a.vcf', endless: true }, bytes: bytesOf(VCF) },
  { ...{ word: 'vcf', shows: 'bgzip', name: 'a.vcf.gz' }, bytes: bgzip([bytesOf(VCF)], 100) },
  { ...{ word: 'vcf', shows: 'gzip', name: 'a.vcf.gz' }, bytes: gzipSync(bytesOf(VCF), { mtime: 0 }) },
  {
    ...{ word: 'plink', shows: 'five samples, three variants', name: 'a.bed' },
    bytes: Uint8Array.of(0x6c, 0x1b, 1, 0b11100100, 0b10, 0b00111011, 0b01, 0b11111111, 0b11),
    files: {
      'a.bim': bytesOf('1\trs1\t0\t10\tG\tA\n1\t.\t0\t20\tT\tC\nX\trs3\t0\t5\t0\tAC\n'),
      'a.fam': bytesOf('F a 0 0 1 2\nF b 0 0 2 1\nF c a b 1 -9\n0 d 0 0 0 1\n0 e 0 0 2 2\n'),
    },
  },
  { ...{ word: 'bcf', shows: 'bgzip', name: 'a.bcf' }, bytes: bgzip([fromBase64(BCF)], 100) },
  { ...{ word: 'bcf', shows: 'not compressed', name: 'a.bcf', endless: true }, bytes: fromBase64(BCF) },
  { ...{ word: 'vcf', shows: 'dosages', name: 'a.vcf', endless: true }, bytes: bytesOf(DOSAGES) },
  {
    ...{ word: 'bed', shows: 'gzip', name: 'a.bed.gz' },
    bytes: gzipSync(bytesOf('chr1\t0\t10\tone\nchr2\t5\t7\ttwo\n'), { mtime: 0 }),
  },
  {
    ...{ word: 'gct', shows: 'gzip', name: 'a.gct.gz' },
    bytes: gzipSync(bytesOf('#1.2\n1\t2\nNAME\tDescription\ts1\ts2\ng1\tone\t1.5\t-2\n'), { mtime: 0 }),
  },
];

export const sourceOf = (one: ReaderCase, bytes = one.bytes): ByteSource => memorySource(one.name, bytes, one.files);

import { gzipSync } from 'fflate';
import type { ReadOptions } from '../../src/read/reader.ts';
import { type ByteSource, memorySource } from '../../src/read/source.ts';
import { bgzip } from './bgzip.ts';

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
  { ...{ word: 'vcf', shows: 'genotypes of every form', name: 'a.vcf', endless: true }, bytes: bytesOf(VCF) },
  { ...{ word: 'vcf', shows: 'bgzip', name: 'a.vcf.gz' }, bytes: bgzip(bytesOf(VCF), 100) },
  { ...{ word: 'vcf', shows: 'gzip', name: 'a.vcf.gz' }, bytes: gzipSync(bytesOf(VCF), { mtime: 0 }) },
  {
    ...{ word: 'plink', shows: 'five samples, three variants', name: 'a.bed' },
    bytes: Uint8Array.of(0x6c, 0x1b, 1, 0b11100100, 0b10, 0b00111011, 0b01, 0b11111111, 0b11),
    files: {
      'a.bim': bytesOf('1\trs1\t0\t10\tG\tA\n1\t.\t0\t20\tT\tC\nX\trs3\t0\t5\t0\tAC\n'),
      'a.fam': bytesOf('F a 0 0 1 2\nF b 0 0 2 1\nF c a b 1 -9\n0 d 0 0 0 1\n0 e 0 0 2 2\n'),
    },
  },
  { ...{ word: 'bcf', shows: 'bgzip', name: 'a.bcf' }, bytes: bgzip(fromBase64(BCF), 100) },
  { ...{ word: 'bcf', shows: 'not compressed', name: 'a.bcf', endless: true }, bytes: fromBase64(BCF) },
  { ...{ word: 'vcf', shows: 'dosages', name: 'a.vcf', endless: true }, bytes: bytesOf(DOSAGES) },
];

export const sourceOf = (one: ReaderCase, bytes = one.bytes): ByteSource => memorySource(one.name, bytes, one.files);

import { UnsupportedError } from '../base/errors.ts';
import { nearest } from '../base/nearest.ts';
import { tenxH5Entry } from './10x-h5/entry.ts';
import { tenxMtxEntry } from './10x-mtx/entry.ts';
import { aviEntry } from './avi/entry.ts';
import { bcfEntry } from './bcf/entry.ts';
import { bedEntry } from './bed/entry.ts';
import { delimitedEntry } from './delimited/entry.ts';
import { dicomEntry } from './dicom/entry.ts';
import { edgesEntry } from './edges/entry.ts';
import { fastaEntry } from './fasta/entry.ts';
import { fastqEntry } from './fastq/entry.ts';
import { gctEntry } from './gct/entry.ts';
import { gdcClinicalEntry } from './gdc-clinical/entry.ts';
import { gdcCountsEntry } from './gdc-counts/entry.ts';
import { gisticEntry } from './gistic/entry.ts';
import { gmtEntry } from './gmt/entry.ts';
import { gtfEntry } from './gtf/entry.ts';
import { h5adEntry } from './h5ad/entry.ts';
import { imagesEntry } from './images/entry.ts';
import { jasparEntry } from './jaspar/entry.ts';
import { mafEntry } from './maf/entry.ts';
import { memeEntry } from './meme/entry.ts';
import { museXmlEntry } from './muse-xml/entry.ts';
import { npyEntry } from './npy/entry.ts';
import { npzEntry } from './npz/entry.ts';
import { parquetEntry } from './parquet/entry.ts';
import { plinkEntry } from './plink/entry.ts';
import type { ReaderEntry } from './reader.ts';
import { segEntry } from './seg/entry.ts';
import { vcfEntry } from './vcf/entry.ts';
import { wfdbEntry } from './wfdb/entry.ts';
import { xlsxEntry } from './xlsx/entry.ts';

/** Every format, in the order of the docs. A reader is one folder and one line here. */
export const readers: readonly ReaderEntry[] = [
  delimitedEntry,
  fastaEntry,
  fastqEntry,
  bedEntry,
  gtfEntry,
  gctEntry,
  gmtEntry,
  memeEntry,
  jasparEntry,
  edgesEntry,
  mafEntry,
  segEntry,
  gisticEntry,
  xlsxEntry,
  parquetEntry,
  h5adEntry,
  tenxH5Entry,
  tenxMtxEntry,
  gdcCountsEntry,
  gdcClinicalEntry,
  vcfEntry,
  bcfEntry,
  plinkEntry,
  npyEntry,
  npzEntry,
  imagesEntry,
  wfdbEntry,
  museXmlEntry,
  dicomEntry,
  aviEntry,
];

/** @throws {UnsupportedError} naming the nearest. */
export function readerByWord(word: string, where: string): ReaderEntry {
  const found = readers.find((entry) => entry.word === word);
  if (found) return found;
  const words = readers.map((entry) => entry.word);
  const near = nearest(word, words);
  const hint = near ? `did you mean '${near}'?` : `the formats are: ${words.join(', ')}`;
  throw new UnsupportedError({ where, problem: `no format '${word}'`, hint });
}

import type { ReadOptions } from '../../src/read/reader.ts';
import { type ByteSource, memorySource } from '../../src/read/source.ts';
import { MEDIA_CASES } from './media-cases.ts';

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

const bytesOf = (text: string) => new TextEncoder().encode(text);

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
  ...MEDIA_CASES,
];

export const sourceOf = (one: ReaderCase, bytes = one.bytes): ByteSource => memorySource(one.name, bytes, one.files);

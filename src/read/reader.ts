import type { ParamTable, ParamValues } from '../base/params.ts';
import type { Warning } from '../base/warning.ts';
import type { Annotations } from '../table/annotations.ts';
import type { Block, BlockKind } from '../table/block.ts';
import type { DelimitedTable } from './delimited/table.ts';
import type { FastaFile } from './fasta/fasta-parser.ts';
import type { ByteSource } from './source.ts';

/** The beginning of a file, from which formats are told apart. */
export interface FileHead {
  readonly name: string;
  /** The first bytes, up to 64 KiB, inflated where the file is gzip. None of a folder. */
  readonly bytes: Uint8Array;
  readonly compressed: boolean;
  /** Of a folder: the names in it. */
  readonly files?: readonly string[];
  /** Of a zip archive: the names of the first files in it. */
  readonly members?: readonly string[];
}

/** One kind of measurement that a file holds, with what it says of each feature (gene, chromosome, alleles). */
export interface FileBlock {
  readonly block: Block;
  /** `ids` are the features of the block, in its order. */
  readonly features?: Annotations;
}

/** What stands in a file. A study takes its sheet from `table` or `samples`, its blocks from `table`, `blocks` and `sequences`. */
export type FileContent =
  | { readonly holds: 'table'; readonly table: DelimitedTable }
  /** The first block is the main one: X of an h5ad, the only one of a VCF. */
  | { readonly holds: 'blocks'; readonly blocks: readonly FileBlock[]; readonly samples?: Annotations }
  | { readonly holds: 'sequences'; readonly fasta: FastaFile }
  /** Sets of genes or of other features: name → members, in the order of the file. */
  | { readonly holds: 'sets'; readonly sets: readonly NamedSet[] }
  /** An undirected network: edges between named nodes. */
  | { readonly holds: 'network'; readonly edges: readonly Edge[] };

export type Holds = FileContent['holds'];

export interface NamedSet {
  readonly name: string;
  readonly description: string;
  readonly members: readonly string[];
}

export interface Edge {
  readonly from: string;
  readonly to: string;
  /** Absent: 1. */
  readonly weight?: number;
}

/** A file that was read: what stands in it, and what `inspect` says of it. */
export interface FileReading {
  readonly content: FileContent;
  /** Version of the format, encoding, compression, genome build: what a person would ask first. */
  readonly facts: Readonly<Record<string, string | number>>;
  /** What would stop or mislead a study, one sentence each. */
  readonly problems: readonly string[];
}

export interface ReadOptions {
  readonly signal?: AbortSignal;
  /** Called with the share of the file read, where that is known. */
  readonly progress?: (done: number, label: string) => void;
  readonly warn?: (warning: Warning) => void;
  /** What a block is called and taken for; default what the format says. */
  readonly block?: { readonly name?: string; readonly kind?: BlockKind };
  /** The reader's own parameters, checked. Default: its defaults. */
  readonly params?: ParamValues;
  /** Of tables: columns that are text whatever stands in them, and columns whose fields are kept as written. */
  readonly text?: readonly string[];
  readonly exact?: readonly string[];
}

export interface Reader {
  /** @throws {FormatError} @throws {DataError} @throws {NotFoundError} a companion file. @throws {UnsupportedError} @throws {CancelledError} */
  read(source: ByteSource, options: ReadOptions): Promise<FileReading>;
  /** Present where the format is written too. @param name of the file asked for. @throws {UnsupportedError} content that it cannot hold. */
  write?(content: FileContent, name: string): Promise<readonly WrittenFile[]>;
}

/** Most formats are one file; PLINK's are three. */
export interface WrittenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The columns about samples and features that a format has a place for. */
export interface Keeps {
  readonly samples: 'all' | readonly string[];
  readonly features: 'all' | readonly string[];
}

/** One line of the registry of formats. The code behind it is loaded when a file of it is first met. */
export interface ReaderEntry {
  /** In the study file (`format: vcf`). */
  readonly word: string;
  readonly title: string;
  readonly doc: string;
  /** As users know them, the dot included; compressed ones need no line of their own. */
  readonly extensions: readonly string[];
  readonly holds: Holds;
  /** Read in pieces: the file may be larger than memory as long as what it holds is not. */
  readonly streams: boolean;
  /** False, or what a file of it can hold beside the values of one block. */
  readonly writes: false | Keeps;
  /** What it refuses, in a sentence or two. */
  readonly limits: string;
  /** Versions and encodings that it reads. */
  readonly versions?: string;
  readonly params: ParamTable;
  /** How sure it is that the file is of this format: 1 by its signature, below 0.5 by its name alone, 0 not. Never throws. */
  sniff(head: FileHead): number;
  load(): Promise<Reader>;
}

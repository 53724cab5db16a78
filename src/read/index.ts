export { annotationsTable, buildTable } from './delimited/build-table.ts';
export { MISSING_WORDS } from './delimited/missing-words.ts';
export { type ReadTableOptions, readTable } from './delimited/read-table.ts';
export { DelimitedTable, type TableColumn } from './delimited/table.ts';
export { ALPHABETS, alphabetOf, inferAlphabet, type SequenceKind } from './fasta/alphabet.ts';
export { cutIntervals } from './fasta/cut-intervals.ts';
export { type IndexedSequence, indexFasta, readFai } from './fasta/fasta-index.ts';
export type { FastaFile } from './fasta/fasta-parser.ts';
export { fastaIds, isFasta, type ReadFastaOptions, readFasta } from './fasta/read-fasta.ts';
export { reverseComplement } from './fasta/reverse-complement.ts';
export { type GeneLengths, geneLengths, geneLengthsInWords } from './gene-lengths.ts';
export {
  type GeneNames,
  geneNames,
  type HarmonisedGenes,
  harmoniseGenes,
} from './harmonise-genes.ts';
export { type IdColumn, inferIdColumn } from './infer-id-column.ts';
export { inferOrientation, type Orientation } from './infer-orientation.ts';
export { type FileInspection, inspectFile } from './inspect.ts';
export type { BlockInspection, ColumnInspection, ContentInspection } from './inspect-content.ts';
export type { TableInspection } from './inspect-table.ts';
export { type JoinedIds, joinIds } from './join-ids.ts';
export { leftOut } from './left-out.ts';
export { looksRaw, type RawVerdict } from './looks-raw.ts';
export { readFile, sniffFormat } from './read-file.ts';
export type {
  Edge,
  FileBlock,
  FileContent,
  FileReading,
  NamedSet,
  Reader,
  ReaderEntry,
  ReadOptions,
  WrittenFile,
} from './reader.ts';
export { readerByWord, readers } from './registry.ts';
export { type GeneCopyNumbers, segmentsToGenes } from './seg/segments-to-genes.ts';
export {
  type SequenceBlock,
  type SequenceOptions,
  sequencesOf,
  sequencesToBlock,
} from './sequences-to-block.ts';
export { type ByteSource, blobSource, memorySource } from './source.ts';
export { type SurvivalColumns, survivalColumns, unitOfTime } from './survival-columns.ts';
export { tableToAnnotations } from './table-to-annotations.ts';
export { type BlockOptions, tableToBlock } from './table-to-block.ts';
export { readWfdbMarks, type WfdbMark } from './wfdb/beats.ts';
export { type Field, writeDelimited } from './write.ts';

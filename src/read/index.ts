export { MISSING_WORDS } from './delimited/missing-words.ts';
export { type ReadTableOptions, readTable } from './delimited/read-table.ts';
export { DelimitedTable, type TableColumn } from './delimited/table.ts';
export { ALPHABETS, alphabetOf, inferAlphabet, type SequenceKind } from './fasta/alphabet.ts';
export type { FastaFile } from './fasta/fasta-parser.ts';
export { fastaIds, isFasta, type ReadFastaOptions, readFasta } from './fasta/read-fasta.ts';
export { type IdColumn, inferIdColumn } from './infer-id-column.ts';
export { inferOrientation, type Orientation } from './infer-orientation.ts';
export { type FileInspection, inspectFile, type TableInspection } from './inspect.ts';
export { type JoinedIds, joinIds } from './join-ids.ts';
export { looksRaw, type RawVerdict } from './looks-raw.ts';
export {
  type SequenceBlock,
  type SequenceOptions,
  sequencesOf,
  sequencesToBlock,
} from './sequences-to-block.ts';
export { type ByteSource, memorySource } from './source.ts';
export { tableToAnnotations } from './table-to-annotations.ts';
export { type BlockOptions, tableToBlock } from './table-to-block.ts';
export { type Field, writeDelimited } from './write.ts';

export { MISSING_WORDS } from './delimited/missing-words.ts';
export { type ReadTableOptions, readTable } from './delimited/read-table.ts';
export { DelimitedTable, type TableColumn } from './delimited/table.ts';
export { type ByteSource, memorySource } from './source.ts';

import { DataError } from '../base/errors.ts';
import type { Warning } from '../base/warning.ts';
import type { Block, BlockKind } from '../table/block.ts';
import { columnOf, createMatrix, type Matrix } from '../table/matrix.ts';
import type { DelimitedTable } from './delimited/table.ts';
import { inferIdColumn } from './infer-id-column.ts';
import { uniqueIds } from './sample-ids.ts';

export interface BlockOptions {
  readonly name: string;
  readonly kind: BlockKind;
  /** What a row of the file is. */
  readonly rows: 'samples' | 'features';
  /** The column of sample ids (feature names when rows are features); inferred when absent. */
  readonly id?: string;
  /** Of the rows, unique, in place of a column. */
  readonly ids?: readonly string[];
  /**
   * The columns to take, in this order; by default all numeric ones. When rows are samples, a text column named here comes along,
   * its words as sorted levels.
   */
  readonly columns?: readonly string[];
  /** Columns never to take: target, groups, confounders. Names that the table lacks are ignored. */
  readonly exclude?: readonly string[];
  readonly warn?: (warning: Warning) => void;
}

/**
 * A block of samples × features, float32 column-major, copied out of the table. The table is not modified; drop it to free its memory.
 * Text columns that were not asked for are left out, with the warning `text-columns-left-out`; features without a single
 * value stay and are counted in `all-missing-features`.
 * @throws {DataError} empty or repeated ids or feature names (with lines), no numeric column, text asked for where rows are features.
 * @throws {NotFoundError} a column asked for is not there, or no id column.
 * Cost: one pass over the cells.
 */
export function tableToBlock(table: DelimitedTable, options: BlockOptions): Block {
  const { name, kind, rows } = options;
  const id = options.ids ? -1 : options.id === undefined ? inferIdColumn(table).index : table.columnIndex(options.id);
  const taken = chooseColumns(table, id, options);
  const rowIds = options.ids ?? uniqueIds(table, id, rows === 'samples' ? 'sample id' : 'feature name');
  const columnIds = taken.map((j) => table.columns[j]!.name);
  let block: Block;
  if (rows === 'samples') {
    const matrix = createMatrix(table.nRows, taken.length);
    table.cells.columnMajor(taken, table.nRows, matrix.data);
    const levels = taken.map((j, k) => recode(table, j, columnOf(matrix, k)));
    const coded = levels.some((words) => words !== null) ? { levels } : {};
    block = { name, kind, ids: rowIds, features: columnIds, matrix, ...coded };
  } else {
    block = { name, kind, ids: columnIds, features: rowIds, matrix: featureRows(table, taken) };
  }
  // Cells of narrow tables and exact columns are float64, so a value may still be too large for the block.
  const wide = table.cells.chunks[0] instanceof Float32Array;
  if (!wide || taken.some((j) => table.columns[j]!.words)) checkRange(table, block);
  warnAllMissing(table, block, options.warn);
  return block;
}

function chooseColumns(table: DelimitedTable, id: number, options: BlockOptions): number[] {
  const excluded = new Set(options.exclude);
  const allowed = (j: number) => j !== id && !excluded.has(table.columns[j]!.name);
  const isText = (j: number) => table.columns[j]!.type === 'text';
  let taken: number[];
  if (options.columns) {
    const index = new Map(table.columns.map((column, j) => [column.name, j]));
    taken = options.columns.map((name) => index.get(name) ?? table.columnIndex(name)).filter(allowed);
    const text = options.rows === 'features' ? taken.find(isText) : undefined;
    if (text !== undefined) {
      throw new DataError({
        where: table.name,
        problem: `a sample's column must hold numbers, got text in column '${table.columns[text]!.name}'`,
      });
    }
  } else {
    const candidates = [...table.columns.keys()].filter(allowed);
    taken = candidates.filter((j) => !isText(j));
    warnText(table, candidates.filter(isText), options.warn);
  }
  if (taken.length > 0) return taken;
  throw new DataError({
    where: table.name,
    problem: `at least one numeric column besides the ids expected, got none among ${table.columns.length} columns`,
    hint: 'is this the table of measurements?',
  });
}

/** Puts values or codes of sorted levels in place of word indices. Returns the levels of a text column. */
function recode(table: DelimitedTable, j: number, values: Float32Array): string[] | null {
  const { type, words } = table.columns[j]!;
  if (!words) return null;
  const levels = type === 'text' ? [...words].sort() : null;
  const rank = levels && new Map(levels.map((word, code) => [word, code]));
  const codes = Float32Array.from(words, (word) => (rank ? rank.get(word)! : Number(word)));
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i]!)) values[i] = codes[values[i]!]!;
  return levels;
}

/** A row of the file is a feature, contiguous in the matrix. */
function featureRows(table: DelimitedTable, taken: readonly number[]): Matrix {
  const m = taken.length;
  const matrix = createMatrix(m, table.nRows);
  table.cells.rowMajor(taken, table.nRows, matrix.data);
  taken.forEach((j, k) => {
    if (!table.columns[j]!.words) return;
    const values = table.numbers(j);
    for (let i = 0; i < table.nRows; i++) matrix.data[i * m + k] = values[i]!;
  });
  return matrix;
}

function checkRange(table: DelimitedTable, block: Block): void {
  const { data, nRows } = block.matrix;
  let at = 0;
  while (at < data.length && Math.abs(data[at]!) !== Number.POSITIVE_INFINITY) at++;
  if (at === data.length) return;
  const sample = block.ids[at % nRows];
  const feature = block.features[Math.floor(at / nRows)];
  throw new DataError({
    where: table.name,
    problem: `values below 3.4e38 in size expected, got a larger one in feature '${feature}' of sample '${sample}'`,
  });
}

function warnText(table: DelimitedTable, columns: readonly number[], warn: BlockOptions['warn']): void {
  if (columns.length === 0) return;
  const names = columns.slice(0, 5).map((j) => `'${table.columns[j]!.name}'`);
  const message = `${columns.length} text column${columns.length > 1 ? 's are' : ' is'} left out of the block: ${names.join(', ')}${columns.length > 5 ? ', …' : ''}`;
  warn?.({ code: 'text-columns-left-out', message, where: table.name });
}

function warnAllMissing(table: DelimitedTable, block: Block, warn: BlockOptions['warn']): void {
  const empty = block.features.filter((_, j) => columnOf(block.matrix, j).every(Number.isNaN));
  if (empty.length === 0) return;
  const names = empty.slice(0, 5).map((feature) => `'${feature}'`);
  const message = `${empty.length} feature${empty.length > 1 ? 's have' : ' has'} no value in any sample: ${names.join(', ')}${empty.length > 5 ? ', …' : ''}`;
  warn?.({ code: 'all-missing-features', message, where: table.name });
}

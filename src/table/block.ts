import { type AnnotationColumn, takeColumnRows } from './annotations.ts';
import {
  type CreateMatrix,
  columnOf,
  createMatrix,
  densified,
  type Matrix,
  takeColumns,
  takePart,
  takeRows,
} from './matrix.ts';

/** What the numbers of a block are; it decides the default preparation. */
export const BLOCK_KINDS = [
  'expression',
  'genotypes',
  'methylation',
  'mirna',
  'copy-number',
  'mutation',
  'clinical',
  'numeric',
  'sequence',
  'image',
  'signal',
  'video',
] as const;
export type BlockKind = (typeof BLOCK_KINDS)[number];

/** Kinds whose features are the places of an array, none of which means anything alone. */
export const isArrayKind = (kind: BlockKind) => kind === 'image' || kind === 'signal' || kind === 'video';

/** Samples × features of one kind of measurement. Of kind `sequence`, a feature is a position and its words are the letters of the alphabet. */
export interface Block {
  readonly name: string;
  readonly kind: BlockKind;
  /** Sample ids, [nRows], unique. */
  readonly ids: readonly string[];
  /** Feature names, [nCols], unique. */
  readonly features: readonly string[];
  readonly matrix: Matrix;
  /** For a text column j: its words; the matrix then holds the index of the word. Absent or null: a numeric column. */
  readonly levels?: readonly (readonly string[] | null)[];
  /** Facts of the rows, [nRows] each, that a step may ask for by name, such as the batch. Never features: no learner sees them. */
  readonly annotations?: readonly AnnotationColumn[];
  /**
   * The features are an array of this shape, row-major, channels first: [leads, time] of a signal, [channels, height, width] of an image; their
   * number is its product. Absent of tables and sequences, and as soon as features are taken away, added or renamed.
   */
  readonly shape?: readonly number[];
  /** 1 for a row that has the block, 0 where it was not measured and all values are missing, [nRows]. Absent: every row has it. */
  readonly present?: Uint8Array;
}

/** The rows that have the block, rising. */
export function presentRows({ present, matrix }: Block): Int32Array {
  const every = Int32Array.from({ length: matrix.nRows }, (_, i) => i);
  return present ? every.filter((i) => present[i] === 1) : every;
}

/** Rows of a block for samples some of which lack it. @param rows of the block, or −1: that sample has no such row. Dense where one is −1. */
export function takeRowsOrAbsent(block: Block, rows: readonly number[], ids: readonly string[]): Block {
  if (!rows.includes(-1)) return takeBlockRows(block, rows);
  const matrix = createMatrix(rows.length, block.matrix.nCols);
  for (let j = 0; j < matrix.nCols; j++) {
    const [from, into] = [columnOf(block.matrix, j), columnOf(matrix, j)];
    rows.forEach((row, i) => {
      into[i] = row < 0 ? Number.NaN : from[row]!;
    });
  }
  return {
    ...block,
    ...takeRowFacts(block, rows),
    ids,
    matrix,
    present: Uint8Array.from(rows, (row) => Number(row >= 0)),
  };
}

/** The same block with only the given rows (copied). */
export function takeBlockRows(block: Block, rows: ArrayLike<number>): Block {
  return { ...block, ...takeRowFacts(block, rows), matrix: takeRows(block.matrix, rows) };
}

/** The same block with a dense matrix, its own where it was sparse or packed. @param create makes it; default in ordinary memory. */
export function denseBlock(block: Block, create?: CreateMatrix): Block {
  return block.matrix.sparse || block.matrix.packed ? { ...block, matrix: densified(block.matrix, create) } : block;
}

/** What a block knows of its rows besides their values, for some of them. */
function takeRowFacts({ ids, annotations, present }: Block, rows: ArrayLike<number>) {
  return {
    ...(present ? { present: Uint8Array.from(rows, (i) => present[i]!) } : {}),
    ids: Array.from(rows, (i) => ids[i]!),
    ...(annotations ? { annotations: annotations.map((column) => takeColumnRows(column, rows)) } : {}),
  };
}

/**
 * Some rows of some columns, in the orders given (copied). @param create makes the table to copy to, unless the block is sparse or packed; default in
 * ordinary memory. Cost O(rows · columns), whatever the size of the block.
 */
export function takeBlockPart(
  block: Block,
  rows: ArrayLike<number>,
  columns: ArrayLike<number>,
  create?: CreateMatrix,
): Block {
  const pick = <T>(items: readonly T[]) => Array.from(columns, (j) => items[j]!);
  return {
    ...(areAll(columns, block) ? block : withoutShape(block)),
    ...takeRowFacts(block, rows),
    features: pick(block.features),
    matrix: takePart(block.matrix, rows, columns, create),
    ...(block.levels ? { levels: pick(block.levels) } : {}),
  };
}

/** The same block with only the given columns (copied). */
export function takeBlockColumns(block: Block, columns: ArrayLike<number>): Block {
  const pick = <T>(items: readonly T[]) => Array.from(columns, (j) => items[j]!);
  return {
    ...(areAll(columns, block) ? block : withoutShape(block)),
    features: pick(block.features),
    matrix: takeColumns(block.matrix, columns),
    ...(block.levels ? { levels: pick(block.levels) } : {}),
  };
}

/** The same block without the shape of its features. */
export function withoutShape(block: Block): Block {
  if (block.shape === undefined) return block;
  const { shape: _, ...rest } = block;
  return rest;
}

/** Whether these are all columns of the block, in order. */
function areAll(columns: ArrayLike<number>, { features }: Block): boolean {
  if (columns.length !== features.length) return false;
  for (let j = 0; j < columns.length; j++) if (columns[j] !== j) return false;
  return true;
}

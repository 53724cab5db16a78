import { type AnnotationColumn, takeColumnRows } from './annotations.ts';
import { type CreateMatrix, densified, type Matrix, takeColumns, takePart, takeRows } from './matrix.ts';

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
}

/** The same block with only the given rows (copied). */
export function takeBlockRows(block: Block, rows: ArrayLike<number>): Block {
  return { ...block, ...takeRowFacts(block, rows), matrix: takeRows(block.matrix, rows) };
}

/** The same block with a dense matrix, its own where it was sparse or packed. */
export function denseBlock(block: Block): Block {
  return block.matrix.sparse || block.matrix.packed ? { ...block, matrix: densified(block.matrix) } : block;
}

/** What a block knows of its rows besides their values, for some of them. */
function takeRowFacts({ ids, annotations }: Block, rows: ArrayLike<number>) {
  return {
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

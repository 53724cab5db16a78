import { FormatError } from '../base/errors.ts';
import { type Block, presentRows, takeBlockRows } from '../table/block.ts';
import type { State } from '../table/contract.ts';
import { columnOf, createMatrix } from '../table/matrix.ts';

/** In a model file: the state behind the steps of a block that some samples lacked. */
export const ABSENT = 'absent-rows';

/** What stands for the features of a prepared block in samples that lack it: the median of each over the training rows, NaN of words, [nCols]. */
export function absentFill({ matrix, levels }: Block): Float32Array {
  return Float32Array.from({ length: matrix.nCols }, (_, j) => {
    if (levels?.[j]) return Number.NaN;
    const known = columnOf(matrix, j)
      .filter((value) => !Number.isNaN(value))
      .sort();
    return known.length === 0 ? Number.NaN : (known[(known.length - 1) >> 1]! + known[known.length >> 1]!) / 2;
  });
}

/**
 * Prepares the rows that have the block, and puts the fill into the others. A block that all rows have goes through as it is.
 * @param prepare of rows that have it: consumes its block. @returns dense where a row is absent. Cost one more copy then.
 */
export function preparePresent(block: Block, fill: Float32Array, prepare: (rows: Block) => Block): Block {
  const rows = presentRows(block);
  if (rows.length === block.matrix.nRows) return prepare(block);
  const { present: _, ...own } = takeBlockRows(block, rows);
  return spread(prepare(own), rows, block, fill);
}

/** Prepared rows back in their places among all. @param block says which rows there are. */
export function spread(prepared: Block, rows: Int32Array, block: Block, fill: Float32Array): Block {
  const { nRows } = block.matrix;
  const matrix = createMatrix(nRows, prepared.matrix.nCols);
  for (let j = 0; j < matrix.nCols; j++) {
    const [from, into] = [columnOf(prepared.matrix, j), columnOf(matrix, j)];
    into.fill(fill[j]!);
    rows.forEach((i, r) => {
      into[i] = from[r]!;
    });
  }
  const { annotations } = block;
  return { ...prepared, ids: block.ids, matrix, ...(annotations ? { annotations } : {}), present: block.present! };
}

export const absentState = (fill: Float32Array): State => ({ kind: ABSENT, json: {}, arrays: { fill } });

/** @throws {FormatError} a damaged state. */
export function fillOf({ arrays }: State): Float32Array {
  if (arrays.fill instanceof Float32Array) return arrays.fill;
  throw new FormatError({ where: 'model', problem: `'${ABSENT}' must hold what stands for absent values` });
}

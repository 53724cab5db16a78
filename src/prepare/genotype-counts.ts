import { DataError } from '../base/errors.ts';
import type { Block } from '../table/block.ts';
import { columnOf } from '../table/matrix.ts';
import { countCodes, type PackedGenotypes, pack, strideOf } from '../table/packed.ts';
import { checkNumeric, stepWhere } from './checks.ts';

/** Genotypes of the block at 2 bits: its own where it has them, else packed. @throws {DataError} words, or values other than 0, 1, 2 and missing. */
export function packedOf(block: Block, kind: string): PackedGenotypes {
  checkNumeric(block, kind);
  const { matrix } = block;
  const packed = matrix.packed ?? pack(matrix.data, matrix.nRows, matrix.nCols);
  if (packed) return packed;
  throw new DataError({
    where: stepWhere(block, kind),
    problem: 'every value must be a genotype, 0, 1 or 2 copies or missing, got others',
    hint: `put ${kind} before impute and standardize; of dosages read the hard calls (field: GT)`,
  });
}

/** Samples with 0, 1, 2 copies and without a genotype, of each variant in turn. @throws {DataError} as `packedOf`. Cost O(n·p/4). */
export function* variantCounts(block: Block, kind: string): Generator<readonly [number, number, number, number]> {
  const { codes, nCols } = packedOf(block, kind);
  const { nRows } = block.matrix;
  for (let j = 0; j < nCols; j++) yield countCodes(codes, j * strideOf(nRows), nRows);
}

/** Missing values of column j, of any kind of block. */
export function countMissing({ matrix }: Block, j: number): number {
  const { packed, nRows } = matrix;
  if (packed) return countCodes(packed.codes, j * strideOf(nRows), nRows)[3];
  let missing = 0;
  for (const value of columnOf(matrix, j)) if (Number.isNaN(value)) missing++;
  return missing;
}

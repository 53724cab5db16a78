import { DataError } from '../base/errors.ts';
import type { Block } from '../table/block.ts';
import { checkNumeric, stepWhere } from './checks.ts';
import { refuseNegative } from './counts.ts';

/**
 * Scales each sample so that its values (divided by the length of their feature, where lengths are given) sum to one million. In place.
 * Missing counts for nothing in the sum and stays missing. Sums are float64 and run over columns, which are contiguous.
 * @param lengths [nFeatures], or null for none. @throws {DataError} a negative value, a sample without counts, a column of words.
 */
export function scaleToMillion(block: Block, lengths: Float64Array | null, kind: string): Block {
  checkNumeric(block, kind);
  const { data, nRows, nCols } = block.matrix;
  const totals = new Float64Array(nRows);
  for (let j = 0; j < nCols; j++) {
    const length = lengths ? lengths[j]! : 1;
    for (let i = 0, at = j * nRows; i < nRows; i++, at++) {
      const x = data[at]!;
      if (x >= 0) totals[i]! += x / length;
      else if (x < 0) refuseNegative(block, i, j, kind);
    }
  }
  const empty = totals.findIndex((total) => !(total > 0));
  if (empty >= 0) {
    throw new DataError({
      where: stepWhere(block, kind),
      problem: `every sample must have counts, got none in '${block.ids[empty]}'`,
      hint: 'remove this sample',
    });
  }
  for (let j = 0; j < nCols; j++) {
    const scale = 1e6 / (lengths ? lengths[j]! : 1);
    for (let i = 0, at = j * nRows; i < nRows; i++, at++) data[at] = (data[at]! * scale) / totals[i]!;
  }
  return block;
}

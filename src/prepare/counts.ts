import { DataError } from '../base/errors.ts';
import type { Block } from '../table/block.ts';
import { checkNumeric, stepWhere } from './checks.ts';

/** For steps that scale counts. @throws {DataError} a column of words, or a negative value. Cost O(n·p). */
export function checkCounts(block: Block, kind: string): void {
  checkNumeric(block, kind);
  const { data, nRows } = block.matrix;
  const at = data.findIndex((x) => x < 0);
  if (at >= 0) refuseNegative(block, at % nRows, Math.floor(at / nRows), kind);
}

export function refuseNegative(block: Block, i: number, j: number, kind: string): never {
  const value = block.matrix.data[j * block.matrix.nRows + i];
  throw new DataError({
    where: stepWhere(block, kind),
    problem: `counts must not be negative, got ${value} for '${block.features[j]}' in '${block.ids[i]}'`,
    hint: `the values look normalised already: leave ${kind} out`,
  });
}

import { DataError } from '../../base/errors.ts';
import type { View } from '../../table/contract.ts';
import { refuseWords } from '../../table/finite.ts';

/**
 * For features start0 … end0 − 1 that are items of `width` features each: an item may be missing as a whole, all its features NaN, but not in part.
 * Cost O(n·p). @throws {DataError} naming the first feature with a missing value in an item that is there, or with an infinite one; words.
 */
export function requireWholeItems(view: View, start0: number, end0: number, width: number, where: string): void {
  refuseWords(view, where, start0, end0);
  const { nRows, data } = view.X;
  const missing = new Int32Array(nRows);
  for (let first = start0; first < end0; first += width) {
    missing.fill(0);
    for (let at = first * nRows; at < (first + width) * nRows; at++) {
      if (Number.isNaN(data[at])) missing[at % nRows]!++;
    }
    for (let at = first * nRows; at < (first + width) * nRows; at++) {
      const i = at % nRows;
      if (Number.isFinite(data[at]) || (Number.isNaN(data[at]) && missing[i] === width)) continue;
      throw new DataError({
        where,
        problem: `takes items that are there or missing as a whole, got a missing value in feature '${view.features[Math.floor(at / nRows)]}' of row ${i + 1}`,
        hint: 'fill it in, or make every feature of that item missing',
      });
    }
  }
}

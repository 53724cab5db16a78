import { FormatError, ParamError } from '../base/errors.ts';
import type { ParamValues } from '../base/params.ts';
import type { Fitted, State, Transform } from '../table/contract.ts';
import { columnOf } from '../table/matrix.ts';
import { checkNumericColumn, checkWidth, wordsOf } from './checks.ts';

/**
 * Ordered words become 0, 1, 2, …: each column of words whose training words are all among `levels`, such as `I < II < III < IV`. Other
 * columns, of words or of numbers, pass through. In a coded column a new word that is not a level is missing, as is a missing one: put
 * impute after it. For words without an order use one-hot.
 * @throws {ParamError} fewer than two levels, or one twice. @throws {DataError} numbers where words were learned or the reverse.
 * Cost O(n·p), in place.
 */
export function create(params: ParamValues): Transform {
  const levels = (params.levels as string).split('<').map((word) => word.trim());
  if (levels.length < 2 || new Set(levels).size < levels.length || levels.includes('')) {
    throw new ParamError({
      where: 'ordinal.levels',
      problem: `must be at least two different words in ascending order, got ${JSON.stringify(params.levels)}`,
      hint: "write { ordinal: 'low < middle < high' }",
    });
  }
  const known = new Set(levels);
  return {
    kind: 'ordinal',
    params,
    async fit(block) {
      const coded = Uint8Array.from(block.features, (_, j) => {
        const words = block.levels?.[j];
        if (!words) return 0;
        const seen = new Set(columnOf(block.matrix, j).filter((code) => !Number.isNaN(code)));
        return Number(seen.size > 0 && [...seen].every((code) => known.has(words[code]!)));
      });
      return fitted(
        levels,
        coded,
        Uint8Array.from(block.features, (_, j) => Number(!block.levels?.[j])),
      );
    },
  };
}

export function restore(state: State): Fitted {
  const { levels } = state.json;
  const { coded, numeric } = state.arrays;
  if (!Array.isArray(levels) || !(coded instanceof Uint8Array) || !(numeric instanceof Uint8Array)) {
    throw new FormatError({
      where: 'model, step ordinal',
      problem: "'levels' must be a list, 'coded' and 'numeric' bytes",
    });
  }
  return fitted(levels as string[], coded, numeric);
}

/** @param coded [nFeatures] 0/1: words that become numbers. @param numeric [nFeatures] 0/1: held numbers in training. */
function fitted(levels: readonly string[], coded: Uint8Array, numeric: Uint8Array): Fitted {
  return {
    kind: 'ordinal',
    apply(block) {
      checkWidth(block, coded.length, 'ordinal');
      numeric.forEach((is, j) => {
        if (is) checkNumericColumn(block, j, 'ordinal');
      });
      if (!coded.includes(1)) return block;
      coded.forEach((is, j) => {
        if (!is) return;
        // The code of a word is the block's own business: a new file may list its words in another order.
        const places = wordsOf(block, j, 'ordinal').map((word) => levels.indexOf(word));
        const column = columnOf(block.matrix, j);
        for (let i = 0; i < column.length; i++) {
          const place = places[column[i]!] ?? -1; // missing: places[NaN] is undefined
          column[i] = place < 0 ? Number.NaN : place;
        }
      });
      const words = block.features.map((_, j) => (coded[j] ? null : (block.levels?.[j] ?? null)));
      const { levels: _, ...rest } = block;
      return words.some((list) => list !== null) ? { ...rest, levels: words } : rest;
    },
    toState: () => ({ kind: 'ordinal', json: { levels }, arrays: { coded, numeric } }),
  };
}

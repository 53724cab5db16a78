import { FormatError } from '../base/errors.ts';
import type { ParamValues } from '../base/params.ts';
import type { Block } from '../table/block.ts';
import type { Fitted, State, Transform } from '../table/contract.ts';
import { columnOf, createMatrix, sparseMatrix } from '../table/matrix.ts';
import { mapColumns } from '../table/sparse.ts';
import { checkNumericColumn, checkUnique, checkWidth, stepWhere, warnOfEmpty, wordsOf } from './checks.ts';
import { gatherPresent, moments, quantile } from './column-statistics.ts';
import { isBaseMedian, sidesOfBase } from './sparse-column.ts';
import { arrayOf } from './state.ts';

/**
 * Fills missing values: a column of numbers with its training median, mean, or 0; a column of words with its most frequent training
 * word (ties: the first in code-unit order). With `indicator`, appends a 0/1 feature `<feature>:missing` for each feature that misses
 * some, but not all, of its training values.
 *
 * A feature without a single training value is kept and filled with 0, with a warning: dropping it is the business of drop-constant,
 * and the width of the table should not hang on chance. A column of words without a training word stays missing (one-hot: all zeros).
 * @throws {DataError} words where numbers were learned or the reverse, or a feature already named `<feature>:missing`.
 * Expected cost O(n·p) by selection; in place, or one copy of the block when indicators are appended.
 */
export function create(params: ParamValues): Transform {
  return {
    kind: 'impute',
    columnwise: !params.indicator, // indicators are features more
    sparse: true,
    params,
    preview(block) {
      if (block.levels || params.indicator || block.matrix.sparse) return null;
      const scratch = new Float32Array(block.matrix.nRows);
      for (let j = 0; j < block.matrix.nCols; j++) {
        const column = columnOf(block.matrix, j);
        const count = gatherPresent(column, scratch);
        if (count < column.length) fillMissing(column, fillOf(scratch, count, params.strategy));
      }
      return block;
    },
    async fit(block, _target, ctx) {
      const { nRows, nCols } = block.matrix;
      const sparse = block.levels ? undefined : block.matrix.sparse;
      const fill = new Float32Array(nCols);
      const words: (string | null)[] = new Array(nCols).fill(null);
      const indicators: number[] = [];
      const empty: string[] = [];
      const scratch = new Float32Array(nRows);
      for (let j = 0; j < nCols; j++) {
        const sides = sparse && sidesOfBase(sparse, j, nRows);
        // Of a sparse column the base is nearly always the median: no need to write it out.
        const isBase = sides !== undefined && params.strategy === 'median' && isBaseMedian(sides);
        const count = isBase ? sides.count : gatherPresent(columnOf(block.matrix, j), scratch);
        if (count === 0) empty.push(block.features[j]!);
        else if (count < nRows && params.indicator) indicators.push(j);
        const levels = block.levels?.[j];
        if (levels) {
          fill[j] = Number.NaN;
          words[j] = mostFrequent(scratch.subarray(0, count), levels);
        } else fill[j] = isBase ? sparse!.base[j]! : fillOf(scratch, count, params.strategy);
      }
      warnOfEmpty(block, empty, 'impute', ctx);
      // The list of words is as long as the table is wide: kept only where there is a column of words.
      return fitted({ fill, words: block.levels ? words : null, indicators: Uint32Array.from(indicators) });
    },
  };
}

/** @param present the values there are, `count` of them at the front; reordered. */
function fillOf(present: Float32Array, count: number, strategy: unknown): number {
  if (count > 0 && strategy === 'median') return quantile(present, count, 0.5);
  return count > 0 && strategy === 'mean' ? moments(present.subarray(0, count)).mean : 0;
}

function fillMissing(column: Float32Array, value: number): void {
  for (let i = 0; i < column.length; i++) if (Number.isNaN(column[i]!)) column[i] = value;
}

export function restore(state: State): Fitted {
  const words = state.json.words;
  if (words !== null && !Array.isArray(words)) {
    throw new FormatError({
      where: 'model, step impute',
      problem: `'words' must be a list or null, got ${typeof words}`,
    });
  }
  return fitted({
    fill: arrayOf(state, 'fill', Float32Array),
    words: words as (string | null)[] | null,
    indicators: arrayOf(state, 'indicators', Uint32Array),
  });
}

interface Learned {
  /** [nFeatures]; NaN marks a column of words. */
  readonly fill: Float32Array;
  /** [nFeatures], the word that fills a column of words. */
  readonly words: readonly (string | null)[] | null;
  /** Features that have an indicator, ascending. */
  readonly indicators: Uint32Array;
}

function fitted({ fill, words, indicators }: Learned): Fitted {
  return {
    kind: 'impute',
    sparse: !words && indicators.length === 0,
    apply(given) {
      checkWidth(given, fill.length, 'impute');
      const { sparse } = given.matrix;
      if (sparse) {
        mapColumns(sparse, (x, j) => (Number.isNaN(x) ? fill[j]! : x));
        return { ...given, matrix: sparseMatrix(given.matrix.nRows, sparse) };
      }
      const block = indicators.length > 0 ? withIndicators(given, indicators) : given;
      const { matrix } = block;
      const levels = words ? block.features.map((_, j) => block.levels?.[j] ?? null) : null;
      for (let j = 0; j < fill.length; j++) {
        const column = columnOf(matrix, j);
        let value = fill[j]!;
        if (levels && Number.isNaN(value)) {
          const known = wordsOf(block, j, 'impute');
          const word = words![j]!;
          levels[j] = word === null || known.includes(word) ? known : [...known, word];
          value = word === null ? Number.NaN : levels[j]!.indexOf(word);
        } else {
          checkNumericColumn(block, j, 'impute');
        }
        fillMissing(column, value);
      }
      return levels ? { ...block, levels } : block;
    },
    toState: () => ({ kind: 'impute', json: { words }, arrays: { fill, indicators } }),
  };
}

/** The same block with the 0/1 columns behind its own. */
function withIndicators(block: Block, indicators: Uint32Array): Block {
  const { nRows, nCols, data } = block.matrix;
  const matrix = createMatrix(nRows, nCols + indicators.length);
  matrix.data.set(data);
  indicators.forEach((j, k) => {
    const flag = columnOf(matrix, nCols + k);
    columnOf(block.matrix, j).forEach((x, i) => {
      if (Number.isNaN(x)) flag[i] = 1;
    });
  });
  const features = [...block.features, ...Array.from(indicators, (j) => `${block.features[j]}:missing`)];
  checkUnique(features, stepWhere(block, 'impute'));
  const levels = block.levels ? [...block.levels, ...Array.from(indicators, () => null)] : undefined;
  return { ...block, features, matrix, ...(levels ? { levels } : {}) };
}

function mostFrequent(codes: Float32Array, levels: readonly string[]): string | null {
  const counts = new Uint32Array(levels.length);
  for (const code of codes) counts[code]!++;
  let best: string | null = null;
  let bestCount = 0;
  levels.forEach((word, k) => {
    const count = counts[k]!;
    if (count > bestCount || (count === bestCount && best !== null && word < best)) {
      best = word;
      bestCount = count;
    }
  });
  return best;
}

import { DataError } from '../base/errors.ts';
import type { ParamValues } from '../base/params.ts';
import type { Fitted, State, Transform } from '../table/contract.ts';
import { columnOf, createMatrix } from '../table/matrix.ts';
import { AMINO_ACID_SCALES } from './amino-acid-scales.ts';
import { featuresOf, type WordFeatures, wordsFitted } from './encode-words.ts';

/**
 * Each column of amino acids (the positions of an aligned protein) becomes numbers of the acid that stands there: `pos1:z1` … of five z-scales, or
 * `pos1:A` … of its row of BLOSUM62. Alike acids are near each other, so that an acid unseen at a position in training is not unknown, as it is to one-hot.
 * It learns nothing from the rows; a missing letter is missing in all. Columns of numbers pass through.
 * @throws {DataError} a word that is none of the 20 letters; words where numbers were learned or the reverse.
 * Cost O(n · L · scales). Source: see `AMINO_ACID_SCALES`; the test has rows of both as published.
 */
export function create(params: ParamValues): Transform {
  const scale = params.scale as string;
  const { names } = AMINO_ACID_SCALES[scale]!;
  return {
    kind: 'amino-acids',
    params,
    fit: async (block) =>
      fitted(
        block.features.map((feature, j) => (block.levels?.[j] ? names.map((name) => `${feature}:${name}`) : null)),
        scale,
      ),
  };
}

export function restore(state: State): Fitted {
  return fitted(featuresOf(state), state.json.scale as string);
}

function fitted(features: WordFeatures, scale: string): Fitted {
  const { names, values } = AMINO_ACID_SCALES[scale]!;
  return wordsFitted(
    'amino-acids',
    features,
    ({ codes, words, where }) => {
      const rows = words.map((word) => values[word]);
      const matrix = createMatrix(codes.length, names.length);
      const columns = names.map((_, k) => columnOf(matrix, k));
      codes.forEach((code, i) => {
        const row = rows[code];
        if (!row && !Number.isNaN(code)) {
          throw new DataError({
            where,
            problem: `one of the 20 letters of the amino acids expected, got '${words[code]}'`,
            hint: 'use one-hot for other words',
          });
        }
        columns.forEach((column, k) => {
          column[i] = row?.[k] ?? Number.NaN;
        });
      });
      return matrix;
    },
    { json: { scale }, arrays: {} },
  );
}

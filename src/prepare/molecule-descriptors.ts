import type { Fitted, State, Transform } from '../table/contract.ts';
import { columnOf, createMatrix } from '../table/matrix.ts';
import { DESCRIPTORS } from './descriptors-of-molecule.ts';
import { featuresOf, type WordFeatures, wordsFitted } from './encode-words.ts';
import { moleculesOf } from './molecules.ts';

/**
 * Each column of SMILES becomes a few numbers, `column:weight` … (see `DESCRIPTORS`); a missing SMILES is missing in all. It learns nothing from the rows.
 * Columns of numbers pass through.
 * @throws {FormatError} a word that is no SMILES: names the character. @throws {DataError} words where numbers were learned or the reverse.
 * Cost about 1 ms for each different molecule. Checked as `DESCRIPTORS`.
 */
export function create(): Transform {
  return {
    kind: 'molecule-descriptors',
    params: {},
    fit: async (block) =>
      fitted(
        block.features.map((name, j) =>
          block.levels?.[j] ? Object.keys(DESCRIPTORS).map((descriptor) => `${name}:${descriptor}`) : null,
        ),
      ),
  };
}

export function restore(state: State): Fitted {
  return fitted(featuresOf(state));
}

function fitted(features: WordFeatures): Fitted {
  const measures = Object.values(DESCRIPTORS);
  return wordsFitted(
    'molecule-descriptors',
    features,
    ({ codes, words, where }) => {
      const values = new Map(
        [...moleculesOf(codes, words, where)].map(([code, molecule]) => [code, measures.map((of) => of(molecule))]),
      );
      const matrix = createMatrix(codes.length, measures.length);
      for (let k = 0; k < measures.length; k++) {
        const column = columnOf(matrix, k);
        codes.forEach((code, i) => {
          column[i] = values.get(code)?.[k] ?? Number.NaN;
        });
      }
      return matrix;
    },
    { json: {}, arrays: {} },
  );
}

import { FormatError } from '../base/errors.ts';
import type { Fitted, State } from '../table/contract.ts';
import { concatColumns, type Matrix, takeColumns } from '../table/matrix.ts';
import { checkNumericColumn, checkUnique, checkWidth, stepWhere, wordsOf } from './checks.ts';

/** What stands in the place of column j of words. @param codes of `words`; missing is NaN. @param where for errors. */
export type EncodeColumn = (column: {
  readonly codes: Float32Array;
  readonly words: readonly string[];
  readonly j: number;
  readonly where: string;
}) => Matrix;

/** Of each feature of training: the names of what it becomes, or null where it holds numbers, and stays. */
export type WordFeatures = readonly (readonly string[] | null)[];

/**
 * A fitted step that puts features of its own in the place of each column of words, and lets numbers pass.
 * @param state what the step must keep besides. @throws {DataError} from apply: words where numbers were learned or the reverse, or two features of one name.
 */
export function wordsFitted(
  kind: string,
  features: WordFeatures,
  encode: EncodeColumn,
  state: Omit<State, 'kind'>,
): Fitted {
  const nothing = features.every((names) => names === null);
  return {
    kind,
    apply(block) {
      checkWidth(block, features.length, kind);
      features.forEach((list, j) => {
        if (!list) checkNumericColumn(block, j, kind);
      });
      if (nothing) return block;
      const where = stepWhere(block, kind);
      const names = features.flatMap((list, j) => list ?? [block.features[j]!]);
      checkUnique(names, where);
      const parts = features.map((list, j) => {
        const column = takeColumns(block.matrix, [j]);
        return list ? encode({ codes: column.data, words: wordsOf(block, j, kind), j, where }) : column;
      });
      const { levels: _, ...rest } = block;
      return { ...rest, features: names, matrix: concatColumns(parts) };
    },
    toState: () => ({ kind, json: { ...state.json, features }, arrays: state.arrays }),
  };
}

/** As `wordsFitted` wrote them. @throws {FormatError} otherwise. */
export function featuresOf({ kind, json: { features } }: State): WordFeatures {
  if (Array.isArray(features)) return features as WordFeatures;
  throw new FormatError({ where: `model, step ${kind}`, problem: `'features' must be a list, got ${typeof features}` });
}

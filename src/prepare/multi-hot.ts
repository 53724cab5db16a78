import { ParamError } from '../base/errors.ts';
import type { ParamValues } from '../base/params.ts';
import type { Fitted, State, Transform } from '../table/contract.ts';
import { columnOf } from '../table/matrix.ts';
import { featuresOf, type WordFeatures, wordsFitted } from './encode-words.ts';
import { sparseFeatures } from './sparse-features.ts';

/**
 * Each column of lists, such as the mutations `A104E,V52G` of a protein, becomes one 0/1 feature `column=entry` for each entry of at least `min-count`
 * training rows, in code-unit order. Entries unseen in training, empty ones and a missing list set nothing: an unmutated protein is all zeros.
 * Columns of numbers pass through.
 * @throws {ParamError} an empty separator. @throws {DataError} words where numbers were learned or the reverse, or two features of one name.
 * Cost O(entries); the table is sparse. Checked against scikit-learn 1.2.1 (MultiLabelBinarizer).
 */
export function create(params: ParamValues): Transform {
  const separator = params.separator as string;
  if (separator === '') {
    throw new ParamError({ where: 'multi-hot.separator', problem: "must be at least one character, got ''" });
  }
  return {
    kind: 'multi-hot',
    params,
    fit: async (block) => {
      const features = block.features.map((name, j) => {
        const words = block.levels?.[j];
        if (!words) return null;
        const lists = words.map((word) => entriesOf(word, separator));
        const counts = new Map<string, number>();
        for (const code of columnOf(block.matrix, j))
          for (const entry of lists[code] ?? []) counts.set(entry, (counts.get(entry) ?? 0) + 1);
        const known = [...counts.keys()].filter((entry) => counts.get(entry)! >= (params['min-count'] as number));
        return known.sort().map((entry) => `${name}=${entry}`);
      });
      return fitted(features, block.features, separator);
    },
  };
}

export function restore(state: State): Fitted {
  return fitted(featuresOf(state), state.json.columns as string[], state.json.separator as string);
}

function fitted(features: WordFeatures, columns: readonly string[], separator: string): Fitted {
  const places = features.map((list, j) => {
    const skip = columns[j]!.length + 1;
    return new Map(list?.map((name, k) => [name.slice(skip), k]));
  });
  return wordsFitted(
    'multi-hot',
    features,
    ({ codes, words, j }) => {
      const found = words.map((word) => entriesOf(word, separator).flatMap((entry) => places[j]!.get(entry) ?? []));
      return sparseFeatures(codes.length, features[j]!.length, (i, put) => {
        for (const k of found[codes[i]!] ?? []) put(k, 1);
      });
    },
    { json: { columns, separator }, arrays: {} },
  );
}

/** Each once. */
function entriesOf(list: string, separator: string): string[] {
  const entries = list.split(separator).map((entry) => entry.trim());
  return [...new Set(entries)].filter((entry) => entry !== '');
}

import { UnsupportedError } from '../base/errors.ts';
import type { ParamValues } from '../base/params.ts';
import type { Block } from '../table/block.ts';
import type { Fitted, State, Transform } from '../table/contract.ts';
import { columnOf, concatColumns, type Matrix, takeColumns } from '../table/matrix.ts';
import { checkNumericColumn, checkUnique, checkWidth, stepWhere, wordsOf } from './checks.ts';
import { sparseFeatures } from './sparse-features.ts';

/** More features than these are surely a mistake. */
const MOST = 2 ** 20;

/**
 * Columns of words, such as the positions of an aligned protein, become 0/1 features of each letter, `pos1=V`, and of each two letters at two positions,
 * `pos1=V,pos3=A`: a linear model of them knows how two positions act together (epistasis). Those of fewer than `min-count` training rows are left out,
 * in code-unit order of what is kept by position. Letters and pairs unseen in training, and missing letters, set nothing. Columns of numbers pass, first.
 * @throws {UnsupportedError} more than 2²⁰ features. @throws {DataError} words where numbers were learned or the reverse.
 * Cost O(n · L²) for L columns of words; the table is sparse. Source: the pairwise terms of Hinkley et al. 2011, Nat. Genet. 43, 487.
 */
export function create(params: ParamValues): Transform {
  return {
    kind: 'position-pairs',
    params,
    fit: async (block) => {
      const isWords = block.features.map((_, j) => Boolean(block.levels?.[j]));
      const counts = new Map<string, number>();
      const readers = readersOf(block, isWords);
      for (let i = 0; i < block.matrix.nRows; i++)
        eachName(readers, i, (name) => counts.set(name, (counts.get(name) ?? 0) + 1));
      const names = [...counts.keys()].filter((name) => counts.get(name)! >= (params['min-count'] as number)).sort();
      if (names.length > MOST) {
        throw new UnsupportedError({
          where: stepWhere(block, 'position-pairs'),
          problem: `at most ${MOST} letters and pairs can be features, got ${names.length}`,
          hint: 'raise min-count, or cut the sequences to the positions that vary',
        });
      }
      return fitted(isWords, names);
    },
  };
}

export function restore({ json }: State): Fitted {
  return fitted(json.isWords as boolean[], json.names as string[]);
}

function fitted(isWords: readonly boolean[], names: readonly string[]): Fitted {
  const places = new Map(names.map((name, k) => [name, k]));
  return {
    kind: 'position-pairs',
    apply(block) {
      checkWidth(block, isWords.length, 'position-pairs');
      isWords.forEach((is, j) => {
        if (!is) checkNumericColumn(block, j, 'position-pairs');
      });
      if (!isWords.includes(true)) return block;
      const numeric = isWords.flatMap((is, j) => (is ? [] : [j]));
      const features = [...numeric.map((j) => block.features[j]!), ...names];
      checkUnique(features, stepWhere(block, 'position-pairs'));
      const { levels: _, ...rest } = block;
      const encoded = encode(block, isWords, places);
      const matrix = numeric.length > 0 ? concatColumns([takeColumns(block.matrix, numeric), encoded]) : encoded;
      return { ...rest, features, matrix };
    },
    toState: () => ({ kind: 'position-pairs', json: { isWords, names }, arrays: {} }),
  };
}

function encode(block: Block, isWords: readonly boolean[], places: ReadonlyMap<string, number>): Matrix {
  const readers = readersOf(block, isWords);
  return sparseFeatures(block.matrix.nRows, places.size, (i, put) => {
    eachName(readers, i, (name) => {
      const k = places.get(name);
      if (k !== undefined) put(k, 1);
    });
  });
}

/** For each column of words: what a row says there, `pos1=V`; undefined where it is missing. */
function readersOf(block: Block, isWords: readonly boolean[]): ((i: number) => string | undefined)[] {
  return block.features.flatMap((name, j) => {
    if (!isWords[j]) return [];
    const said = wordsOf(block, j, 'position-pairs').map((word) => `${name}=${word}`);
    const codes = columnOf(block.matrix, j);
    return [(i: number) => said[codes[i]!]];
  });
}

function eachName(readers: readonly ((i: number) => string | undefined)[], i: number, use: (name: string) => void) {
  const said = readers.flatMap((read) => read(i) ?? []);
  said.forEach((one, a) => {
    use(one);
    for (let b = a + 1; b < said.length; b++) use(`${one},${said[b]!}`);
  });
}

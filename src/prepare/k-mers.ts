import { ParamError, ShapeError } from '../base/errors.ts';
import type { ParamValues } from '../base/params.ts';
import type { Block } from '../table/block.ts';
import type { Fitted, State, Transform } from '../table/contract.ts';
import { SPARSE_BELOW, sparsified } from '../table/matrix.ts';
import { checkWidth } from './checks.ts';
import { countDense, countSparse } from './count-words.ts';
import { type Alphabet, nearWords, vocabulary, wordReader } from './k-mer-words.ts';
import { scaleRows } from './scale-rows.ts';
import { alphabetOfBlock, DNA_LETTERS, isDna, sequenceTexts } from './sequence-rows.ts';
import { numberOf, textOf } from './state.ts';

export interface KMerOptions {
  /** Letters of a word, 1 … 10 of DNA: at most 4¹⁰ words in all. */
  readonly k: number;
  /** Of DNA: count a word and its reverse complement as one, the first of the two in the alphabet: for sequences of unknown strand. Default true. */
  readonly canonical?: boolean;
  /** A window counts for every word that differs from it in at most so many letters, 0 … 3 and below k. Default 0. */
  readonly mismatches?: number;
  /** The alphabet; default that of DNA, in which U is T. */
  readonly letters?: string;
  /** What a row is divided by: nothing, the sum of its counts, or their length (root of the sum of squares). Default `counts`. */
  readonly scale?: KMerScale;
  /** Name of the block; default 'k-mers'. */
  readonly name?: string;
}
export type KMerScale = 'counts' | 'share' | 'unit';

const MOST_WORDS = 4 ** 10;
const MOST_MISMATCHES = 3;

/**
 * How often each word of k letters occurs in each sequence, overlapping. Features are all words there are, in the order of the alphabet:
 * 4ᵏ of DNA, or canonical (4ᵏ + 4^(k/2))/2 for even k and 4ᵏ/2 for odd; they do not hang on the sequences, so that training rows and new ones have
 * the same. Windows with another letter (N) are not counted; case is not looked at. The table is sparse where fewer than a tenth of the
 * counts are above 0. These are the features of the spectrum kernel (Leslie, Eskin & Noble 2002), with `mismatches` those of the (k, m)-mismatch kernel (Leslie et al. 2004,
 * Bioinformatics 20): the inner product of two rows is the kernel, with `unit` the normalised one. An n-gram of n words that overlap in all letters but one is a word of
 * k + n − 1 letters.
 * @param ids unique, [n]. @param sequences [n]; one shorter than k has no counts.
 * @throws {ParamError} k < 1, more than 4¹⁰ words, mismatches out of range. @throws {ShapeError} not as many sequences as ids.
 * Cost O(total length · words within the mismatches + 4ᵏ), memory that of the table, and 8 bytes a word that occurs in a sequence where it is sparse. Checked by counting plainly.
 */
export function kMerCounts(ids: readonly string[], sequences: readonly string[], options: KMerOptions): Block {
  const { k, canonical = true, mismatches = 0, letters = DNA_LETTERS, scale = 'counts', name = 'k-mers' } = options;
  if (!(Number.isInteger(k) && k >= 1 && letters.length ** k <= MOST_WORDS)) {
    const most = Math.floor(Math.log(MOST_WORDS) / Math.log(letters.length) + 1e-9);
    const problem = `must be a whole number in 1 … ${most} for ${letters.length} letters, got ${k}`;
    throw new ParamError({ where: 'kMerCounts.k', problem });
  }
  if (!(Number.isInteger(mismatches) && mismatches >= 0 && mismatches < Math.min(k, MOST_MISMATCHES + 1))) {
    const problem = `must be a whole number in 0 … ${MOST_MISMATCHES} and below k, got ${mismatches} for k = ${k}`;
    throw new ParamError({ where: 'kMerCounts.mismatches', problem });
  }
  if (ids.length !== sequences.length) {
    throw new ShapeError({
      where: 'kMerCounts',
      problem: `${ids.length} ids need as many sequences, got ${sequences.length}`,
    });
  }
  const alphabet: Alphabet = { letters, k, canonical: canonical && letters === DNA_LETTERS };
  const { columnOfWord, features } = vocabulary(alphabet);
  const [n, p] = [ids.length, features.length];
  const near = nearWords(alphabet, mismatches);
  const wordsOf = mismatches === 0 ? exactWords() : wordsNear();
  // As many values above 0 as there can be at most.
  const most = sequences.reduce((sum, { length }) => sum + Math.min(p, near.count * Math.max(0, length - k + 1)), 0);
  const matrix = most < SPARSE_BELOW * n * p ? countSparse(n, p, wordsOf) : sparsified(countDense(n, p, wordsOf));
  if (scale !== 'counts') scaleRows(matrix, scale);
  return { name, kind: 'numeric', ids, features, matrix };

  function exactWords() {
    const read = wordReader(alphabet, columnOfWord);
    return (i: number) => read(sequences[i]!);
  }
  function wordsNear() {
    const read = wordReader(
      alphabet,
      columnOfWord.map((_, word) => word),
    );
    const out = new Int32Array(near.count * sequences.reduce((most, { length }) => Math.max(most, length), 0));
    return (i: number) => {
      let count = 0;
      for (const word of read(sequences[i]!)) count = near.write(word, out, count);
      for (let at = 0; at < count; at++) out[at] = columnOfWord[out[at]!]!;
      return out.subarray(0, count);
    };
  }
}

/** The step: positions become counts of words. It learns the alphabet. @throws {DataError} a block that is not of sequences. @throws {ParamError} as above. */
export function create(params: ParamValues): Transform {
  return {
    kind: 'k-mers',
    params,
    async fit(block) {
      const alphabet = alphabetOfBlock(block, 'k-mers');
      const options = {
        k: params.k as number,
        canonical: params.canonical as boolean,
        mismatches: params.mismatches as number,
        scale: params.scale as KMerScale,
        letters: isDna(alphabet) ? DNA_LETTERS : alphabet,
      };
      kMerCounts([], [], options); // refuses what cannot be before the rows are looked at
      return fitted(options, block.features.length);
    },
  };
}

export function restore(state: State): Fitted {
  return fitted(
    {
      ...{
        k: numberOf(state, 'k'),
        mismatches: numberOf(state, 'mismatches'),
        canonical: state.json.canonical === true,
      },
      ...{ letters: textOf(state, 'letters'), scale: textOf(state, 'scale') as KMerScale },
    },
    numberOf(state, 'nFeatures'),
  );
}

function fitted(options: KMerOptions & { readonly letters: string }, nFeatures: number): Fitted {
  return {
    kind: 'k-mers',
    apply(block) {
      checkWidth(block, nFeatures, 'k-mers');
      const counted = kMerCounts(block.ids, sequenceTexts(block, options.letters), { ...options, name: block.name });
      const { levels: _, ...rest } = block;
      return { ...rest, kind: 'numeric', features: counted.features, matrix: counted.matrix };
    },
    toState: () => ({ kind: 'k-mers', json: { ...options, nFeatures }, arrays: {} }),
  };
}

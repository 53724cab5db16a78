import { DataError, ShapeError, UnsupportedError } from '../base/errors.ts';
import type { Block } from '../table/block.ts';
import { createMatrix } from '../table/matrix.ts';
import { ALPHABETS, inferAlphabet, letterCodes, type SequenceKind } from './fasta/alphabet.ts';

export interface SequenceOptions {
  /** Of the block. */
  readonly name: string;
  /** Default: inferred from the letters. */
  readonly alphabet?: SequenceKind;
  /** Positions of the block; default: the length of the longest sequence. */
  readonly length?: number;
  /** What errors call the place of sequence i; default the name of the block. */
  readonly placeOf?: (i: number) => string;
}

export interface SequenceBlock {
  readonly block: Block;
  readonly alphabet: SequenceKind;
  /** What was found, one sentence. */
  readonly statement: string;
}

/** Positions × samples that fit into 1 GiB. */
const MOST_CELLS = 2 ** 28;

/**
 * Sequences as a block of positions: features pos1 … posL, each of the words of the alphabet (A C G T, U read as T; or the 20 amino acids), case
 * folded. Ambiguous letters, gaps, and the end of shorter sequences, which stand at the left, are missing.
 * @param ids unique, [n]. @param sequences [n], at least one letter in all. Neither is modified.
 * @throws {DataError} a letter of neither alphabet, or of another than the one asked for; a sequence longer than `length`; no letters at all.
 * @throws {ShapeError} not as many sequences as ids. @throws {UnsupportedError} n · L above 2²⁸.
 * Cost O(n·L), memory 4 bytes a position and sample.
 */
export function sequencesToBlock(
  ids: readonly string[],
  sequences: readonly string[],
  options: SequenceOptions,
): SequenceBlock {
  const { name, alphabet = inferAlphabet(sequences), placeOf = () => `blocks.${name}` } = options;
  const n = ids.length;
  if (sequences.length !== n) {
    throw new ShapeError({
      where: `blocks.${name}`,
      problem: `${n} ids need as many sequences, got ${sequences.length}`,
    });
  }
  const longest = sequences.reduce((most, { length }) => Math.max(most, length), 0);
  const shortest = sequences.reduce((least, { length }) => Math.min(least, length), longest);
  if (longest === 0) {
    throw new DataError({ where: `blocks.${name}`, problem: 'sequences must have letters, got none' });
  }
  const length = options.length ?? longest;
  if (longest > length) throw tooLong(ids, sequences, length, placeOf);
  if (n * length > MOST_CELLS) {
    throw new UnsupportedError({
      where: `blocks.${name}`,
      problem: `${n} sequences of up to ${length} letters do not fit into memory position by position`,
      hint: 'cut them to the part that matters',
    });
  }
  const matrix = createMatrix(n, length);
  matrix.data.fill(Number.NaN);
  const codes = letterCodes(alphabet);
  let ambiguous = 0;
  let letters = 0;
  sequences.forEach((sequence, i) => {
    letters += sequence.length;
    for (let at = 0; at < sequence.length; at++) {
      const code = codes[sequence.charCodeAt(at)] ?? -2;
      if (code >= 0) matrix.data[at * n + i] = code;
      else if (code === -1) ambiguous++;
      else throw wrongLetter(sequence[at]!, at, { id: ids[i]!, place: placeOf(i), alphabet, given: options.alphabet });
    }
  });
  const words = ALPHABETS[alphabet];
  const features = Array.from({ length }, (_, j) => `pos${j + 1}`);
  const lengths = shortest === longest ? `of ${longest}` : `of ${shortest} to ${longest}`;
  return {
    block: { name, kind: 'sequence', ids, features, matrix, levels: features.map(() => words) },
    alphabet,
    statement: [
      `block '${name}': ${n} sequences ${lengths} letters, ${alphabet === 'dna' ? 'DNA' : 'protein'}`,
      ...(shortest === length ? [] : ['shorter ones are missing at the right']),
      ...(ambiguous === 0 ? [] : [`${ambiguous} of ${letters} letters are none of ${words.join('')} and are missing`]),
    ].join('; '),
  };
}

function tooLong(
  ids: readonly string[],
  sequences: readonly string[],
  length: number,
  placeOf: (i: number) => string,
): DataError {
  const i = sequences.findIndex((sequence) => sequence.length > length);
  const longer = sequences.filter((sequence) => sequence.length > length).length;
  return new DataError({
    where: placeOf(i),
    problem: `a sequence must have at most ${length} letters, as in training, got ${sequences[i]!.length} in sample '${ids[i]}' (samples with more: ${longer})`,
    hint: 'cut it to the part that the model was trained on',
  });
}

function wrongLetter(
  letter: string,
  at: number,
  {
    id,
    place,
    alphabet,
    given,
  }: { id: string; place: string; alphabet: SequenceKind; given: SequenceKind | undefined },
): DataError {
  const wanted = given === 'dna' ? 'a nucleotide' : given ? 'an amino acid' : 'a letter of DNA or protein';
  return new DataError({
    where: place,
    problem: `${wanted} expected, got '${letter}' at position ${at + 1} of sample '${id}'`,
    ...(given && alphabet === 'dna' ? { hint: 'those that were learned from are DNA' } : {}),
  });
}

/**
 * The sequences of a block as text, [n]: what is missing is `N` in DNA and `X` in protein, at the right end nothing.
 * @param block of kind sequence, whose features are positions. Cost O(n·L).
 */
export function sequencesOf({ matrix: { nRows, nCols, data }, levels }: Block): string[] {
  const unknown = levels?.[0]?.length === ALPHABETS.dna.length ? 'N' : 'X';
  return Array.from({ length: nRows }, (_, i) => {
    let end = nCols;
    while (end > 0 && Number.isNaN(data[(end - 1) * nRows + i]!)) end--;
    let text = '';
    for (let j = 0; j < end; j++) {
      const code = data[j * nRows + i]!;
      text += Number.isNaN(code) ? unknown : levels![j]![code]!;
    }
    return text;
  });
}

import { UNKNOWN } from './dna.ts';

/** Of a word with very many places only the latest are looked at: whoever shares it is linked through them. */
const LATEST = 200;

/** Places of every word of k letters in the sequences added so far. */
export interface SeedIndex {
  readonly k: number;
  /** The words of a sequence, [length − k + 1]; −1 where a letter is unknown or the word repeats one, two or three letters. */
  wordsOf(codes: Uint8Array): Int32Array;
  /** Calls back with sequence and position of the word, the latest added first. */
  forEach(word: number, see: (sequence: number, position: number) => void): void;
  add(sequence: number, words: Int32Array): void;
}

/**
 * @param letters of all sequences that will be added. @param words of each sequence, as `wordsOf` gives them: to know how much room is needed.
 * Memory 8·4^k + 8·letters bytes.
 */
export function seedIndex(k: number, sequences: readonly Uint8Array[]): SeedIndex {
  const starts = new Uint32Array(4 ** k + 1);
  const wordsOf = (codes: Uint8Array) => simpleWordsMasked(codes, k);
  for (const codes of sequences) for (const word of wordsOf(codes)) if (word >= 0) starts[word + 1]!++;
  for (let w = 0; w < starts.length - 1; w++) starts[w + 1]! += starts[w]!;
  const filled = starts.slice(0, -1);
  const owner = new Uint32Array(starts.at(-1)!);
  const place = new Uint32Array(starts.at(-1)!);
  return {
    k,
    wordsOf,
    forEach(word, see) {
      const first = Math.max(starts[word]!, filled[word]! - LATEST);
      for (let at = filled[word]! - 1; at >= first; at--) see(owner[at]!, place[at]!);
    },
    add(sequence, words) {
      words.forEach((word, position) => {
        if (word < 0) return;
        owner[filled[word]!] = sequence;
        place[filled[word]!++] = position;
      });
    },
  };
}

function simpleWordsMasked(codes: Uint8Array, k: number): Int32Array {
  const out = new Int32Array(Math.max(0, codes.length - k + 1)).fill(-1);
  const keep = 4 ** k;
  let word = 0;
  let known = 0; // letters since the last unknown one
  const alike = [0, 0, 0]; // letters that equal the one 1, 2, 3 before
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at]!;
    known = code === UNKNOWN ? 0 : known + 1;
    word = (word * 4 + (code & 3)) % keep;
    let simple = false;
    for (let period = 1; period <= 3; period++) {
      alike[period - 1] = at >= period && codes[at - period] === code ? alike[period - 1]! + 1 : 0;
      if (alike[period - 1]! >= k - period) simple = true;
    }
    if (known >= k && !simple) out[at - k + 1] = word;
  }
  return out;
}

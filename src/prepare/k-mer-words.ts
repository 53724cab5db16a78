import { DNA_LETTERS } from './sequence-rows.ts';

/** What words are made of. */
export interface Alphabet {
  readonly letters: string;
  readonly k: number;
  readonly canonical: boolean;
}

/** The words in order, and the column of each code: the letters as digits. */
export function vocabulary({ letters, k, canonical }: Alphabet): { columnOfWord: Int32Array; features: string[] } {
  const columnOfWord = new Int32Array(letters.length ** k);
  const features: string[] = [];
  for (let word = 0; word < columnOfWord.length; word++) {
    const reverse = canonical ? reverseComplement(word, k) : word;
    if (reverse < word) {
      columnOfWord[word] = columnOfWord[reverse]!;
      continue;
    }
    columnOfWord[word] = features.length;
    let name = '';
    for (let at = 0, rest = word; at < k; at++, rest = Math.floor(rest / letters.length)) {
      name = letters[rest % letters.length] + name;
    }
    features.push(name);
  }
  return { columnOfWord, features };
}

/** Of DNA. */
function reverseComplement(word: number, k: number): number {
  let reverse = 0;
  for (let at = 0; at < k; at++) reverse = (reverse << 2) | (3 - ((word >> (2 * at)) & 3));
  return reverse;
}

/** Reads the words of a sequence, one after another, as what `as` makes of each; valid until the next is read. @param as [words] */
export function wordReader({ letters, k }: Alphabet, as: Int32Array): (sequence: string) => Int32Array {
  const codeOf = letterCodes(letters);
  const base = letters.length;
  const highest = base ** (k - 1);
  let codes = new Int8Array(0);
  let words = new Int32Array(0);
  return (sequence) => {
    if (sequence.length > codes.length) {
      codes = new Int8Array(sequence.length);
      words = new Int32Array(sequence.length);
    }
    let word = 0;
    let run = 0; // letters since the last that is none of the alphabet
    let count = 0;
    for (let at = 0; at < sequence.length; at++) {
      const code = codeOf[sequence.charCodeAt(at)] ?? -1;
      codes[at] = code;
      if (code < 0) {
        run = 0;
        word = 0;
        continue;
      }
      if (run >= k) word -= codes[at - k]! * highest;
      word = word * base + code;
      if (++run >= k) words[count++] = as[word]!;
    }
    return words.subarray(0, count);
  };
}

/** Code of a letter by its character code, −1 for any other. */
function letterCodes(letters: string): Int8Array {
  const codes = new Int8Array(128).fill(-1);
  const set = (letter: string, code: number) => {
    codes[letter.charCodeAt(0)] = code;
    codes[letter.toLowerCase().charCodeAt(0)] = code;
  };
  for (const [code, letter] of [...letters].entries()) set(letter, code);
  if (letters === DNA_LETTERS) set('U', DNA_LETTERS.indexOf('T'));
  return codes;
}

/** The words that differ from one in at most m letters, itself first: how many, and how they are written behind others. */
export function nearWords({ letters, k }: Alphabet, m: number) {
  const base = letters.length;
  let count = 1;
  for (let d = 1, ways = 1; d <= m; d++) {
    ways *= ((k - d + 1) / d) * (base - 1);
    count += ways;
  }
  /** Changes up to `left` more letters, at the places whose digit is worth `worth` and more. */
  const write = (word: number, out: Int32Array, at: number, left = m, worth = 1): number => {
    out[at++] = word;
    if (left === 0) return at;
    for (let own = worth; own < base ** k; own *= base) {
      const code = Math.floor(word / own) % base;
      for (let other = 0; other < base; other++) {
        if (other !== code) at = write(word + (other - code) * own, out, at, left - 1, own * base);
      }
    }
    return at;
  };
  return { count: Math.round(count), write };
}

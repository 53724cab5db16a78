/** What sequences are written in. */
export type SequenceKind = 'dna' | 'protein';

/** The letters that are words of a position, in the order of their codes. Any other is ambiguous, and missing. */
export const ALPHABETS: Readonly<Record<SequenceKind, readonly string[]>> = {
  dna: [...'ACGT'],
  protein: [...'ACDEFGHIKLMNPQRSTVWY'],
};

/** The alphabet of these letters; undefined: none. */
export function alphabetOf(letters: readonly string[]): SequenceKind | undefined {
  const text = letters.join('');
  return (['dna', 'protein'] as const).find((kind) => ALPHABETS[kind].join('') === text);
}

/** Nucleotides and the codes that stand for several of them (IUPAC 1984), a gap. */
const NUCLEOTIDES = 'ACGTUNRYSWKMBDHV-';
/** Of a set of DNA at least so many letters are one nucleotide or any: below that they are short peptides. */
const PLAIN = 0.5;

/**
 * DNA when every letter is a nucleotide or a IUPAC code of several (RNA too: U is T), and at least half of them are A, C, G, T, U or N; else
 * protein. Case is not looked at. Cost O(letters).
 */
export function inferAlphabet(sequences: Iterable<string>): SequenceKind {
  const counts = new Float64Array(256);
  for (const sequence of sequences)
    for (let at = 0; at < sequence.length; at++) counts[sequence.charCodeAt(at) & 255]!++;
  let all = 0;
  let plain = 0;
  for (let code = 0; code < 256; code++) {
    if (counts[code] === 0) continue;
    const letter = String.fromCharCode(code).toUpperCase();
    if (!NUCLEOTIDES.includes(letter)) return 'protein';
    all += counts[code]!;
    if ('ACGTUN'.includes(letter)) plain += counts[code]!;
  }
  return plain >= PLAIN * all ? 'dna' : 'protein';
}

/** Character code → index of its letter in the alphabet; −1: ambiguous, −2: of no alphabet. [128] */
export function letterCodes(kind: SequenceKind): Int8Array {
  const codes = new Int8Array(128).fill(-2);
  const set = (letter: string, code: number) => {
    codes[letter.charCodeAt(0)] = code;
    codes[letter.toLowerCase().charCodeAt(0)] = code;
  };
  for (const letter of kind === 'dna' ? NUCLEOTIDES : 'ABCDEFGHIJKLMNOPQRSTUVWXYZ*-') set(letter, -1);
  for (const [code, letter] of ALPHABETS[kind].entries()) set(letter, code);
  if (kind === 'dna') set('U', ALPHABETS.dna.indexOf('T'));
  return codes;
}

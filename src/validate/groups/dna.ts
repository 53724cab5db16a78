/** Any letter but A, C, G and T. */
export const UNKNOWN = 4;

const CODES = (() => {
  const codes = new Uint8Array(128).fill(UNKNOWN);
  for (const [letters, code] of [
    ['Aa', 0],
    ['Cc', 1],
    ['Gg', 2],
    ['TtUu', 3],
  ] as const)
    for (const letter of letters) codes[letter.charCodeAt(0)] = code;
  return codes;
})();

/** A 0, C 1, G 2, T and U 3, whatever the case; anything else 4. [length] */
export function encodeDna(sequence: string): Uint8Array {
  return Uint8Array.from({ length: sequence.length }, (_, at) => CODES[sequence.charCodeAt(at)] ?? UNKNOWN);
}

/** The other strand, read in its own direction. */
export function reverseComplement(codes: Uint8Array): Uint8Array {
  return codes.map((_, at) => {
    const code = codes[codes.length - 1 - at]!;
    return code === UNKNOWN ? UNKNOWN : 3 - code;
  });
}

/** Shares below this are words, or protein. */
const DNA_LETTERS = 0.9;
const LEAST_LENGTH = 20;

/** Whether all values are DNA: 20 letters and more each, of all letters at least 0.9 A, C, G, T or N. Null is no value; at least two must be known. */
export function looksLikeDna(values: readonly (string | null)[]): boolean {
  let known = 0;
  let letters = 0;
  let bases = 0;
  for (const value of values) {
    if (value === null) continue;
    if (value.length < LEAST_LENGTH) return false;
    known++;
    letters += value.length;
    for (const letter of value) if ('ACGTNacgtn'.includes(letter)) bases++;
  }
  return known >= 2 && bases >= DNA_LETTERS * letters;
}

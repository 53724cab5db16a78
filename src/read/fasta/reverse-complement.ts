/** Nucleotides and codes of several (IUPAC 1984), and what stands opposite. U is read as T. */
const FROM = 'ACGTURYSWKMBDHVN-*';
const OPPOSITE = 'TGCAAYRSWMKVHDBN-*';

/** The other strand of DNA, read in its own direction; case stays, letters that are no nucleotide become N. */
export function reverseComplement(sequence: string): string {
  const out = new Uint8Array(sequence.length);
  for (let i = 0, to = out.length - 1; to >= 0; i++, to--) out[to] = COMPLEMENT[sequence.charCodeAt(i) & 127]!;
  return new TextDecoder('latin1').decode(out);
}

/** Character code → that of its complement, [128]. */
const COMPLEMENT = Uint8Array.from({ length: 128 }, (_, code) => {
  const letter = String.fromCharCode(code);
  const at = FROM.indexOf(letter.toUpperCase());
  const opposite = at < 0 ? 'N' : OPPOSITE[at]!;
  return (letter === letter.toUpperCase() ? opposite : opposite.toLowerCase()).charCodeAt(0);
});

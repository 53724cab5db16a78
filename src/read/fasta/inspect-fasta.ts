import { ALPHABETS, inferAlphabet, letterCodes, type SequenceKind } from './alphabet.ts';
import type { FastaFile } from './fasta-parser.ts';

/** What a FASTA file holds, as plain JSON. */
export interface FastaInspection {
  readonly format: 'fasta';
  readonly compressed: boolean;
  readonly records: number;
  readonly alphabet: SequenceKind;
  /** Letters of a sequence. */
  readonly lengths: { readonly min: number; readonly median: number; readonly max: number };
  readonly letters: number;
  /** Letters that are none of the alphabet: N, X, IUPAC codes, gaps. */
  readonly ambiguous: number;
  /** Of DNA, the share of G and C among the letters known; null of protein. */
  readonly gc: number | null;
  readonly ids: { readonly empty: number; readonly repeated: number; readonly first: readonly string[] };
  /** Sequences that equal an earlier one, case aside. */
  readonly duplicates: number;
}

const SHOWN = 5;

/** Counts over all records, and what would stop or mislead a study, one sentence each. Cost O(letters). */
export function inspectFasta(file: FastaFile): { readonly fasta: FastaInspection; readonly problems: string[] } {
  const { ids, sequences, compressed } = file;
  const alphabet = inferAlphabet(sequences);
  const codes = letterCodes(alphabet);
  const counts = new Float64Array(ALPHABETS[alphabet].length);
  let letters = 0;
  for (const sequence of sequences) {
    letters += sequence.length;
    for (let at = 0; at < sequence.length; at++) {
      const code = codes[sequence.charCodeAt(at)]!;
      if (code >= 0) counts[code]!++;
    }
  }
  const known = counts.reduce((a, b) => a + b, 0);
  const sorted = sequences.map(({ length }) => length).sort((a, b) => a - b);
  const empty = ids.filter((id) => id === '').length;
  const repeated = ids.length - empty - new Set(ids.filter((id) => id !== '')).size;
  const duplicates = sequences.length - new Set(sequences.map((sequence) => sequence.toUpperCase())).size;
  const problems = [
    ...(empty + repeated > 0
      ? [
          `records without an id: ${empty}, with that of an earlier one: ${repeated}; they cannot be joined to a sample sheet by it`,
        ]
      : []),
    ...(duplicates > 0 ? [`sequences that equal an earlier one: ${duplicates}`] : []),
  ];
  const fasta: FastaInspection = {
    format: 'fasta',
    compressed,
    records: ids.length,
    alphabet,
    lengths: { min: sorted[0]!, median: sorted[sorted.length >> 1]!, max: sorted.at(-1)! },
    letters,
    ambiguous: letters - known,
    gc: alphabet === 'dna' && known > 0 ? (counts[1]! + counts[2]!) / known : null,
    ids: { empty, repeated, first: ids.slice(0, SHOWN) },
    duplicates,
  };
  return { fasta, problems };
}

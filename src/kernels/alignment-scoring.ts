import { NotFoundError, ParamError } from '../base/errors.ts';
import { SUBSTITUTION_MATRICES, SUBSTITUTION_ORDER } from './substitution-matrices.ts';

/** What an alignment is worth. Whole numbers throughout. */
export interface AlignmentScoring {
  /** The letters with scores of their own; upper case, at most 30. Any other letter is the last one: `N` of DNA, `X` of protein. */
  readonly letters: string;
  /** [letters, letters] row-major, symmetric, −127 … 127. */
  readonly scores: Int8Array;
  /** Cost of the first letter of a gap, ≥ 1. BLAST's "existence 11, extension 1" is 12 here. */
  readonly gapOpen: number;
  /** Cost of each further letter, 1 … gapOpen. */
  readonly gapExtend: number;
}

export interface AlignmentScoringOptions {
  /** `dna`: match and mismatch; else a matrix of amino acids. Default `dna`. */
  readonly scores?: 'dna' | 'BLOSUM62' | 'PAM250';
  /** Of equal letters of DNA; default 5. */
  readonly match?: number;
  /** Of unequal letters of DNA, and of any with an unknown one; default −4. */
  readonly mismatch?: number;
  /** Default 16 for DNA, 12 for protein. */
  readonly gapOpen?: number;
  /** Default 4 for DNA, 1 for protein. */
  readonly gapExtend?: number;
}

const MOST = 1000;

/**
 * The scores of an alignment. DNA: match 5, mismatch −4, as blastn for distant relatives; U is T, any letter but the four is unknown and equals nothing. Protein: BLOSUM62 (Henikoff & Henikoff
 * 1992, PNAS 89) or PAM250 (Dayhoff et al. 1978), as NCBI has them, 24 letters; U, O, J are read as X.
 * @throws {NotFoundError} no such matrix. @throws {ParamError} a score that is no whole number in range.
 */
export function alignmentScoring(options: AlignmentScoringOptions = {}): AlignmentScoring {
  const { scores: name = 'dna', match = 5, mismatch = -4 } = options;
  const isDna = name === 'dna';
  const { gapOpen = isDna ? 16 : 12, gapExtend = isDna ? 4 : 1 } = options;
  requireWhole('match', match, 1, 127);
  requireWhole('mismatch', mismatch, -127, 0);
  requireWhole('gapOpen', gapOpen, 1, MOST);
  requireWhole('gapExtend', gapExtend, 1, gapOpen);
  if (isDna) {
    const scores = Int8Array.from({ length: 25 }, (_, at) => (at % 6 === 0 && at < 24 ? match : mismatch));
    return { letters: 'ACGTN', scores, gapOpen, gapExtend };
  }
  const rows = SUBSTITUTION_MATRICES[name]?.trim().split('\n');
  if (!rows) {
    const known = ['dna', ...Object.keys(SUBSTITUTION_MATRICES)].join(', ');
    throw new NotFoundError({ where: 'alignmentScoring', problem: `no scores '${name}'`, hint: `there are ${known}` });
  }
  // The triangle as it is published, with the unknown letter X moved to the end.
  const letters = `${SUBSTITUTION_ORDER.replace('X', '')}X`;
  const published = rows.map((row) => row.trim().split(/\s+/).map(Number));
  const places = Array.from(letters, (letter) => SUBSTITUTION_ORDER.indexOf(letter));
  const scores = Int8Array.from({ length: letters.length ** 2 }, (_, at) => {
    const [i, j] = [places[Math.floor(at / letters.length)]!, places[at % letters.length]!];
    return published[Math.max(i, j)]![Math.min(i, j)]!;
  });
  return { letters, scores, gapOpen, gapExtend };
}

/** Letters as their places in the alphabet of a scoring; case is not looked at, U of DNA is T. */
export function alignmentCodes({ letters }: AlignmentScoring, sequence: string): Uint8Array {
  const unknown = letters.length - 1;
  const codes = new Uint8Array(128).fill(unknown);
  const set = (letter: string, code: number) => {
    codes[letter.charCodeAt(0)] = code;
    codes[letter.toLowerCase().charCodeAt(0)] = code;
  };
  for (const [code, letter] of [...letters].entries()) set(letter, code);
  if (letters === 'ACGTN') set('U', 3);
  return Uint8Array.from(sequence, (letter) => codes[letter.charCodeAt(0)] ?? unknown);
}

function requireWhole(name: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  const problem = `must be a whole number in ${least} … ${most}, got ${value}`;
  throw new ParamError({ where: `alignmentScoring.${name}`, problem });
}

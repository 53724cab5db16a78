import { DataError } from '../base/errors.ts';
import type { ParamValues } from '../base/params.ts';
import type { Fitted, State, Transform } from '../table/contract.ts';
import { checkWidth, stepWhere } from './checks.ts';
import { DNA_LETTERS, requireDna, sequenceRows } from './sequence-rows.ts';
import { numberOf, textOf } from './state.ts';
import { writeRows } from './write-rows.ts';

/** The twenty amino acids in the order of the alphabet of proteins, and the stop. */
export const PEPTIDE_LETTERS = 'ACDEFGHIKLMNPQRSTVWY*';

/** Amino acids of the codons TTT, TTC, TTA, TTG, TCT, … GGG (table 1 of NCBI, transl_table=1). */
const STANDARD_CODE = 'FFLLSSSSYY**CC*WLLLLPPPPHHQQRRRRIIIMTTTTNNKKSSRRVVVVAAAADDEEGGGG';
const ORDER = 'TCAG';
const CODONS = Int8Array.from({ length: 64 }, (_, codon) => {
  const place = (shift: number) => ORDER.indexOf(DNA_LETTERS[(codon >> shift) & 3]!);
  return PEPTIDE_LETTERS.indexOf(STANDARD_CODE[16 * place(4) + 4 * place(2) + place(0)]!);
});

/** Frames: offset of the first codon, 0 … 2, on the strand given or on the other. */
const FRAMES: Readonly<Record<string, readonly (readonly [offset: number, other: boolean])[]>> = {
  '+1': [[0, false]],
  '+2': [[1, false]],
  '+3': [[2, false]],
  '-1': [[0, true]],
  '-2': [[1, true]],
  '-3': [[2, true]],
  'all six': [0, 1, 2, 0, 1, 2].map((offset, f) => [offset, f > 2] as const),
};
export const FRAME_WORDS = Object.keys(FRAMES);

/**
 * DNA read as protein by the standard genetic code: codon by codon from the first letter of the frame; `*` is a stop, after which reading goes on; a codon with a missing letter
 * is missing, letters left over at the end are dropped. Frames −1, −2, −3 begin at the right end of the other strand. `all six`: one frame after another, with a missing
 * position between two, so that no word of k-mers reaches over. Positions become aa1, aa2, …, a block of sequences again.
 * @throws {DataError} a block that is not of DNA, or shorter than a codon. Cost O(n·L). Checked by the table of NCBI and Biopython 1.80.
 */
export function create(params: ParamValues): Transform {
  return {
    kind: 'translate',
    params,
    async fit(block) {
      requireDna(block, 'translate');
      const nFeatures = block.features.length;
      if (nFeatures >= 5 || (nFeatures >= 3 && /1$/.test(params.frame as string))) {
        return fitted(params.frame as string, nFeatures);
      }
      throw new DataError({
        where: stepWhere(block, 'translate'),
        problem: `needs a codon in each frame, got sequences of ${nFeatures} letters`,
      });
    },
  };
}

export function restore(state: State): Fitted {
  return fitted(textOf(state, 'frame'), numberOf(state, 'nFeatures'));
}

function fitted(frame: string, nFeatures: number): Fitted {
  const frames = FRAMES[frame]!;
  const widths = frames.map(([offset]) => Math.floor((nFeatures - offset) / 3));
  const total = widths.reduce((sum, width) => sum + width + 1, -1);
  const features = Array.from({ length: total }, (_, j) => `aa${j + 1}`);
  return {
    kind: 'translate',
    apply(block) {
      checkWidth(block, nFeatures, 'translate');
      const rows = sequenceRows(block, DNA_LETTERS).map((row) => {
        const out = new Int8Array(total).fill(-1);
        let to = 0;
        frames.forEach(([offset, other], f) => {
          readFrame(row, offset, other, out, to);
          to += widths[f]! + 1;
        });
        return out;
      });
      return writeRows(block, rows, features, PEPTIDE_LETTERS);
    },
    toState: () => ({ kind: 'translate', json: { frame, nFeatures }, arrays: {} }),
  };
}

function readFrame(row: Int8Array, offset: number, other: boolean, out: Int8Array, to: number): void {
  const letter = (at: number) => {
    const code = row[other ? row.length - 1 - at : at]!;
    return code < 0 || !other ? code : 3 - code;
  };
  for (let at = offset; at + 3 <= row.length; at += 3, to++) {
    const [a, b, c] = [letter(at), letter(at + 1), letter(at + 2)];
    if (a >= 0 && b >= 0 && c >= 0) out[to] = CODONS[16 * a + 4 * b + c]!;
  }
}

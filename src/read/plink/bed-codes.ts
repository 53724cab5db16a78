import { strideOf } from '../../table/packed.ts';

/** Copies of A1 by the two bits of a .bed: 00 two, 01 missing, 10 one, 11 none. Source: PLINK 1.9 file formats, .bed. */
const FROM_BED = [2, 3, 1, 0];

/** A byte of four genotypes, translated at once. Each is the other's inverse. [256] */
export const BYTE_FROM_BED = bytesOf((code) => FROM_BED[code]!);
export const BYTE_TO_BED = bytesOf((code) => FROM_BED.indexOf(code));

function bytesOf(translate: (code: number) => number): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => {
    let out = 0;
    for (let shift = 0; shift < 8; shift += 2) out |= translate((byte >> shift) & 3) << shift;
    return out;
  });
}

/** Which bits of the last byte of a variant belong to samples. */
export const lastMask = (nSamples: number): number => 255 >> (8 * strideOf(nSamples) - 2 * nSamples);

/**
 * Genotypes at 2 bits: copies of the ALT allele (0, 1, 2), 3 where it is missing. Column-major as every table: a variant is a contiguous run of
 * ceil(nRows / 4) bytes, sample i in bits 2·(i mod 4) of its byte i div 4; bits past the last sample are 0. A sixteenth of the float32 table.
 */
export interface PackedGenotypes {
  readonly nCols: number;
  /** [nCols · ceil(nRows / 4)] */
  readonly codes: Uint8Array;
}

export const MISSING_CODE = 3;
const VALUES = Float32Array.of(0, 1, 2, Number.NaN);

/** Bytes of a variant. */
export const strideOf = (nRows: number): number => (nRows + 3) >> 2;

/** Column j in full, as a new array. */
export function unpackColumn(packed: PackedGenotypes, j: number, nRows: number): Float32Array {
  return unpackInto(new Float32Array(nRows), packed, j, nRows);
}

/** The table in full, [nRows·nCols] column-major. */
export function unpack(packed: PackedGenotypes, nRows: number): Float32Array {
  const data = new Float32Array(nRows * packed.nCols);
  for (let j = 0; j < packed.nCols; j++) unpackInto(data.subarray(j * nRows, (j + 1) * nRows), packed, j, nRows);
  return data;
}

function unpackInto(out: Float32Array, { codes }: PackedGenotypes, j: number, nRows: number): Float32Array {
  const start = j * strideOf(nRows);
  for (let i = 0; i < nRows; i++) out[i] = VALUES[(codes[start + (i >> 2)]! >> (2 * (i & 3))) & 3]!;
  return out;
}

/** Values 0, 1, 2 and NaN at 2 bits. Null: another value is among them. @param data [nRows·nCols], column-major. Cost O(n·p). */
export function pack(data: Float32Array, nRows: number, nCols: number): PackedGenotypes | null {
  const stride = strideOf(nRows);
  const codes = new Uint8Array(stride * nCols);
  for (let j = 0; j < nCols; j++) {
    for (let i = 0; i < nRows; i++) {
      const value = data[j * nRows + i]!;
      const code = Number.isNaN(value) ? MISSING_CODE : value;
      if (code !== 0 && code !== 1 && code !== 2 && code !== 3) return null;
      if (value === 3) return null;
      codes[j * stride + (i >> 2)]! |= code << (2 * (i & 3));
    }
  }
  return { nCols, codes };
}

/**
 * Some rows of some columns, in the orders given; a row may come twice. Null: all of them. Always a copy.
 * Cost O(rows · columns), of whole columns that of copying their bytes.
 */
export function takeCodes(
  { nCols, codes }: PackedGenotypes,
  nRows: number,
  rows: ArrayLike<number> | null,
  columns: ArrayLike<number> | null,
): PackedGenotypes {
  const width = columns?.length ?? nCols;
  const from = strideOf(nRows);
  const to = strideOf(rows?.length ?? nRows);
  const out = new Uint8Array(to * width);
  for (let k = 0; k < width; k++) {
    const start = (columns ? columns[k]! : k) * from;
    if (rows === null) {
      out.set(codes.subarray(start, start + from), k * to);
      continue;
    }
    for (let m = 0; m < rows.length; m++) {
      const i = rows[m]!;
      out[k * to + (m >> 2)]! |= ((codes[start + (i >> 2)]! >> (2 * (i & 3))) & 3) << (2 * (m & 3));
    }
  }
  return { nCols: width, codes: out };
}

/** Columns of several tables of the same rows side by side (copied). */
export function joinCodes(parts: readonly PackedGenotypes[], nRows: number): PackedGenotypes {
  const nCols = parts.reduce((sum, part) => sum + part.nCols, 0);
  const codes = new Uint8Array(nCols * strideOf(nRows));
  let at = 0;
  for (const part of parts) {
    codes.set(part.codes.subarray(0, part.nCols * strideOf(nRows)), at);
    at += part.nCols * strideOf(nRows);
  }
  return { nCols, codes };
}

/** How often each code stands in a byte, four counts of 8 bits: one look-up counts four genotypes. [256] */
const COUNTS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let counts = 0;
  for (let k = 0; k < 4; k++) counts += 1 << (8 * ((byte >> (2 * k)) & 3));
  return counts >>> 0;
});

/** Samples with 0, 1, 2 copies and missing, of the variant that begins at byte `start`. */
export function countCodes(codes: Uint8Array, start: number, nRows: number): [number, number, number, number] {
  const end = start + strideOf(nRows);
  const counts: [number, number, number, number] = [0, 0, 0, 0];
  for (let at = start; at < end; ) {
    // 63 bytes are at most 252 of one code: no count runs over its 8 bits.
    const stop = Math.min(end, at + 63);
    let sum = 0;
    for (; at < stop; at++) sum += COUNTS[codes[at]!]!;
    counts[0] += sum & 255;
    counts[1] += (sum >>> 8) & 255;
    counts[2] += (sum >>> 16) & 255;
    counts[3] += Math.floor(sum / 2 ** 24);
  }
  // Padding reads as 0 copies.
  counts[0] -= 4 * strideOf(nRows) - nRows;
  return counts;
}

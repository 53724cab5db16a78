export type Cells = Float32Array | Float64Array;

/** Values in one chunk of rows: 4 MiB of float32, so that a chunk of a wide table has many rows; 1 MiB of float64. */
const WIDE_VALUES = 1 << 20;
const NARROW_VALUES = 1 << 17;

/**
 * The cells of a table whose number of rows is not known beforehand: chunks of whole rows, row-major. Growing it never copies.
 * Narrow tables keep float64, wide ones float32.
 */
export class CellStore {
  readonly width: number;
  readonly rowsPerChunk: number;
  readonly chunks: Cells[] = [];
  readonly #wide: boolean;

  constructor(width: number, wide: boolean) {
    this.width = width;
    this.#wide = wide;
    this.rowsPerChunk = Math.max(1, Math.floor((wide ? WIDE_VALUES : NARROW_VALUES) / width));
  }

  /** Room for the next rows. */
  addChunk(): Cells {
    const values = this.rowsPerChunk * this.width;
    const chunk = this.#wide ? new Float32Array(values) : new Float64Array(values);
    this.chunks.push(chunk);
    return chunk;
  }

  at(i: number, j: number): number {
    const chunk = this.chunks[Math.floor(i / this.rowsPerChunk)]!;
    return chunk[(i % this.rowsPerChunk) * this.width + j]!;
  }

  /** Writes columns[k] to out[k·nRows … (k+1)·nRows). Reads a cache line of columns at a time: sixteen float32. */
  columnMajor(columns: ArrayLike<number>, nRows: number, out: Float32Array | Float64Array): void {
    const tile = 16;
    for (let c = 0, row0 = 0; row0 < nRows; c++, row0 += this.rowsPerChunk) {
      const chunk = this.chunks[c]!;
      const rows = Math.min(this.rowsPerChunk, nRows - row0);
      for (let k0 = 0; k0 < columns.length; k0 += tile) {
        const k1 = Math.min(k0 + tile, columns.length);
        for (let k = k0; k < k1; k++) {
          const to = k * nRows + row0;
          for (let r = 0, from = columns[k]!; r < rows; r++, from += this.width) out[to + r] = chunk[from]!;
        }
      }
    }
  }

  /** Writes row i, its given columns only, to out[i·m … (i+1)·m), m = columns.length. */
  rowMajor(columns: ArrayLike<number>, nRows: number, out: Float32Array): void {
    const m = columns.length;
    for (let i = 0; i < nRows; i++) {
      const chunk = this.chunks[Math.floor(i / this.rowsPerChunk)]!;
      const from = (i % this.rowsPerChunk) * this.width;
      for (let k = 0; k < m; k++) out[i * m + k] = chunk[from + columns[k]!]!;
    }
  }
}

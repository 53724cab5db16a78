import { DataError } from '../base/errors.ts';
import { createMatrix, type Matrix } from '../table/matrix.ts';

/** What a name of a feature takes, beside its four bytes for each sample. */
const NAME_BYTES = 64;

/** @param hint how to need less. @throws {DataError} the values of so many samples, float32, would take more than `max-memory`. */
export function checkMemory(
  where: string,
  nSamples: number,
  shape: readonly number[],
  limitGb: number,
  hint: string,
): void {
  const nFeatures = product(shape);
  const bytes = nFeatures * (4 * nSamples + NAME_BYTES);
  if (bytes <= limitGb * 1e9) return;
  throw new DataError({
    where,
    problem: `${nSamples} samples of [${shape.join(', ')}] values take ${(bytes / 1e9).toPrecision(3)} GB, at most ${limitGb} GB are allowed`,
    hint: `${hint}, or allow more with max-memory`,
  });
}

export const product = (shape: readonly number[]) => shape.reduce((a, b) => a * b, 1);

/**
 * Names of the features of an array, row-major: the channel, then the places, such as `red:12:3` of [channels, height, width].
 * @param channels names of the first axis, distinct; default its numbers from 0.
 */
export function arrayFeatures(shape: readonly number[], channels?: readonly string[]): string[] {
  let names = channels ? [...channels] : Array.from({ length: shape[0] ?? 0 }, (_, c) => String(c));
  for (const length of shape.slice(1)) {
    const next = new Array<string>(names.length * length);
    for (let a = 0, k = 0; a < names.length; a++) for (let b = 0; b < length; b++) next[k++] = `${names[a]}:${b}`;
    names = next;
  }
  return names;
}

/** Rows that are turned together: at least a line of the processor's cache, 16 float32, and as many more as fit in 64 MB. */
const rowsTogether = (nCols: number) => Math.max(16, Math.min(128, Math.floor(16e6 / Math.max(1, nCols))));

/**
 * A matrix that is filled sample by sample. Values of one sample lie far apart in it; many samples are turned at a time, so that each line of
 * the cache is fetched once.
 */
export class RowFiller {
  readonly #matrix: Matrix;
  readonly #rows: Float32Array;
  readonly #most: number;
  #filled = 0;
  #written = 0;

  constructor(nRows: number, nCols: number) {
    this.#matrix = createMatrix(nRows, nCols);
    this.#most = Math.min(rowsTogether(nCols), nRows);
    this.#rows = new Float32Array(this.#most * nCols);
  }

  /** The place for the values of the next sample, [nCols], to be written before the one after it is asked for. */
  next(): Float32Array {
    const { nCols } = this.#matrix;
    if (this.#filled === this.#most) this.#flush();
    const at = this.#filled++ * nCols;
    return this.#rows.subarray(at, at + nCols);
  }

  /** The matrix; no sample may follow. */
  finish(): Matrix {
    this.#flush();
    return this.#matrix;
  }

  #flush(): void {
    const { nRows, nCols, data } = this.#matrix;
    for (let j = 0; j < nCols; j++) {
      const to = j * nRows + this.#written;
      for (let r = 0; r < this.#filled; r++) data[to + r] = this.#rows[r * nCols + j]!;
    }
    this.#written += this.#filled;
    this.#filled = 0;
  }
}

/** @throws {DataError} a value that is infinite as float32, with its sample and feature. NaN is missing. */
export function refuseInfinite(
  where: string,
  ids: readonly string[],
  features: readonly string[],
  { data, nRows }: Matrix,
): void {
  for (let k = 0; k < data.length; k++) {
    if (Math.abs(data[k]!) !== Number.POSITIVE_INFINITY) continue;
    throw new DataError({
      where,
      problem: `finite values or NaN for a missing one expected, got ${data[k]} in '${features[Math.floor(k / nRows)]}' of sample '${ids[k % nRows]}'`,
      hint: 'values are kept as float32, up to 3.4e38',
    });
  }
}

/** `where` of a DataError about ids that come back, with the first of them. @throws {DataError} */
export function refuseRepeated(where: string, ids: readonly string[], hint: string): void {
  const seen = new Set<string>();
  const repeated = ids.filter((id) => seen.size === seen.add(id).size);
  if (repeated.length === 0 && !seen.has('')) return;
  const got = repeated.length > 0 ? `'${repeated.slice(0, 3).join("', '")}' more than once` : 'an empty one';
  throw new DataError({ where, problem: `each sample id must occur once, got ${got}`, hint });
}

import { broken } from './broken.ts';
import { readChunkIndex, type StoredChunk } from './chunk-index.ts';
import { UNDEFINED } from './cursor.ts';
import type { Layout } from './dataspace.ts';
import type { Datatype } from './datatype.ts';
import type { FileBytes } from './file-bytes.ts';
import { type Filter, unfilter } from './filters.ts';
import type { GlobalHeap } from './global-heap.ts';
import { decodeValues, type Values } from './values.ts';

/** Rows of contiguous values that are read at once, bytes. */
const SLAB_BYTES = 1 << 22;
/** Small chunks that are read and inflated at a time. */
const AHEAD = 8;

/** A box of values of a dataset, row-major within itself. */
export interface Piece {
  /** Place of its first value, [rank]. */
  readonly offset: readonly number[];
  /** How many of its values belong to the dataset, [rank]: chunks at the edge reach beyond. */
  readonly shape: readonly number[];
  /** Values from one to the next along each dimension, [rank]. */
  readonly strides: readonly number[];
  readonly bytes: Uint8Array;
}

/** The values of one object. */
export class Dataset {
  readonly where: string;
  readonly shape: readonly number[];
  readonly type: Datatype;
  readonly filters: readonly Filter[];
  readonly layout: Layout;
  readonly #file: FileBytes;
  readonly #heap: GlobalHeap;

  constructor(
    file: FileBytes,
    heap: GlobalHeap,
    where: string,
    facts: {
      readonly shape: readonly number[];
      readonly type: Datatype;
      readonly filters: readonly Filter[];
      readonly layout: Layout;
    },
  ) {
    this.#file = file;
    this.#heap = heap;
    this.where = where;
    this.shape = facts.shape;
    this.type = facts.type;
    this.filters = facts.filters;
    this.layout = facts.layout;
  }

  get count(): number {
    return this.shape.reduce((a, b) => a * b, 1);
  }

  /** All values, box by box in row-major order of the boxes; memory that of one. @throws {FormatError} what is stored does not make up the dataset. */
  async *pieces(): AsyncGenerator<Piece> {
    if (this.count === 0) return;
    const { layout } = this;
    if (layout.kind === 'chunked') yield* this.#chunks(layout);
    else yield* this.#slabs(layout);
  }

  /** All values in row-major order. @throws {FormatError} */
  async bytes(): Promise<Uint8Array> {
    const { size } = this.type;
    const pieces = this.pieces()[Symbol.asyncIterator]();
    // The first piece proves that the dataset is what its header says; only then is it allocated.
    let next = await pieces.next();
    const out = new Uint8Array(this.count * size);
    for (; !next.done; next = await pieces.next()) copyPiece(next.value, this.shape, size, out);
    return out;
  }

  async values(): Promise<Values> {
    return decodeValues(this.type, await this.bytes(), this.count, this.#heap, this.where);
  }

  async *#slabs(layout: Exclude<Layout, { kind: 'chunked' }>): AsyncGenerator<Piece> {
    const { shape, type, where, count } = this;
    const all = count * type.size;
    if (layout.kind === 'compact') {
      if (layout.bytes.length < all) throw broken(where, `${all} bytes expected, got ${layout.bytes.length}`);
    } else {
      if (layout.address === UNDEFINED) throw broken(where, `${count} values expected, got none written`);
      if (layout.size < all || layout.address + all > this.#file.size)
        throw broken(where, `${all} bytes expected, got ${layout.size} in a file of ${this.#file.size}`);
    }
    const rows = shape[0] ?? 1;
    const rest = shape.slice(1);
    const rowBytes = all / rows;
    const step = Math.max(1, Math.floor(SLAB_BYTES / rowBytes));
    const read = async (row: number): Promise<Piece> => {
      const taken = Math.min(step, rows - row);
      const from = row * rowBytes;
      const bytes =
        layout.kind === 'compact'
          ? layout.bytes.subarray(from, from + taken * rowBytes)
          : await this.#file.at(layout.address + from, taken * rowBytes, where);
      const own = shape.length === 0 ? [] : [taken, ...rest];
      return { offset: own.map((_, d) => (d === 0 ? row : 0)), shape: own, strides: stridesOf(own), bytes };
    };
    yield* ahead(Math.ceil(rows / step), 2, (k) => read(k * step));
  }

  async *#chunks({ chunk, index }: Extract<Layout, { kind: 'chunked' }>): AsyncGenerator<Piece> {
    const { shape, type, filters, where } = this;
    if (chunk.length !== shape.length)
      throw broken(where, `chunks of ${shape.length} dimensions expected, got ${chunk.length}`);
    const size = chunk.reduce((a, b) => a * b, type.size);
    const filtered = filters.length > 0;
    const stored = await readChunkIndex(this.#file, index, { shape, chunk, size, filtered });
    checkGrid(stored, shape, chunk, where);
    const strides = stridesOf(chunk);
    const read = async ({ offset, address, size: storedBytes, mask }: StoredChunk): Promise<Piece> => {
      if (!filtered && storedBytes !== size)
        throw broken(where, `chunks of ${size} bytes expected, got ${storedBytes}`);
      const raw = await this.#file.at(address, storedBytes, where);
      const bytes = filtered ? await unfilter(raw, filters, mask, size, type.size, where, this.#file.unzlib) : raw;
      return { offset, shape: shape.map((length, d) => Math.min(chunk[d]!, length - offset[d]!)), strides, bytes };
    };
    yield* ahead(stored.length, size < SLAB_BYTES ? AHEAD : 2, (k) => read(stored[k]!));
  }
}

/** Results in order, of which some are under way while one is being used: reading and inflating go on beside the work. */
async function* ahead(count: number, most: number, make: (k: number) => Promise<Piece>): AsyncGenerator<Piece> {
  const under: Promise<Piece>[] = [];
  for (let k = 0, made = 0; k < count; k++) {
    for (; made < count && under.length < most; made++) {
      const one = make(made);
      // Whoever stops early does not hear of the rest.
      one.catch(() => undefined);
      under.push(one);
    }
    yield await under.shift()!;
  }
}

/** Every chunk once, where it belongs. A chunk that was never written would be taken for zeros, which is not what its writer meant. */
function checkGrid(
  stored: readonly StoredChunk[],
  shape: readonly number[],
  chunk: readonly number[],
  where: string,
): void {
  const grid = shape.map((length, d) => Math.ceil(length / chunk[d]!));
  const count = grid.reduce((a, b) => a * b, 1);
  if (stored.length !== count) throw broken(where, `${count} chunks expected, got ${stored.length}`);
  stored.forEach(({ offset }, ordinal) => {
    let left = ordinal;
    for (let d = shape.length - 1; d >= 0; d--) {
      if (offset[d] !== (left % grid[d]!) * chunk[d]!) throw broken(where, `no chunk at ${offset.join(', ')} expected`);
      left = Math.floor(left / grid[d]!);
    }
  });
}

export function stridesOf(shape: readonly number[]): number[] {
  const strides = shape.map(() => 1);
  for (let d = shape.length - 2; d >= 0; d--) strides[d] = strides[d + 1]! * shape[d + 1]!;
  return strides;
}

/** Copies a box to its place, runs of the last dimension at a time. */
function copyPiece({ offset, shape, strides, bytes }: Piece, whole: readonly number[], size: number, out: Uint8Array) {
  const outStrides = stridesOf(whole);
  const last = shape.length - 1;
  const run = (shape[last] ?? 1) * size;
  const visit = (d: number, from: number, to: number) => {
    if (d >= last) {
      out.set(bytes.subarray(from * size, from * size + run), (to + (last < 0 ? 0 : offset[last]!)) * size);
      return;
    }
    for (let k = 0; k < shape[d]!; k++) visit(d + 1, from + k * strides[d]!, to + (offset[d]! + k) * outStrides[d]!);
  };
  visit(0, 0, 0);
}

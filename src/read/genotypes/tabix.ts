import { FormatError, throwIfCancelled } from '../../base/errors.ts';
import { openBytes } from '../open-bytes.ts';
import type { ByteSource } from '../source.ts';
import { untilEnd, type VirtualOffset } from './bgzf.ts';
import type { Region } from './params.ts';

/** Contents of an index are at most so large: a whole genome's takes a few MB. */
const MOST_BYTES = 1 << 28;
/** Parts of a file that lie this near are read as one. */
const NEAR_BYTES = 1 << 16;

/** A stretch of the file that holds what was asked for, and more. */
export interface Stretch {
  readonly from: VirtualOffset;
  readonly to: VirtualOffset;
}

/** The index beside a file: `x.csi`, else `x.tbi`, as htslib looks for them. */
export async function indexBeside(source: ByteSource): Promise<ByteSource | undefined> {
  const name = source.name.split(/[\\/]/).at(-1)!;
  return (await source.beside?.(`${name}.csi`)) ?? (await source.beside?.(`${name}.tbi`));
}

interface Found {
  readonly stretches: readonly Stretch[];
  /** Of the chromosomes that it knows. */
  readonly names: readonly (string | undefined)[];
}

/**
 * Where the records of a region may stand, in the order of the file; none: the chromosome is not in it.
 * @param names of the contigs, for an index that has none (CSI of a BCF). Source: tabix and CSI v1 specifications (samtools/hts-specs).
 * @throws {FormatError} a broken index.
 */
export async function stretchesOf(
  index: ByteSource,
  region: Region,
  names: readonly (string | undefined)[],
  signal?: AbortSignal,
): Promise<Found> {
  const reader = new IndexReader(index.name, await contentOf(index, signal));
  const magic = reader.text(4);
  if (magic === 'TBI\x01') return tabix(reader, region);
  if (magic === 'CSI\x01') return csi(reader, region, names);
  throw new FormatError({
    where: index.name,
    problem: `an index that begins with TBI or CSI expected, got other bytes`,
    hint: 'make it again with tabix or bcftools index',
  });
}

function tabix(reader: IndexReader, region: Region): Found {
  const nReferences = reader.count(8);
  reader.skip(6 * 4);
  const names = reader.text(reader.count(1)).replace(/\0$/, '').split('\0');
  const wanted = names.indexOf(region.chromosome);
  const end0 = Math.min(region.end0, 2 ** 29);
  const isIn = binsOf(region.start0, end0, 14, 5);
  for (let r = 0; r < nReferences; r++) {
    const chunks: Stretch[] = [];
    for (let b = reader.count(8); b > 0; b--) {
      const bin = reader.uint32();
      const n = reader.count(16);
      for (let c = 0; c < n; c++) {
        const stretch = { from: reader.offset(), to: reader.offset() };
        if (r === wanted && isIn(bin)) chunks.push(stretch);
      }
    }
    const nWindows = reader.count(8);
    let least: VirtualOffset = { address: 0, within: 0 };
    for (let w = 0; w < nWindows; w++) {
      const offset = reader.offset();
      // The first record that reaches into the window of 16 kb in which the region begins.
      if (w <= region.start0 >> 14) least = offset;
    }
    if (r === wanted) return { stretches: merged(chunks, least), names };
  }
  return { stretches: [], names };
}

function csi(reader: IndexReader, region: Region, given: readonly (string | undefined)[]): Found {
  const minShift = reader.uint32();
  const depth = reader.uint32();
  if (minShift > 30 || depth > 10) throw reader.broken(`windows of 2^${minShift} and a depth of ${depth}`);
  const aux = reader.count(1);
  let names = given;
  if (aux >= 28) {
    reader.skip(24);
    const length = reader.count(1);
    if (length > aux - 28) throw reader.broken('names longer than their place');
    names = reader.text(length).replace(/\0$/, '').split('\0');
    reader.skip(aux - 28 - length);
  } else reader.skip(aux);
  const wanted = names.indexOf(region.chromosome);
  const nReferences = reader.count(4);
  const isIn = binsOf(region.start0, Math.min(region.end0, 2 ** (minShift + 3 * depth)), minShift, depth);
  for (let r = 0; r < nReferences; r++) {
    const chunks: Stretch[] = [];
    for (let b = reader.count(16); b > 0; b--) {
      const bin = reader.uint32();
      reader.skip(8);
      const n = reader.count(16);
      for (let c = 0; c < n; c++) {
        const stretch = { from: reader.offset(), to: reader.offset() };
        if (r === wanted && isIn(bin)) chunks.push(stretch);
      }
    }
    if (r === wanted) return { stretches: merged(chunks, { address: 0, within: 0 }), names };
  }
  return { stretches: [], names };
}

/** Whether a bin may hold records of start0 … end0: on each level those from the bin of its first base to that of its last. */
function binsOf(start0: number, end0: number, minShift: number, depth: number): (bin: number) => boolean {
  const levels: [number, number][] = [];
  let first = 0;
  for (let level = 0; level <= depth; level++) {
    const size = 2 ** (minShift + 3 * (depth - level));
    levels.push([first + Math.floor(start0 / size), first + Math.floor((end0 - 1) / size)]);
    first += 8 ** level;
  }
  return (bin) => levels.some(([low, high]) => bin >= low && bin <= high);
}

function merged(chunks: readonly Stretch[], least: VirtualOffset): Stretch[] {
  const order = (a: VirtualOffset, b: VirtualOffset) => a.address - b.address || a.within - b.within;
  const sorted = chunks
    .filter(({ to }) => order(to, least) > 0)
    .map(({ from, to }) => ({ from: order(from, least) < 0 ? least : from, to }))
    .sort((a, b) => order(a.from, b.from));
  const out: Stretch[] = [];
  for (const chunk of sorted) {
    const last = out.at(-1);
    if (last && chunk.from.address <= last.to.address + NEAR_BYTES) {
      if (order(chunk.to, last.to) > 0) out[out.length - 1] = { from: last.from, to: chunk.to };
    } else out.push(chunk);
  }
  return out;
}

async function contentOf(index: ByteSource, signal?: AbortSignal): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const { chunks } = await openBytes(untilEnd(index), signal);
  for await (const chunk of chunks) {
    if (signal) throwIfCancelled(signal, index.name);
    length += chunk.length;
    if (length > MOST_BYTES) {
      throw new FormatError({
        where: index.name,
        problem: `an index of at most ${MOST_BYTES} bytes expected, got more`,
      });
    }
    parts.push(chunk.slice());
  }
  const out = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

class IndexReader {
  readonly #name: string;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(name: string, bytes: Uint8Array) {
    this.#name = name;
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  skip(bytes: number): void {
    this.#need(bytes);
    this.#at += bytes;
  }

  uint32(): number {
    this.#need(4);
    this.#at += 4;
    return this.#view.getUint32(this.#at - 4, true);
  }

  /** A number of things of which each takes at least so many bytes: more than there are is a broken file. */
  count(bytes: number): number {
    const count = this.uint32();
    if (count * bytes > this.#bytes.length - this.#at) throw this.broken(`${count} entries announced`);
    return count;
  }

  offset(): VirtualOffset {
    const low = this.uint32();
    const high = this.uint32();
    return { address: high * 65536 + (low >>> 16), within: low & 0xffff };
  }

  text(length: number): string {
    this.#need(length);
    this.#at += length;
    return new TextDecoder().decode(this.#bytes.subarray(this.#at - length, this.#at));
  }

  broken(got: string): FormatError {
    return new FormatError({
      where: this.#name,
      problem: `a whole index expected, but at byte ${this.#at} of its content it breaks off (${got})`,
      hint: 'make it again with tabix or bcftools index',
    });
  }

  #need(bytes: number): void {
    if (this.#at + bytes > this.#bytes.length) throw this.broken('the end of the file');
  }
}

import { UnsupportedError } from '../../base/errors.ts';
import { lookup3 } from './checksum.ts';
import { MESSAGE } from './object-header.ts';
import { HeapWriter } from './write-heap.ts';
import { NOWHERE, TYPES, type TypeName, u16, u32, u64 } from './write-types.ts';

/** What an object says of itself: text, texts, a truth value, whole numbers. */
export type NewAttributes = Readonly<
  Record<string, string | readonly string[] | boolean | { readonly int64: readonly number[] }>
>;

/** An object that was written, to be put into a group, or into several. */
export interface Written {
  readonly address: number;
  /** Groups that hold it. */
  links: number;
}

const SUPERBLOCK_BYTES = 48;
/** A message says its size in 16 bits. */
const MOST_MESSAGE = 65_535;
const FILL_VALUE = 0x05;
const GROUP_INFO = 0x0a;
const LINK_COUNT = 0x16;

const scalar = [2, 0, 0, 0];
const simple = (shape: readonly number[]) => [2, shape.length, 0, 1, ...shape.flatMap(u64)];

/**
 * Writes an HDF5 file from the leaves to the root: groups with compact links, contiguous datasets, no filters; superblock and object headers of
 * version 2, as libraries since 1.8 read them; texts in the global heap, which stands first.
 * Source: HDF5 File Format Specification 3.0. Checked against h5py 3.7. Cost O(bytes), which are held in memory twice at the end.
 */
export class Hdf5Writer {
  readonly #heap = new HeapWriter(SUPERBLOCK_BYTES);
  readonly #where: string;
  readonly #objects: (() => void)[] = [];
  readonly #parts: Uint8Array[] = [];
  #at = SUPERBLOCK_BYTES;

  /** @param where what errors call the file. */
  constructor(where: string) {
    this.#where = where;
  }

  /** @param bytes the values, little-endian, row-major. */
  dataset(type: TypeName, shape: readonly number[], bytes: Uint8Array, attributes: NewAttributes = {}): Written {
    return this.#later(() => {
      const address = bytes.length > 0 ? u64(this.#append(bytes)) : NOWHERE;
      // Texts are allocated late and never filled, numbers when they are first written.
      const fill = type === 'text' ? [3, 2] : [3, 10];
      return [
        ...this.#message(MESSAGE.dataspace, simple(shape)),
        ...this.#message(MESSAGE.datatype, TYPES[type], 1),
        ...this.#message(FILL_VALUE, fill, 1),
        ...this.#message(MESSAGE.layout, [3, 1, ...address, ...u64(bytes.length)]),
      ];
    }, attributes);
  }

  texts(values: readonly string[], attributes: NewAttributes = {}): Written {
    return this.dataset('text', [values.length], this.#heap.keep(values), attributes);
  }

  /** @param children by their names, which have no slash. */
  group(children: ReadonlyMap<string, Written>, attributes: NewAttributes = {}): Written {
    for (const child of children.values()) child.links++;
    return this.#later(() => {
      const out = [
        ...this.#message(MESSAGE.linkInfo, [0, 0, ...NOWHERE, ...NOWHERE]),
        ...this.#message(GROUP_INFO, [0, 0]),
      ];
      for (const [name, { address }] of children) {
        const bytes = new TextEncoder().encode(name);
        // A hard link with a name in UTF-8, whose length takes two bytes.
        out.push(...this.#message(MESSAGE.link, [1, 0x11, 1, ...u16(bytes.length), ...bytes, ...u64(address)]));
      }
      return out;
    }, attributes);
  }

  /** The whole file. @param root a group, the last that was made. */
  finish(root: Written): Uint8Array {
    for (const bytes of this.#heap.finish()) this.#append(bytes);
    for (const write of this.#objects) write();
    const out = new Uint8Array(this.#at);
    const head = [0x89, 0x48, 0x44, 0x46, 13, 10, 26, 10, 2, 8, 8, 0, ...u64(0), ...NOWHERE, ...u64(this.#at)];
    out.set([...head, ...u64(root.address)]);
    out.set(u32(lookup3(out.subarray(0, SUPERBLOCK_BYTES - 4))), SUPERBLOCK_BYTES - 4);
    let at = SUPERBLOCK_BYTES;
    for (const part of this.#parts) {
      out.set(part, at);
      at += part.length;
    }
    return out;
  }

  /** The object is written once all texts are known, in the order in which objects are made: children before their groups. */
  #later(messages: () => number[], attributes: NewAttributes): Written {
    const stored = Object.entries(attributes).map(([name, value]) => this.#attribute(name, value));
    const written = { address: -1, links: 0 };
    this.#objects.push(() => {
      const { links } = written;
      const count = links > 1 ? this.#message(LINK_COUNT, [0, ...u32(links)]) : [];
      const all = [...messages(), ...count, ...stored.flat()];
      const header = Uint8Array.from([0x4f, 0x48, 0x44, 0x52, 2, 2, ...u32(all.length), ...all, 0, 0, 0, 0]);
      header.set(u32(lookup3(header.subarray(0, -4))), header.length - 4);
      written.address = this.#append(header);
    });
    return written;
  }

  #attribute(name: string, value: NewAttributes[string]): number[] {
    const [type, space, bytes] = this.#stored(value);
    const named = [...new TextEncoder().encode(name), 0];
    const sizes = [named.length, TYPES[type].length, space.length].flatMap(u16);
    return this.#message(MESSAGE.attribute, [3, 0, ...sizes, 1, ...named, ...TYPES[type], ...space, ...bytes]);
  }

  #stored(value: NewAttributes[string]): [TypeName, number[], Iterable<number>] {
    if (typeof value === 'string') return ['text', scalar, this.#heap.keep([value])];
    if (typeof value === 'boolean') return ['boolean', scalar, [Number(value)]];
    if ('int64' in value) return ['int64', simple([value.int64.length]), value.int64.flatMap(u64)];
    return ['text', simple([value.length]), this.#heap.keep(value)];
  }

  /** @param flags 1: the message never changes. @throws {UnsupportedError} more than a message can hold. */
  #message(type: number, body: readonly number[], flags = 0): number[] {
    if (body.length > MOST_MESSAGE)
      throw new UnsupportedError({
        where: this.#where,
        problem: `names and lists of names of up to ${MOST_MESSAGE} bytes expected, got ${body.length}`,
        hint: 'write fewer columns (about 4,000 are possible), or shorter names',
      });
    return [type, ...u16(body.length), flags, ...body];
  }

  /** @returns its address; what follows stands on a multiple of eight. */
  #append(bytes: Uint8Array): number {
    const address = this.#at;
    this.#parts.push(bytes);
    const gap = (8 - (bytes.length % 8)) % 8;
    if (gap > 0) this.#parts.push(new Uint8Array(gap));
    this.#at += bytes.length + gap;
    return address;
  }
}

import { NotFoundError } from '../../base/errors.ts';
import { nearest } from '../../base/nearest.ts';
import type { ByteSource } from '../source.ts';
import { type Attribute, readAttributes } from './attributes.ts';
import { broken, unread } from './broken.ts';
import { Cursor, UNDEFINED } from './cursor.ts';
import { Dataset } from './dataset.ts';
import { parseDataspace, parseLayout } from './dataspace.ts';
import { parseDatatype } from './datatype.ts';
import { FileBytes } from './file-bytes.ts';
import { parseFilters } from './filters.ts';
import { GlobalHeap } from './global-heap.ts';
import { readLinks } from './links.ts';
import { checkSum, MESSAGE, type Message, readObjectHeader } from './object-header.ts';
import { findHdf5 } from './sniff.ts';
import { decodeValues, type Values } from './values.ts';

/**
 * Opens an HDF5 file and gives its root. Nothing is read but what is asked for: headers and indices by small reads, values in pieces.
 * Superblocks of version 0 to 3; groups and attributes of both forms; contiguous, compact and chunked datasets (all indices but the extensible
 * array); gzip, lzf, shuffle, fletcher32. No external files, soft links, region references, virtual datasets. Values that were never written are
 * an error, not zeros. Source: HDF5 File Format Specification 3.0. Checked against h5py 3.7.
 * @throws {FormatError} not HDF5, cut short, broken. @throws {UnsupportedError}
 */
export async function openHdf5(source: ByteSource, signal?: AbortSignal): Promise<Hdf5Object> {
  const { size, name } = source;
  if (size === undefined || source.files)
    throw unread(name, 'an HDF5 file is read here and there, got one of unknown size', 'save it to disk first');
  const file = new FileBytes(source, size, signal);
  const first = await file.atMost(0, 1 << 14, 'a superblock');
  if (first[0] === 0x1f && first[1] === 0x8b)
    throw unread(name, 'an HDF5 file is read here and there, got one packed by gzip', 'unpack it: `gunzip`');
  const start = findHdf5(first);
  if (start === undefined) throw broken(name, 'an HDF5 file expected, which begins with \\x89HDF; got none');
  file.base0 = start;
  const cursor = await file.cursor(0, Math.min(128, size - start), 'superblock');
  const root = superblockRoot(cursor, size);
  return openAt(file, new GlobalHeap(file), root, '');
}

/** Address of the root's header. Source: HDF5 File Format Specification 3.0, §II. */
function superblockRoot(cursor: Cursor, size: number): number {
  cursor.skip(8);
  const version = cursor.u8();
  if (version > 3) throw unread(cursor.where, `version 0 to 3 of the superblock is read, got ${version}`);
  if (version < 2) cursor.skip(4);
  const widths = [cursor.u8(), cursor.u8()];
  if (widths.some((width) => width !== 8))
    throw unread(cursor.where, `addresses and lengths of 8 bytes are read, got ${widths.join(' and ')}`);
  cursor.skip(version < 2 ? 9 : 1);
  if (version === 1) cursor.skip(4);
  cursor.address(8);
  cursor.address(8);
  const end = cursor.address(8);
  if (end > size || end === UNDEFINED) throw broken(cursor.where, `a file of ${end} bytes expected, got ${size}`);
  if (version < 2) {
    cursor.skip(16);
    return cursor.address(8);
  }
  const root = cursor.address(8);
  checkSum(cursor.bytes.subarray(0, cursor.at + 4), cursor.where);
  return root;
}

async function openAt(file: FileBytes, heap: GlobalHeap, address: number, path: string): Promise<Hdf5Object> {
  return new Hdf5Object(file, heap, path, await readObjectHeader(file, address));
}

/** A group or a dataset. */
export class Hdf5Object {
  /** Inside the file, without a slash before: `obs/louvain`; the root is ''. */
  readonly path: string;
  readonly #file: FileBytes;
  readonly #heap: GlobalHeap;
  readonly #messages: readonly Message[];
  #links: Map<string, number> | undefined;
  #attributes: Map<string, Attribute> | undefined;

  constructor(file: FileBytes, heap: GlobalHeap, path: string, messages: readonly Message[]) {
    this.#file = file;
    this.#heap = heap;
    this.path = path;
    this.#messages = messages;
  }

  /** What errors call it. */
  get where(): string {
    return this.path ? `${this.#file.name}: ${this.path}` : this.#file.name;
  }

  get isDataset(): boolean {
    return this.#messages.some(({ type }) => type === MESSAGE.layout);
  }

  /** Names in a group, in the order of the file. Of a dataset none. */
  async names(): Promise<string[]> {
    return [...(await this.#children()).keys()];
  }

  /** What stands under a path of names; undefined: nothing. */
  async find(path: string): Promise<Hdf5Object | undefined> {
    let object: Hdf5Object = this;
    for (const name of path.split('/')) {
      const address = (await object.#children()).get(name);
      if (address === undefined) return undefined;
      object = await openAt(this.#file, this.#heap, address, object.path ? `${object.path}/${name}` : name);
    }
    return object;
  }

  /** @throws {NotFoundError} naming the nearest. */
  async need(path: string): Promise<Hdf5Object> {
    const found = await this.find(path);
    if (found) return found;
    const names = await this.names();
    const near = nearest(path, names);
    throw new NotFoundError({
      where: this.where,
      problem: `no '${path}'`,
      hint: near ? `did you mean '${near}'?` : `it holds: ${names.slice(0, 20).join(', ') || 'nothing'}`,
    });
  }

  /** @throws {FormatError} it is a group. @throws {UnsupportedError} storage or types that are not read. */
  dataset(): Dataset {
    const message = (type: number) => this.#messages.find((one) => one.type === type)?.bytes;
    const [space, type, layout] = [MESSAGE.dataspace, MESSAGE.datatype, MESSAGE.layout].map(message);
    if (!space || !type || !layout) throw broken(this.where, 'a dataset expected, got something else');
    if (message(MESSAGE.externalFiles)) throw unread(this.where, 'values in other files are not read');
    const filters = message(MESSAGE.filters);
    const parsed = parseDatatype(new Cursor(type, this.where));
    return new Dataset(this.#file, this.#heap, this.where, {
      type: parsed,
      shape: parseDataspace(space, this.where) ?? [0],
      filters: filters ? parseFilters(filters, this.where) : [],
      layout: parseLayout(layout, parsed.size, this.where),
    });
  }

  /** An attribute; undefined: it has none of that name. */
  async attribute(name: string): Promise<Values | undefined> {
    this.#attributes ??= await readAttributes(this.#file, this.#messages);
    const found = this.#attributes.get(name);
    if (!found) return undefined;
    const { type, shape, bytes } = found;
    const count = shape ? shape.reduce((a, b) => a * b, 1) : 0;
    return decodeValues(type, bytes, count, this.#heap, `${this.where}, attribute '${name}'`);
  }

  /** A text attribute, the first of several. */
  async text(name: string): Promise<string | undefined> {
    const found = await this.attribute(name);
    return found?.kind === 'texts' ? found.values[0] : undefined;
  }

  async texts(name: string): Promise<string[] | undefined> {
    const found = await this.attribute(name);
    return found?.kind === 'texts' ? found.values : undefined;
  }

  async numbers(name: string): Promise<number[] | undefined> {
    const found = await this.attribute(name);
    return found?.kind === 'numbers' ? Array.from(found.values) : undefined;
  }

  /** The object that an attribute refers to; undefined: it is no reference. */
  async referred(name: string): Promise<Hdf5Object | undefined> {
    this.#attributes ??= await readAttributes(this.#file, this.#messages);
    const found = this.#attributes.get(name);
    if (found?.type.kind !== 'reference' || found.bytes.length < 8) return undefined;
    const address = new Cursor(found.bytes, this.where).address(8);
    return openAt(this.#file, this.#heap, address, `${this.path} → ${name}`);
  }

  async #children(): Promise<Map<string, number>> {
    this.#links ??= await readLinks(this.#file, this.#messages);
    return this.#links;
  }
}

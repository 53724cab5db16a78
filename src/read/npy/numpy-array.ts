import { FormatError, UnsupportedError } from '../../base/errors.ts';
import { product } from '../array-block.ts';
import { type NumpyType, type NumpyValues, numpyType } from './numpy-type.ts';

/** An array of a .npy file. */
export interface NumpyArray {
  /** What errors call it. */
  readonly name: string;
  readonly version: string;
  readonly type: NumpyType;
  readonly shape: readonly number[];
  /** The first index runs fastest. */
  readonly fortran: boolean;
  /** In the order of the file. */
  values(): NumpyValues;
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

/**
 * Parses a .npy file, versions 1.0, 2.0 and 3.0. The values are decoded when they are asked for.
 * @param bytes the whole file. @throws {FormatError} no .npy, a broken header, more or fewer bytes than the shape says.
 * @throws {UnsupportedError} a type that is neither numbers nor text. Source: NumPy Enhancement Proposal 1 and numpy.lib.format.
 */
export function parseNumpy(bytes: Uint8Array, name: string): NumpyArray {
  const refuse = (problem: string, hint?: string): never => {
    throw new FormatError({ where: name, problem, hint });
  };
  if (!MAGIC.every((byte, at) => bytes[at] === byte)) refuse('a file of NumPy (\\x93NUMPY first) expected');
  const [major, minor] = [bytes[6]!, bytes[7]!];
  if (!(major >= 1 && major <= 3) || minor !== 0) refuse(`version 1.0, 2.0 or 3.0 expected, got ${major}.${minor}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const header0 = major === 1 ? 10 : 12;
  if (bytes.length < header0) refuse('it ends before its header');
  const data0 = header0 + (major === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (bytes.length < data0) refuse(`it ends inside its header, at byte ${bytes.length} of ${data0}`);
  const text = new TextDecoder(major === 3 ? 'utf-8' : 'latin1').decode(bytes.subarray(header0, data0));
  const { descr, fortran, shape } = headerOf(text) ?? refuse(`a header of NumPy expected, got ${shown(text)}`);
  if (descr === undefined)
    throw new UnsupportedError({
      where: name,
      problem: 'numbers or text expected, got a structured array',
      hint: 'save each of its fields as an array of its own',
    });
  const type = numpyType(descr, name);
  const expected = product(shape) * type.bytes;
  if (bytes.length - data0 !== expected)
    refuse(
      `${expected} bytes of values expected for ${type.name} [${shape.join(', ')}], got ${bytes.length - data0}`,
      'it was cut short or written twice: save it again',
    );
  const values = () => type.decode(bytes.subarray(data0));
  return { ...{ name, type, shape, fortran, values }, version: `${major}.${minor}` };
}

const shown = (text: string) => `'${text.trim().slice(0, 80)}'`;

/** The three entries of a header, a Python dictionary; `descr` undefined of a structured type. */
function headerOf(text: string) {
  let rest = text;
  const take = (pattern: RegExp): string | undefined => {
    const found = pattern.exec(rest);
    if (found) rest = rest.replace(found[0], '');
    return found?.[1];
  };
  const descr = take(/['"]descr['"]\s*:\s*['"]([^'"]*)['"]/);
  const structured =
    descr === undefined ? take(/['"]descr['"]\s*:\s*(\[.*?\])\s*,\s*['"](?:fortran|shape)/s) : undefined;
  const fortran = take(/['"]fortran_order['"]\s*:\s*(True|False)/);
  const shape = take(/['"]shape['"]\s*:\s*\(([\d\s,L]*)\)/);
  if (structured !== undefined) return { descr: undefined, fortran: false, shape: [] };
  if (descr === undefined || fortran === undefined || shape === undefined || !/^\s*\{[\s,]*\}\s*$/.test(rest))
    return undefined;
  const lengths = shape.split(',').map((length) => length.trim().replace(/L$/, ''));
  if (lengths.at(-1) === '') lengths.pop();
  if (!lengths.every((length) => /^\d{1,15}$/.test(length))) return undefined;
  return { descr, fortran: fortran === 'True', shape: lengths.map(Number) };
}

/** The header of a file of version 1.0, its data beginning at a multiple of 64 as NumPy writes it. */
export function numpyHeader(descr: string, shape: readonly number[]): Uint8Array {
  const tuple = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  const dictionary = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const length = Math.ceil((10 + dictionary.length + 1) / 64) * 64 - 10;
  const text = `${dictionary.padEnd(length - 1)}\n`;
  const bytes = Uint8Array.from([...MAGIC, 1, 0, length & 255, length >> 8, ...new TextEncoder().encode(text)]);
  return bytes;
}

/** Numbers as they are, row-major. @param values [product of shape]. */
export function writeNumbers(values: Float32Array | Float64Array, shape: readonly number[]): Uint8Array {
  return joined(
    numpyHeader(`<f${values.BYTES_PER_ELEMENT}`, shape),
    new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  );
}

/** Texts as UTF-32, each as long as the longest. */
export function writeTexts(texts: readonly string[]): Uint8Array {
  const codes = texts.map((text) => Array.from(text, (letter) => letter.codePointAt(0)!));
  const width = codes.reduce((most, { length }) => Math.max(most, length), 1);
  const values = new Uint32Array(texts.length * width);
  codes.forEach((row, i) => {
    values.set(row, i * width);
  });
  return joined(numpyHeader(`<U${width}`, [texts.length]), new Uint8Array(values.buffer));
}

function joined(header: Uint8Array, data: Uint8Array): Uint8Array {
  const out = new Uint8Array(header.length + data.length);
  out.set(header);
  out.set(data, header.length);
  return out;
}

import { UnsupportedError } from '../../base/errors.ts';
import { decodeJpeg } from '../images/jpeg.ts';
import { brokenPicture } from '../images/picture.ts';
import { joinBytes } from '../join-bytes.ts';
import { BIG_ENDIAN, type DicomFile, type DicomHeader, JPEG_BASELINE, RLE } from './data-set.ts';

/**
 * The pixels as [channels, rows, columns], in units of the modality, or 0 … 1 over the bits stored; MONOCHROME1 turned so that more is brighter.
 * @throws {FormatError} fewer bytes than its size says. @throws {UnsupportedError} a JPEG whose colours are not said. Source: DICOM PS3.3 C.7.6.3, PS3.5 A and G.
 */
export async function dicomPlanes(file: DicomFile, unit: boolean, where: string): Promise<Float32Array> {
  const { header } = file;
  const { rows, columns, samples, bitsStored, signed, photometric, slope, intercept } = header;
  const size = rows * columns;
  const stored = await storedValues(file, where);
  const planes = new Float32Array(samples * size);
  const lowest = signed ? -(2 ** (bitsStored - 1)) : 0;
  const span = 2 ** bitsStored - 1;
  const dark = photometric === 'MONOCHROME1';
  for (let k = 0; k < planes.length; k++) {
    const value = dark ? 2 * lowest + span - stored[k]! : stored[k]!;
    planes[k] = unit ? (value - lowest) / span : value * slope + intercept;
  }
  return planes;
}

/** The numbers as stored, one colour after another. */
async function storedValues({ header, pixels, data }: DicomFile, where: string): Promise<Int32Array> {
  const { syntax, rows, columns, samples, bitsAllocated } = header;
  const count = rows * columns * samples;
  const all = data.byteArray as Uint8Array;
  if (syntax === JPEG_BASELINE || syntax === RLE) {
    const fragments = (pixels.fragments ?? []).map(({ position, length }) => all.subarray(position, position + length));
    const bytes = joinBytes(fragments);
    if (syntax === RLE) return rleValues(bytes, header, where);
    if (header.photometric === 'RGB') checkColours(bytes, where);
    const picture = await decodeJpeg(bytes, where);
    if (picture.width !== columns || picture.height !== rows || picture.channels !== samples)
      throw brokenPicture(where, 'DICOM', 'its JPEG is of another size');
    return ordered((k) => picture.data[k]!, header, false);
  }
  const bytes = all.subarray(pixels.dataOffset, pixels.dataOffset + pixels.length);
  if (bytes.length < count * (bitsAllocated / 8))
    throw brokenPicture(where, 'DICOM', `${count * (bitsAllocated / 8)} bytes of pixels expected, got ${bytes.length}`);
  if (bitsAllocated === 8) return ordered((k) => bytes[k]!, header, header.planar);
  const [low, high] = syntax === BIG_ENDIAN ? [1, 0] : [0, 1];
  return ordered((k) => bytes[2 * k + low]! | (bytes[2 * k + high]! << 8), header, header.planar);
}

/** Values one colour after another, of the bits that are stored, with their sign. @param planar they lie so already. */
function ordered(
  at: (k: number) => number,
  { rows, columns, samples, bitsStored, signed }: DicomHeader,
  planar: boolean,
) {
  const size = rows * columns;
  const unused = 32 - bitsStored;
  const out = new Int32Array(samples * size);
  for (let c = 0; c < samples; c++) {
    for (let p = 0; p < size; p++) {
      const bits = at(planar ? c * size + p : p * samples + c) << unused;
      out[c * size + p] = signed ? bits >> unused : bits >>> unused;
    }
  }
  return out;
}

/** A segment for each byte of each colour, the upper byte first, packed as PackBits. Source: DICOM PS3.5, annex G. */
function rleValues(bytes: Uint8Array, header: DicomHeader, where: string): Int32Array {
  const { rows, columns, samples, bitsAllocated } = header;
  const size = rows * columns;
  const perValue = bitsAllocated / 8;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < 64 || view.getUint32(0, true) !== samples * perValue)
    throw brokenPicture(where, 'DICOM', `an RLE header of ${samples * perValue} segments expected`);
  const planes = Array.from({ length: samples * perValue }, (_, s) => {
    const start0 = view.getUint32(4 + 4 * s, true);
    return unpacked(bytes.subarray(start0), size, where);
  });
  const value = (k: number) => {
    const [c, p] = [Math.floor(k / size), k % size];
    return perValue === 1 ? planes[c]![p]! : (planes[2 * c]![p]! << 8) | planes[2 * c + 1]![p]!;
  };
  return ordered(value, header, true);
}

function unpacked(packed: Uint8Array, size: number, where: string): Uint8Array {
  const out = new Uint8Array(size);
  let filled = 0;
  for (let at = 0; filled < size; ) {
    const code = packed[at++];
    const run = code === undefined ? 0 : code < 128 ? code + 1 : 257 - code;
    if (code === undefined || at + (code < 128 ? run : 1) > packed.length)
      throw brokenPicture(where, 'DICOM', `an RLE segment holds ${filled} of ${size} values`);
    if (code === 128) continue;
    if (code < 128) out.set(packed.subarray(at, at + Math.min(run, size - filled)), filled);
    else out.fill(packed[at]!, filled, filled + run);
    at += code < 128 ? run : 1;
    filled += run;
  }
  return out;
}

/** A JPEG that neither JFIF nor Adobe's marker explains is taken for YCbCr by every decoder; where the file says RGB one of both is wrong. */
function checkColours(jpeg: Uint8Array, where: string): void {
  const marker = [0xe0, 0xee].some((one) => jpeg.some((byte, at) => at < 64 && byte === 0xff && jpeg[at + 1] === one));
  if (!marker)
    throw new UnsupportedError({
      where,
      problem: 'a JPEG that says what its colours are expected, got none in a file of RGB',
      hint: 'decompress it: gdcmconv --raw',
    });
}

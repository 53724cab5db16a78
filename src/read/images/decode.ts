import { DataError, FormatError } from '../../base/errors.ts';
import { decodeJpeg, jpegHeader } from './jpeg.ts';
import type { Picture, PictureHeader } from './picture.ts';
import { decodePng, pngHeader } from './png.ts';
import { decodeTiff, tiffHeader } from './tiff.ts';

/** What a picture is, by its bytes and not by its name. @throws {FormatError} none of the formats, or a broken header. */
export async function pictureHeader(bytes: Uint8Array, where: string): Promise<PictureHeader> {
  const begins = (...first: number[]) => first.every((byte, at) => bytes[at] === byte);
  if (begins(0xff, 0xd8, 0xff)) return jpegHeader(bytes, where);
  if (begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return pngHeader(bytes, where);
  if (begins(0x49, 0x49, 42, 0) || begins(0x4d, 0x4d, 0, 42)) return tiffHeader(bytes, where);
  const shown = Array.from(bytes.subarray(0, 8), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
  throw new FormatError({
    where,
    problem: `a JPEG, PNG or TIFF picture expected, got a file that begins with ${shown || 'nothing'}`,
  });
}

/** A picture with the pixels that its header says. @param maxPixels million. @throws {DataError} more of them. @throws as the decoders. */
export async function decodePicture(
  bytes: Uint8Array,
  where: string,
  maxPixels: number,
): Promise<Picture & PictureHeader> {
  const header = await pictureHeader(bytes, where);
  const { format, width, height } = header;
  if (width * height === 0) throw new FormatError({ where, problem: `pixels expected, got ${height} x ${width}` });
  if (width * height > maxPixels * 1e6)
    throw new DataError({
      where,
      problem: `at most ${maxPixels} million pixels are allowed, got ${height} x ${width}`,
      hint: 'allow more with max-pixels',
    });
  const decode = { JPEG: decodeJpeg, PNG: decodePng, TIFF: decodeTiff }[format];
  return { ...(await decode(bytes, where)), format };
}

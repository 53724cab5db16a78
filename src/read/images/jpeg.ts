import { CistronError } from '../../base/errors.ts';
import { brokenPicture, type Picture, type PictureHeader, unreadablePicture } from './picture.ts';

/** What of the build of libjpeg-turbo is used. */
interface Codec {
  readonly JPEGDecoder: new () => {
    getEncodedBuffer(bytes: number): Uint8Array;
    decode(): void;
    getFrameInfo(): { width: number; height: number; componentCount: number };
    /** Valid until the next call. */
    getDecodedBuffer(): Uint8Array;
    delete(): void;
  };
}

let loading: Promise<Codec> | undefined;

/** WebAssembly where its file is found, as in Node; else the same C as JavaScript, three times slower, which needs no file beside it. */
async function loadCodec(): Promise<Codec> {
  const silent = { print: () => undefined, printErr: () => undefined };
  try {
    const { default: open } = await import('@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs');
    return (await open(silent)) as Codec;
  } catch {
    const { default: open } = await import('@cornerstonejs/codec-libjpeg-turbo-8bit/decode');
    return (await open(silent)) as Codec;
  }
}

/**
 * Decodes a JPEG, baseline or progressive, as libjpeg-turbo does: the same bits as PIL.
 * @throws {FormatError} it is broken or cut short. @throws {UnsupportedError} CMYK. Source: ITU-T T.81.
 */
export async function decodeJpeg(bytes: Uint8Array, where: string): Promise<Picture> {
  loading ??= loadCodec();
  const { JPEGDecoder } = await loading;
  const decoder = new JPEGDecoder();
  try {
    decoder.getEncodedBuffer(bytes.length).set(bytes);
    decoder.decode();
    const { width, height, componentCount } = decoder.getFrameInfo();
    if (componentCount !== 1 && componentCount !== 3)
      throw unreadablePicture(where, `grey or colour expected, got a JPEG of ${componentCount} channels (CMYK)`);
    return { width, height, channels: componentCount, data: decoder.getDecodedBuffer().slice(), white: 255 };
  } catch (cause) {
    if (cause instanceof CistronError) throw cause;
    // What the C code throws on purpose is a number; after anything else, such as no memory, its state is not to be trusted.
    if (typeof cause !== 'number') loading = undefined;
    throw brokenPicture(where, 'JPEG', 'its data cannot be decoded', cause);
  } finally {
    decoder.delete();
  }
}

/** Width and height, from the frame header. @throws {FormatError} there is none. Source: ITU-T T.81, B.2.2. */
export function jpegHeader(bytes: Uint8Array, where: string): PictureHeader {
  for (let at = 2; at + 9 < bytes.length; ) {
    if (bytes[at] !== 0xff) throw brokenPicture(where, 'JPEG', `a marker expected at byte ${at}`);
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at++;
      continue;
    }
    const word = (offset: number) => bytes[at + offset]! * 256 + bytes[at + offset + 1]!;
    // Start of frame, of any process; C4, C8 and CC are tables.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { format: 'JPEG', height: word(5), width: word(7) };
    if (marker === 0xda || marker === 0xd9) break;
    at += 2 + Math.max(2, word(2));
  }
  throw brokenPicture(where, 'JPEG', 'its frame header is missing');
}

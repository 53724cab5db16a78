import { Unzlib } from 'fflate';
import { brokenPicture, type Picture, type PictureHeader } from './picture.ts';

/** Below this, what the data of a PNG could inflate to is no danger. */
const SAFE_BYTES = 1 << 20;

/**
 * Decodes a PNG of any colour type and depth; a palette becomes its colours. The first picture of an animated one.
 * @throws {FormatError} it is broken or cut short, or holds more data than its size says. Source: ISO/IEC 15948.
 */
export async function decodePng(bytes: Uint8Array, where: string): Promise<Picture> {
  checkData(bytes, where);
  const { decode } = await import('fast-png');
  try {
    const { width, height, channels, data, depth, palette } = decode(bytes, { checkCrc: true });
    if (!(data instanceof Uint8Array || data instanceof Uint16Array || data instanceof Uint8ClampedArray))
      throw new Error('no pixels');
    const whole = depth < 8 ? unpacked(data, width * channels, height, depth) : data;
    if (whole.length !== width * height * channels) throw new Error(`${whole.length} values for its size`);
    if (!palette) return { width, height, channels, data: whole, white: 2 ** depth - 1 };
    const colours = new Uint8Array(3 * whole.length);
    for (let k = 0; k < whole.length; k++) {
      const colour = palette[whole[k]!];
      if (!colour) throw new Error(`colour ${whole[k]} of a palette of ${palette.length}`);
      for (let c = 0; c < 3; c++) colours[3 * k + c] = colour[c]!;
    }
    return { width, height, channels: 3, data: colours, white: 255 };
  } catch (cause) {
    throw brokenPicture(where, 'PNG', (cause as Error).message, cause);
  }
}

/** Values of 1, 2 or 4 bits, the rows of which begin at whole bytes. */
function unpacked(packed: ArrayLike<number>, perRow: number, height: number, depth: number): Uint8Array {
  const out = new Uint8Array(perRow * height);
  const rowBytes = Math.ceil((perRow * depth) / 8);
  const mask = 2 ** depth - 1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < perRow; x++) {
      const bit = x * depth;
      out[y * perRow + x] = (packed[y * rowBytes + (bit >> 3)]! >> (8 - depth - (bit & 7))) & mask;
    }
  }
  return out;
}

/** Width and height, from the first chunk. @throws {FormatError} it is not there. */
export function pngHeader(bytes: Uint8Array, where: string): PictureHeader {
  if (bytes.length < 33 || bytes[12] !== 0x49 || bytes[13] !== 0x48)
    throw brokenPicture(where, 'PNG', 'its header is missing');
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return { format: 'PNG', width: view.getUint32(16), height: view.getUint32(20) };
}

/** That the end is there, and that the data does not inflate to much more than the pixels: a few MB can hide GB. */
function checkData(bytes: Uint8Array, where: string): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const { width, height } = pngHeader(bytes, where);
  const parts: Uint8Array[] = [];
  let total = 0;
  let ended = false;
  for (let at = 8; at + 12 <= bytes.length && !ended; ) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (at + 12 + length > bytes.length) break;
    if (type === 'IDAT') {
      parts.push(bytes.subarray(at + 8, at + 8 + length));
      total += length;
    }
    ended = type === 'IEND';
    at += 12 + length;
  }
  if (!ended) throw brokenPicture(where, 'PNG', 'its end is missing');
  if (total < SAFE_BYTES) return;
  // At most four channels of two bytes; a byte a row, seven times of interlaced ones.
  const most = 8 * width * height + 16 * height + 1024;
  let inflated = 0;
  const counter = new Unzlib((chunk) => {
    inflated += chunk.length;
    if (inflated > most) throw new Error('its data inflates to more than its pixels');
  });
  try {
    for (const part of parts)
      for (let at = 0; at < part.length; at += SAFE_BYTES) counter.push(part.slice(at, at + SAFE_BYTES));
  } catch (cause) {
    throw brokenPicture(where, 'PNG', (cause as Error).message, cause);
  }
}

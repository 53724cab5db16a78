import type { TiffIfd } from 'tiff';
import { brokenPicture, type Picture, type PictureHeader, unreadablePicture } from './picture.ts';

/**
 * Decodes a TIFF of one page: grey, colour or palette, 8 or 16 bits, in strips or (grey) tiles; plain, LZW or deflate.
 * @throws {FormatError} it is broken or cut short. @throws {UnsupportedError} anything else. Source: TIFF 6.0, Adobe 1992.
 */
export async function decodeTiff(bytes: Uint8Array, where: string): Promise<Picture> {
  const page = await pageOf(bytes, where, false);
  const { width, height, bitsPerSample, samplesPerPixel: channels } = page;
  const data = page.data as Picture['data'];
  if (data.length !== width * height * channels)
    throw brokenPicture(where, 'TIFF', `${data.length} values for its size`);
  if (page.type !== 3) return { width, height, channels, data, white: 2 ** bitsPerSample - 1 };
  const palette = page.palette ?? [];
  const colours = new Uint8Array(3 * data.length);
  for (let k = 0; k < data.length; k++) {
    const colour = palette[data[k]!];
    if (!colour) throw brokenPicture(where, 'TIFF', `colour ${data[k]} of a palette of ${palette.length}`);
    // Of 16 bits the upper 8: some write white as 65280, some as 65535.
    for (let c = 0; c < 3; c++) colours[3 * k + c] = colour[c]! >> 8;
  }
  return { width, height, channels: 3, data: colours, white: 255 };
}

/** Width and height, from the first directory. @throws as `decodeTiff`. */
export async function tiffHeader(bytes: Uint8Array, where: string): Promise<PictureHeader> {
  const { width, height } = await pageOf(bytes, where, true);
  return { format: 'TIFF', width, height };
}

async function pageOf(bytes: Uint8Array, where: string, ignoreImageData: boolean): Promise<TiffIfd> {
  const { decode, isMultiPage } = await import('tiff');
  const wrapped = <T>(call: () => T): T => {
    try {
      return call();
    } catch (cause) {
      const { message } = cause as Error;
      if (/^Unsupported/i.test(message)) throw unreadablePicture(where, `a plain TIFF expected (${message})`);
      throw brokenPicture(where, 'TIFF', message, cause);
    }
  };
  const [header] = wrapped(() => decode(bytes, { ignoreImageData: true, pages: [0] }));
  if (!header) throw brokenPicture(where, 'TIFF', 'it has no page');
  if (ignoreImageData) return header;
  if (wrapped(() => isMultiPage(bytes))) throw unreadablePicture(where, 'one page expected, got several');
  const { bitsPerSample, samplesPerPixel, tiled, planarConfiguration, sampleFormat } = header;
  if (![8, 16].includes(bitsPerSample) || sampleFormat !== 1)
    throw unreadablePicture(
      where,
      `whole numbers of 8 or 16 bits expected, got ${sampleFormat === 1 ? '' : 'other '}values of ${bitsPerSample ?? 1} bits`,
    );
  if (samplesPerPixel > 1 && (tiled || planarConfiguration !== 1))
    throw unreadablePicture(where, `colours beside each other in strips expected, got ${tiled ? 'tiles' : 'planes'}`);
  return wrapped(() => decode(bytes, { pages: [0] }))[0]!;
}

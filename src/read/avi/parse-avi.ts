import { FormatError, UnsupportedError } from '../../base/errors.ts';

/** The frames of a film, each a JPEG, as parts of the file. */
export interface AviFilm {
  readonly frames: readonly Uint8Array[];
  /** A second; 0: not said. */
  readonly rate: number;
}

/** Lists in lists in a list is as deep as films go. */
const DEEPEST = 4;

/**
 * The frames of the first video stream. @throws {FormatError} no AVI, chunks that lead out of the file, fewer frames than announced.
 * @throws {UnsupportedError} other codecs, more than 1 GB (OpenDML). Source: Microsoft, AVI RIFF File Reference.
 */
export function parseAvi(bytes: Uint8Array, where: string): AviFilm {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const word = (at: number) => String.fromCharCode(...bytes.subarray(at, at + 4));
  const broken = (problem: string) =>
    new FormatError({
      where,
      problem: `a whole AVI film expected, but it is truncated or corrupt (${problem})`,
      hint: 'copy it again',
    });
  if (bytes.length < 12 || word(0) !== 'RIFF' || word(8) !== 'AVI ')
    throw broken('RIFF and AVI are not at its beginning');
  const end = 8 + view.getUint32(4, true);
  if (end > bytes.length) throw broken(`${end} bytes announced, got ${bytes.length}`);
  const frames: Uint8Array[] = [];
  let announced = -1;
  let rate = 0;
  let stream = -1;
  let video = -1;
  const walk = (from: number, to: number, depth: number): void => {
    for (let at = from; at + 8 <= to; ) {
      const [id, data0] = [word(at), at + 8];
      const length = view.getUint32(at + 4, true);
      if (data0 + length > to) throw broken(`chunk '${id.trim()}' at byte ${at} is longer than what it is in`);
      if (id === 'LIST' && length >= 4) {
        if (depth === DEEPEST) throw broken('lists too deep in each other');
        walk(data0 + 4, data0 + length, depth + 1);
      } else if (id === 'avih' && length >= 20) announced = view.getUint32(data0 + 16, true);
      else if (id === 'strh' && length >= 28) {
        stream++;
        if (word(data0) === 'vids' && video < 0) {
          video = stream;
          const scale = view.getUint32(data0 + 20, true);
          rate = scale > 0 ? view.getUint32(data0 + 24, true) / scale : 0;
        }
      } else if (id === 'strf' && stream === video && length >= 20 && !/^(MJPG|JPEG)$/i.test(word(data0 + 16)))
        throw new UnsupportedError({
          where,
          problem: `Motion JPEG expected, got a film in '${word(data0 + 16).replace(/[^ -~]/g, '?')}'`,
          hint: 'write it again: ffmpeg -i film -c:v mjpeg -q:v 2 film.avi',
        });
      // A chunk without data repeats the frame before it.
      else if (/^\d\dd[bc]$/.test(id) && Number(id.slice(0, 2)) === video) {
        const frame = length === 0 ? frames.at(-1) : bytes.subarray(data0, data0 + length);
        if (frame) frames.push(frame);
      }
      at = data0 + length + (length & 1);
    }
  };
  walk(12, end, 0);
  if (word(end) === 'RIFF')
    throw new UnsupportedError({
      where,
      problem: 'a film of more than 1 GB in parts (OpenDML)',
      hint: 'cut it into shorter films',
    });
  if (video < 0 || frames.length === 0) throw broken('it holds no frames');
  if (announced > frames.length) throw broken(`${announced} frames announced, got ${frames.length}`);
  return { frames, rate };
}

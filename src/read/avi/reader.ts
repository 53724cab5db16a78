import { DataError, throwIfCancelled } from '../../base/errors.ts';
import type { Block } from '../../table/block.ts';
import { arrayFeatures, checkMemory, RowFiller, refuseRepeated } from '../array-block.ts';
import { lastName, listFiles } from '../file-list.ts';
import { decodePicture } from '../images/decode.ts';
import { pictureSize } from '../images/picture-size.ts';
import { placePicture } from '../images/resample.ts';
import type { FileReading, ReadOptions } from '../reader.ts';
import type { ByteSource } from '../source.ts';
import { parseAvi } from './parse-avi.ts';

const FILM = /\.avi$/i;

/**
 * Films as a block of shape [channels, frames, height, width], values 0 … 1, one sample a file.
 * @throws {FormatError} a broken film or frame. @throws {DataError} sizes or numbers of frames that differ where none is asked for, fewer frames than asked
 * for, more values than memory allows. @throws {UnsupportedError} as `parseAvi`. Memory: the values and one file.
 */
export async function read(source: ByteSource, options: ReadOptions): Promise<FileReading> {
  const { params = {}, signal, progress, warn, block: wish } = options;
  const all = await listFiles(source, params['max-unpacked'] as number);
  const files = all.length === 1 && !source.files ? all : all.filter(({ path }) => FILM.test(path));
  if (files.length === 0)
    throw new DataError({ where: source.name, problem: `films (.avi) expected, got ${all.length} other files` });
  if (files.length < all.length)
    warn?.({
      code: 'files-left-out',
      message: `${all.length - files.length} of ${all.length} files are no films and were left out`,
      where: source.name,
    });
  const ids = files.map(({ path }) => lastName(path).replace(FILM, ''));
  refuseRepeated(source.name, ids, 'name films differently: the folder they are in is no part of their id');
  const grey = params.colour === 'grey';
  const [channels, step] = [grey ? 1 : 3, params.step as number];
  let size = pictureSize(params.size as string, 'avi.size');
  let nFrames = params.frames as number;
  let filler: RowFiller | undefined;
  const rates = new Set<number>();
  for (const [i, file] of files.entries()) {
    const film = parseAvi(await file.read(signal), file.where);
    rates.add(film.rate);
    const taken = film.frames.filter((_, k) => k % step === 0);
    nFrames ||= taken.length;
    if (taken.length < nFrames || (params.frames === 0 && taken.length !== nFrames))
      throw new DataError({
        where: file.where,
        problem: `${nFrames} frames expected${params.frames === 0 ? ', as in the first film' : ''}, got ${taken.length} (one of every ${step} of ${film.frames.length})`,
        hint: 'take as many as the shortest film has with frames, or more of each with step',
      });
    let row: Float32Array | undefined;
    for (let f = 0; f < nFrames; f++) {
      if (signal) throwIfCancelled(signal, file.where);
      const frame = await decodePicture(
        taken[f]!,
        `${file.where}, frame ${f * step + 1}`,
        params['max-pixels'] as number,
      );
      size ??= [frame.height, frame.width];
      const [height, width] = size;
      const area = height * width;
      if (!filler) {
        checkMemory(
          source.name,
          files.length,
          [channels, nFrames, height, width],
          params['max-memory'] as number,
          'choose a smaller size or fewer frames',
        );
        filler = new RowFiller(files.length, channels * nFrames * area);
      }
      if (params.size === '' && (frame.height !== height || frame.width !== width))
        throw new DataError({
          where: file.where,
          problem: `frames of ${height}x${width} expected, as in the first film, got ${frame.height}x${frame.width}`,
          hint: `bring them to one size, such as size: ${height}x${width}`,
        });
      row ??= filler.next();
      const pixels = new Float32Array(channels * area);
      placePicture(frame, grey, height, width, pixels);
      for (let c = 0; c < channels; c++) row.set(pixels.subarray(c * area, (c + 1) * area), (c * nFrames + f) * area);
    }
    progress?.((i + 1) / files.length, `reading ${source.name}`);
  }
  const shape = [channels, nFrames, ...size!];
  const features = arrayFeatures(shape, grey ? ['grey'] : ['red', 'green', 'blue']);
  const block: Block = {
    ...{ name: wish?.name ?? 'films', kind: wish?.kind ?? 'video', ids, features, shape },
    matrix: filler!.finish(),
  };
  const shown = [...rates].sort((a, b) => a - b).map((rate) => Number(rate.toPrecision(4)));
  const problems =
    rates.size > 1
      ? [
          `the films have ${rates.size} different rates, from ${shown[0]} to ${shown.at(-1)} frames a second: the same frame is not the same moment`,
        ]
      : [];
  return {
    content: { holds: 'blocks', blocks: [{ block }] },
    facts: { films: files.length, rate: `${shown.slice(0, 3).join(', ')}${shown.length > 3 ? ', …' : ''} Hz` },
    problems,
  };
}

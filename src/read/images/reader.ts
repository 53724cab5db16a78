import { DataError } from '../../base/errors.ts';
import type { Block } from '../../table/block.ts';
import { arrayFeatures, checkMemory, RowFiller, refuseRepeated } from '../array-block.ts';
import { type ListedFile, listFiles } from '../file-list.ts';
import type { FileReading, ReadOptions } from '../reader.ts';
import type { ByteSource } from '../source.ts';
import { decodePicture, pictureHeader } from './decode.ts';
import { placeLabels, splitMasks } from './masks.ts';
import type { Picture } from './picture.ts';
import { pictureSize } from './picture-size.ts';
import { placePicture } from './resample.ts';

const PICTURE = /\.(jpe?g|png|tiff?)$/i;

/**
 * Pictures as a block of shape [channels, height, width], values 0 … 1, one sample a file, in the order of their names' place in the archive or folder.
 * With `part: masks` their masks instead: [1, height, width], the class of each pixel.
 * @throws {FormatError} a broken archive or picture, by its name. @throws {DataError} no picture, a mask of none or in colours, names that come back in other folders, sizes that
 * differ where none is asked for, more values than memory allows. @throws {UnsupportedError} as `decodePicture` and `zipDirectory`.
 * Cost: each file is read and decoded once. Memory: the values and one picture.
 */
export async function read(source: ByteSource, options: ReadOptions): Promise<FileReading> {
  const { params = {}, signal, progress, warn, block: wish } = options;
  const all = await listFiles(source, params['max-unpacked'] as number);
  const found = all.length === 1 && !source.files ? all : all.filter(({ path }) => PICTURE.test(path));
  if (found.length === 0)
    throw new DataError({ where: source.name, problem: `JPEG, PNG or TIFF files expected, got ${all.length} others` });
  if (found.length < all.length)
    warn?.({
      code: 'files-left-out',
      message: `${all.length - found.length} of ${all.length} files are no pictures (${all.find(({ path }) => !PICTURE.test(path))!.path}, …) and were left out`,
      where: source.name,
    });
  const { pictures, masks } = splitMasks(source.name, found, (params.masks as string) ?? '');
  const labels = params.part === 'masks';
  const chosen = labels ? masks : pictures;
  if (chosen.length === 0)
    throw new DataError({
      where: source.name,
      problem: `${labels ? 'masks' : 'pictures'} expected, got ${found.length} ${labels ? 'pictures' : 'masks'} only`,
      hint: "masks says what marks a mask: the end of its name ('_mask') or its folder ('masks/')",
    });
  const files = chosen.map(({ file }) => file);
  const ids = chosen.map(({ id }) => id);
  refuseRepeated(source.name, ids, 'name pictures differently: the folder they are in is no part of their id');
  const grey = labels || params.colour === 'grey';
  const maxPixels = params['max-pixels'] as number;
  let size = pictureSize(params.size as string, 'images.size');
  let filler: RowFiller | undefined;
  const seen = { formats: new Map<string, number>(), alpha: 0, colour: 0, resized: 0 };
  for (const [i, file] of files.entries()) {
    const picture = await decodePicture(await file.read(signal), file.where, maxPixels);
    size ??= [picture.height, picture.width];
    if (!filler) {
      const shape = [grey ? 1 : 3, ...size];
      checkMemory(source.name, files.length, shape, params['max-memory'] as number, 'choose a smaller size');
      filler = new RowFiller(files.length, shape[0]! * size[0] * size[1]);
    }
    const fits = picture.height === size[0] && picture.width === size[1];
    if (!fits && params.size === '') throw await differentSizes(source.name, files, signal);
    if (labels) placeLabels(picture, file.where, ...size, filler.next());
    else placePicture(picture, grey, ...size, filler.next());
    seen.formats.set(picture.format, (seen.formats.get(picture.format) ?? 0) + 1);
    if (!fits) seen.resized++;
    if (picture.channels % 2 === 0) seen.alpha++;
    if (!grey && isColoured(picture)) seen.colour++;
    progress?.((i + 1) / files.length, `reading ${source.name}`);
  }
  if (seen.alpha > 0)
    warn?.({
      code: 'alpha-left-out',
      message: `${seen.alpha} of ${files.length} pictures have an alpha channel, which was left out`,
      where: source.name,
    });
  const shape = [grey ? 1 : 3, ...size!];
  const block: Block = {
    ...{ name: wish?.name ?? (labels ? 'masks' : 'images'), kind: wish?.kind ?? 'image', ids, shape },
    features: arrayFeatures(shape, labels ? ['mask'] : grey ? ['grey'] : ['red', 'green', 'blue']),
    matrix: filler!.finish(),
  };
  const facts = {
    pictures: [...seen.formats].map(([format, count]) => `${count} ${format}`).join(' '),
    ...(masks.length > 0 ? { masks: masks.length } : {}),
    ...(seen.resized > 0 ? { resized: `${seen.resized} by ${labels ? 'the class at each centre' : 'averaging'}` } : {}),
  };
  const problems =
    !grey && seen.colour === 0
      ? ['no picture has colour: with colour: grey the block takes a third of the memory']
      : [];
  return { content: { holds: 'blocks', blocks: [{ block }] }, facts, problems };
}

/** Whether some pixel is not grey. */
function isColoured({ channels, data }: Picture): boolean {
  if (channels < 3) return false;
  for (let at = 0; at < data.length; at += channels)
    if (data[at] !== data[at + 1] || data[at] !== data[at + 2]) return true;
  return false;
}

/** Decodes only headers, to name all sizes. @throws {FormatError} a broken one. */
async function differentSizes(where: string, files: readonly ListedFile[], signal?: AbortSignal): Promise<DataError> {
  const counts = new Map<string, number>();
  for (const file of files) {
    const { height, width } = await pictureHeader(await file.read(signal), file.where);
    const size = `${height}x${width}`;
    counts.set(size, (counts.get(size) ?? 0) + 1);
  }
  const sorted = [...counts].sort((a, b) => b[1] - a[1]);
  const shown = sorted.slice(0, 5).map(([size, count]) => `${size} (${count})`);
  const more = sorted.length > 5 ? ` and ${sorted.length - 5} more` : '';
  return new DataError({
    where,
    problem: `pictures of one size (height x width) expected, got ${shown.join(', ')}${more}`,
    hint: `bring them to one size, such as size: ${sorted[0]![0]}`,
  });
}

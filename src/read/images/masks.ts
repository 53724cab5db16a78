import { DataError } from '../../base/errors.ts';
import { type ListedFile, lastName } from '../file-list.ts';
import type { Picture, PictureHeader } from './picture.ts';

export interface PictureFile {
  /** Of the sample: the name of the file without its extension, and of a mask without what marks it. */
  readonly id: string;
  readonly file: ListedFile;
}

/**
 * Pictures and their masks told apart. @param mark what the names of masks end in before their extension (`_mask`), or the folder they are in
 * (`masks/`); empty: there are none. @throws {DataError} a mask of no picture.
 */
export function splitMasks(where: string, files: readonly ListedFile[], mark: string) {
  const pictures: PictureFile[] = [];
  const masks: PictureFile[] = [];
  for (const file of files) {
    const stem = lastName(file.path).replace(/\.[^.]*$/, '');
    const inFolder = mark.endsWith('/') && `/${file.path}`.includes(`/${mark}`);
    const marked = mark !== '' && !mark.endsWith('/') && stem.endsWith(mark);
    if (marked) masks.push({ id: stem.slice(0, -mark.length), file });
    else (inFolder ? masks : pictures).push({ id: stem, file });
  }
  const known = new Set(pictures.map(({ id }) => id));
  const alone = masks.find(({ id }) => !known.has(id));
  if (alone)
    throw new DataError({
      where: alone.file.where,
      problem: `a mask belongs to a picture, got no picture '${alone.id}'`,
      hint: `give both in ${where}, or say with masks what marks a mask`,
    });
  return { pictures, masks };
}

/**
 * The class of each pixel, [height, width]: white is 1, as in masks drawn in black and white; other grey values are the numbers of their classes. A new
 * pixel takes the class at its centre, since classes have no mean. JPEG keeps no exact values: there, brighter than half of white is 1.
 * @param out written. @throws {DataError} a mask in colours.
 */
export function placeLabels(
  picture: Picture & PictureHeader,
  where: string,
  height: number,
  width: number,
  out: Float32Array,
): void {
  const { channels, data, white, format } = picture;
  for (let y = 0; y < height; y++) {
    const fromY = Math.floor(((y + 0.5) * picture.height) / height);
    for (let x = 0; x < width; x++) {
      const fromX = Math.floor(((x + 0.5) * picture.width) / width);
      const at = (fromY * picture.width + fromX) * channels;
      const value = data[at]!;
      if (format === 'JPEG') {
        out[y * width + x] = value * 2 >= white ? 1 : 0;
        continue;
      }
      if (channels > 2 && (data[at + 1] !== value || data[at + 2] !== value))
        throw new DataError({
          where: `${where}, row ${fromY + 1}, column ${fromX + 1}`,
          problem: `a mask in grey expected, got the colour ${value}, ${data[at + 1]}, ${data[at + 2]}`,
          hint: 'save classes as grey values 0, 1, 2, …',
        });
      out[y * width + x] = value === white ? 1 : value;
    }
  }
}

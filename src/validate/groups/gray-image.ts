import type { Block } from '../../table/block.ts';

/** A decoded picture: brightness of each pixel, row by row, [width · height], any scale. */
export interface GrayImage {
  readonly width: number;
  readonly height: number;
  readonly gray: ArrayLike<number>;
}

/** As many float32 as a line of the processor's cache holds: neighbours in a column of a matrix are fetched together. */
const ROWS_TOGETHER = 16;

/** Whether a block holds pictures, [channels, height, width], of more than two shades: masks and drawings have no texture to know them by. */
export function isOfPictures({ kind, shape, matrix }: Block): boolean {
  return kind === 'image' && shape?.length === 3 && matrix.data.some((value) => !Number.isInteger(value));
}

/** The pictures of a block one after another, in its order: the mean of their channels. A missing pixel is black. */
export function* grayImages({ shape, matrix: { data, nRows } }: Block): Generator<GrayImage> {
  const [channels, height, width] = shape as [number, number, number];
  const size = height * width;
  for (let from = 0; from < nRows; from += ROWS_TOGETHER) {
    const grays = Array.from({ length: Math.min(ROWS_TOGETHER, nRows - from) }, () => new Float64Array(size));
    for (let j = 0; j < channels * size; j++) {
      const start = j * nRows + from;
      for (let r = 0; r < grays.length; r++) grays[r]![j % size]! += (data[start + r]! || 0) / channels;
    }
    for (const gray of grays) yield { width, height, gray };
  }
}

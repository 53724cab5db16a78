import { FormatError, UnsupportedError } from '../../base/errors.ts';

/** A decoded picture. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 2 grey and alpha, 3 red, green and blue, 4 and alpha. */
  readonly channels: number;
  /** Row-major, the channels of a pixel beside each other: [height, width, channels]. */
  readonly data: Uint8Array | Uint16Array | Uint8ClampedArray;
  /** The value of white. */
  readonly white: number;
}

/** What the header of a picture says, before anything is decoded. */
export interface PictureHeader {
  readonly format: 'JPEG' | 'PNG' | 'TIFF';
  readonly width: number;
  readonly height: number;
}

/** What is said of every broken picture. */
export function brokenPicture(where: string, format: string, problem: string, cause?: unknown): FormatError {
  return new FormatError({
    where,
    problem: `a whole ${format} picture expected, but it is truncated or corrupt (${problem})`,
    hint: 'copy it again, or take it out and out of the sample sheet',
    cause,
  });
}

export function unreadablePicture(where: string, problem: string): UnsupportedError {
  return new UnsupportedError({ where, problem, hint: 'save it as PNG' });
}

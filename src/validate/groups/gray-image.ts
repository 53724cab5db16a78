/** A decoded picture: brightness of each pixel, row by row, [width · height], any scale. */
export interface GrayImage {
  readonly width: number;
  readonly height: number;
  readonly gray: ArrayLike<number>;
}

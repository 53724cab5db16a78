import type { Picture } from './picture.ts';

/** Weights of Rec. ITU-R BT.601, as PIL's `convert('L')`. */
const LUMINANCE = [0.299, 0.587, 0.114] as const;

/**
 * The picture as [channels, height, width] of values 0 … 1, brought to the size by averaging: a new pixel is the mean of the area it covers, parts of old
 * pixels counted by their share. Alpha is left out. @param out [channels · height · width], written.
 */
export function placePicture(picture: Picture, grey: boolean, height: number, width: number, out: Float32Array): void {
  const size = picture.width * picture.height;
  if (picture.width === width && picture.height === height) {
    fillPlanes(picture, grey, out);
    return;
  }
  const nPlanes = grey ? 1 : 3;
  const planes = new Float32Array(nPlanes * size);
  fillPlanes(picture, grey, planes);
  resizePlanes(planes, nPlanes, picture.height, picture.width, height, width, out);
}

/** The same for planes of any values. @param planes [channels · fromHeight · fromWidth]. @param out [channels · height · width], written. */
export function resizePlanes(
  planes: Float32Array,
  channels: number,
  fromHeight: number,
  fromWidth: number,
  height: number,
  width: number,
  out: Float32Array,
): void {
  const size = fromHeight * fromWidth;
  for (let c = 0; c < channels; c++) {
    const plane = planes.subarray(c * size, (c + 1) * size);
    const to = out.subarray(c * height * width, (c + 1) * height * width);
    if (height === fromHeight && width === fromWidth) to.set(plane);
    else areaMeans(plane, fromHeight, fromWidth, height, width, to);
  }
}

/** The values 0 … 1 of each channel, one channel after another. @param planes written. */
function fillPlanes({ width, height, channels, data, white }: Picture, grey: boolean, planes: Float32Array): void {
  const size = width * height;
  const colour = channels > 2;
  const share = sharesOfWhite(white);
  for (let p = 0, at = 0; p < size; p++, at += channels) {
    const red = share[data[at]!]!;
    const green = colour ? share[data[at + 1]!]! : red;
    const blue = colour ? share[data[at + 2]!]! : red;
    if (grey) planes[p] = colour ? LUMINANCE[0] * red + LUMINANCE[1] * green + LUMINANCE[2] * blue : red;
    else {
      planes[p] = red;
      planes[size + p] = green;
      planes[2 * size + p] = blue;
    }
  }
}

const tables = new Map<number, Float32Array>();

/** A table is quicker than a division for every value. */
function sharesOfWhite(white: number): Float32Array {
  let table = tables.get(white);
  if (!table) {
    table = Float32Array.from({ length: white + 1 }, (_, value) => value / white);
    tables.set(white, table);
  }
  return table;
}

/** Rows first, then columns: the mean over a rectangle is the mean of the means of its rows. */
function areaMeans(
  plane: Float32Array,
  fromHeight: number,
  fromWidth: number,
  height: number,
  width: number,
  out: Float32Array,
): void {
  const columns = sharesOf(fromWidth, width);
  const rows = sharesOf(fromHeight, height);
  const narrow = new Float32Array(fromHeight * width);
  for (let y = 0; y < fromHeight; y++) {
    for (let x = 0; x < width; x++) {
      const { from0, shares } = columns[x]!;
      let sum = 0;
      for (let k = 0; k < shares.length; k++) sum += shares[k]! * plane[y * fromWidth + from0 + k]!;
      narrow[y * width + x] = sum;
    }
  }
  for (let y = 0; y < height; y++) {
    const { from0, shares } = rows[y]!;
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let k = 0; k < shares.length; k++) sum += shares[k]! * narrow[(from0 + k) * width + x]!;
      out[y * width + x] = sum;
    }
  }
}

/** For each new place, the old ones that it covers and their shares, which sum to 1. */
function sharesOf(from: number, to: number) {
  return Array.from({ length: to }, (_, place) => {
    const start = (place * from) / to;
    const end = ((place + 1) * from) / to;
    const from0 = Math.floor(start);
    const until = Math.min(from, Math.max(from0 + 1, Math.ceil(end - 1e-9)));
    const shares = Float64Array.from({ length: until - from0 }, (_share, k) => {
      const old = from0 + k;
      return (Math.min(end, old + 1) - Math.max(start, old)) / (end - start);
    });
    return { from0, shares };
  });
}

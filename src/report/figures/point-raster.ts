import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type * as Plot from '@observablehq/plot';
import { encode } from 'fast-png';
import { log2 } from '../../base/elementary.ts';

/** Pixels of the picture to one of the drawing, so that it is sharp on a fine screen and in print. */
const SCALE = 2;
/** Shade of a single point, seen on either page. */
const FAINTEST = 0.3;
/** Steps of the shade: more could not be told apart, and would not pack as well. */
const STEPS = 15;

/**
 * Draws the points of a mark as one picture, for more of them than a file can hold one by one. Each is a disc; a place covered by c of them has the shade
 * 0.3 + 0.7 · log c / log of the most, so that one alone is seen and the crowded are told apart. The picture is the mask of a sheet of
 * the colour, which thus follows the theme; it needs no script, and is saved and printed with the drawing.
 * @param r radius in pixels of the drawing. Cost O(points + pixels), 20 to 80 kB.
 */
export function pointRaster(colour: string, r: number): Plot.RenderFunction {
  return (index, _scales, { x, y }, { width, height }, context) => {
    const document = context.ownerSVGElement.ownerDocument;
    const shades = shadesOf(index, x!, y!, width * SCALE, height * SCALE, r * SCALE);
    const png = encode({ width: width * SCALE, height: height * SCALE, data: shades, channels: 1, depth: 8 });
    const id = `points-${bytesToHex(sha256(png)).slice(0, 12)}`;
    const make = (name: string, attributes: Readonly<Record<string, string | number>>, ...inside: Element[]) => {
      const element = document.createElementNS('http://www.w3.org/2000/svg', name);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
      element.append(...inside);
      return element;
    };
    const whole = { x: 0, y: 0, width, height };
    const image = make('image', { ...whole, href: `data:image/png;base64,${base64(png)}` });
    const mask = make('mask', { id, maskUnits: 'userSpaceOnUse', ...whole }, image);
    return make('g', {}, mask, make('rect', { ...whole, fill: colour, mask: `url(#${id})` })) as SVGElement;
  };
}

/** 0 (nothing) … 255, [height, width]. */
function shadesOf(
  index: ArrayLike<number>,
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  width: number,
  height: number,
  r: number,
): Uint8Array {
  const counts = new Int32Array(width * height);
  const reach = Math.ceil(r);
  let most = 1;
  for (let at = 0; at < index.length; at++) {
    const [cx, cy] = [x[index[at]!]! * SCALE, y[index[at]!]! * SCALE];
    for (let row = Math.max(0, Math.round(cy) - reach); row <= Math.min(height - 1, Math.round(cy) + reach); row++) {
      for (let c = Math.max(0, Math.round(cx) - reach); c <= Math.min(width - 1, Math.round(cx) + reach); c++) {
        if ((c + 0.5 - cx) ** 2 + (row + 0.5 - cy) ** 2 > r * r) continue;
        most = Math.max(most, ++counts[row * width + c]!);
      }
    }
  }
  const scale = most > 1 ? (1 - FAINTEST) / log2(most) : 0;
  const shadeOf = (count: number) => Math.round((FAINTEST + scale * log2(count)) * STEPS) * Math.floor(255 / STEPS);
  return Uint8Array.from(counts, (count) => (count > 0 ? shadeOf(count) : 0));
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

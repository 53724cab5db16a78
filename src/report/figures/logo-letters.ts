import { log2 } from '../../base/elementary.ts';
import { classColour } from '../palette.ts';
import { LINE, MUTED } from './figure.ts';

export const LETTERS = 'ACGT';
/** In a square of 100 × 100, filled even-odd: text could not be stretched alike in every browser. */
const SHAPES = [
  'M0 100 38 0H62L100 100H78L70 77H30L22 100ZM36 59H64L50 18Z',
  'M98 66C93 88 76 101 52 101 20 101 0 80 0 50 0 20 20 -1 52 -1 76 -1 93 12 98 34L76 39C73 25 65 18 52 18 33 18 23 29 23 50 23 71 33 82 52 82 65 82 73 75 76 61Z',
  'M97 84C87 95 71 101 53 101 20 101 0 80 0 50 0 20 20 -1 53 -1 77 -1 92 10 97 30L75 35C72 24 64 18 53 18 34 18 23 29 23 50 23 71 34 82 54 82 63 82 70 80 75 76V64H51V46H97Z',
  'M0 0H100V20H61V100H39V20H0Z',
];
/** Of a place and a row of letters, in pixels, and where the first place begins. */
export const [PLACE, TALL, LEFT] = [30, 110, 36];

/** A place of a motif. */
export interface LogoPlace {
  /** Shares of A, C, G, T. */
  readonly own: readonly number[];
  /** What it says of which letter stands there: 2 less the entropy. */
  readonly bits: number;
  /** The most frequent. */
  readonly letter: string;
}

/** @param shares of A, C, G, T at each place, [width, 4] row-major. */
export function logoPlaces(shares: ArrayLike<number>): LogoPlace[] {
  return Array.from({ length: shares.length / 4 }, (_, w) => {
    const own = [0, 1, 2, 3].map((k) => shares[4 * w + k]!);
    const bits = Math.max(0, 2 + own.reduce((sum, p) => sum + (p > 0 ? p * log2(p) : 0), 0));
    return { own, bits, letter: LETTERS[own.indexOf(Math.max(...own))]! };
  });
}

/** Its letters where a place says half a bit and more. */
export const consensusOf = (places: readonly LogoPlace[]) =>
  places.map(({ bits, letter }) => (bits >= 0.5 ? letter : '·')).join('');

/** Rules at 0, 1 and 2 bits. @param top of the row. @param end of the rules. */
export function logoAxis(top: number, end: number): string {
  const lines = [0, 1, 2].map((bit) => {
    const y = top + TALL * (1 - bit / 2);
    return `<line x1="${LEFT}" x2="${end}" y1="${y}" y2="${y}" stroke="${LINE}"/><text x="${LEFT - 8}" y="${y}" dy="0.32em" text-anchor="end" fill="${MUTED}">${bit}</text>`;
  });
  return lines.join('');
}

/** At each place the letters, the most frequent on top, each as high as its share of the bits. @param first the column in which the first place stands. */
export function logoLetters(places: readonly LogoPlace[], top: number, first = 0): string[] {
  return places.map(({ own, bits }, w) => {
    let base = 0;
    return own
      .map((share, k) => ({ k, height: share * bits }))
      .filter(({ height }) => height > 0.01)
      .sort((a, b) => a.height - b.height)
      .map(({ k, height }) => {
        base += height;
        const y = top + TALL * (1 - base / 2);
        const scale = `${((PLACE - 2) / 100).toFixed(3)} ${((height * TALL) / 200).toFixed(4)}`;
        return `<path d="${SHAPES[k]}" fill-rule="evenodd" fill="${classColour(k)}" transform="translate(${LEFT + (first + w) * PLACE + 1} ${y.toFixed(2)}) scale(${scale})"/>`;
      })
      .join('');
  });
}

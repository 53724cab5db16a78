import { log2 } from '../../base/elementary.ts';
import { escapeHtml } from '../html.ts';
import { classColour } from '../palette.ts';
import { type Figure, FONT_SIZE, LINE, MUTED } from './figure.ts';

/** A motif as it is drawn: of a filter, of seqlets, of a file. */
export interface LogoMotif {
  readonly title: string;
  /** Of A, C, G, T at each place, [width, 4] row-major. */
  readonly shares: ArrayLike<number>;
}

const LETTERS = 'ACGT';
/** In a square of 100 × 100, filled even-odd: text could not be stretched alike in every browser. */
const SHAPES = [
  'M0 100 38 0H62L100 100H78L70 77H30L22 100ZM36 59H64L50 18Z',
  'M98 66C93 88 76 101 52 101 20 101 0 80 0 50 0 20 20 -1 52 -1 76 -1 93 12 98 34L76 39C73 25 65 18 52 18 33 18 23 29 23 50 23 71 33 82 52 82 65 82 73 75 76 61Z',
  'M97 84C87 95 71 101 53 101 20 101 0 80 0 50 0 20 20 -1 53 -1 77 -1 92 10 97 30L75 35C72 24 64 18 53 18 34 18 23 29 23 50 23 71 34 82 54 82 63 82 70 80 75 76V64H51V46H97Z',
  'M0 0H100V20H61V100H39V20H0Z',
];
const [PLACE, TALL, LEFT, TOP, BOTTOM] = [30, 110, 36, 10, 24];

/**
 * A sequence logo: at each place the letters, the most frequent on top, each as high as its share of the bits that the place says (2 less the entropy).
 * Source: Schneider & Stephens 1990, Nucleic Acids Res. 18. Null of a motif without places.
 */
export function motifLogo({ title, shares }: LogoMotif): Figure | null {
  const width = shares.length / 4;
  if (width < 1) return null;
  const places = Array.from({ length: width }, (_, w) => {
    const own = [0, 1, 2, 3].map((k) => shares[4 * w + k]!);
    const bits = Math.max(0, 2 + own.reduce((sum, p) => sum + (p > 0 ? p * log2(p) : 0), 0));
    return { own, bits, letter: LETTERS[own.indexOf(Math.max(...own))]! };
  });
  const consensus = places.map(({ bits, letter }) => (bits >= 0.5 ? letter : '·')).join('');
  const total = places.reduce((sum, { bits }) => sum + bits, 0);
  const [wide, tall] = [LEFT + width * PLACE + 8, TOP + TALL + BOTTOM];
  const y = (bits: number) => TOP + TALL * (1 - bits / 2);
  const axis = [0, 1, 2].map(
    (bit) =>
      `<line x1="${LEFT}" x2="${wide - 8}" y1="${y(bit)}" y2="${y(bit)}" stroke="${LINE}"/><text x="${LEFT - 8}" y="${y(bit)}" dy="0.32em" text-anchor="end" fill="${MUTED}">${bit}</text>`,
  );
  const drawn = places.map(({ own, bits }, w) => {
    let base = 0;
    const letters = own
      .map((share, k) => ({ k, height: share * bits }))
      .filter(({ height }) => height > 0.01)
      .sort((a, b) => a.height - b.height)
      .map(({ k, height }) => {
        base += height;
        const scale = `${((PLACE - 2) / 100).toFixed(3)} ${((height * TALL) / 200).toFixed(4)}`;
        return `<path d="${SHAPES[k]}" fill-rule="evenodd" fill="${classColour(k)}" transform="translate(${LEFT + w * PLACE + 1} ${y(base).toFixed(2)}) scale(${scale})"/>`;
      });
    const label = `<text x="${LEFT + (w + 0.5) * PLACE}" y="${tall - 6}" text-anchor="middle" fill="${MUTED}">${w + 1}</text>`;
    return letters.join('') + label;
  });
  const alt = `Sequence logo of ${title}, ${width} places, ${total.toFixed(1)} bits. Consensus ${consensus}. ${places
    .map(({ letter, bits }, w) => `${w + 1}: ${letter} ${bits.toFixed(1)}`)
    .join(', ')}.`;
  const svg = `<svg class="figure-plot" role="img" aria-label="${escapeHtml(alt)}" width="${wide}" height="${tall}" viewBox="0 0 ${wide} ${tall}" font-size="${FONT_SIZE}">${axis.join('')}${drawn.join('')}</svg>`;
  const sure = places.filter(({ bits }) => bits >= 1).length;
  const sentence = `The height of a place is what it says of which letter stands there, at most 2 bits. ${consensus}: ${sure} of ${width} places say 1 bit and more, all together ${total.toFixed(1)} bits.`;
  const data = {
    columns: ['place', 'bits', ...LETTERS],
    rows: places.map(({ own, bits }, w) => [w + 1, bits, ...own]),
  };
  return { title, svg, sentence, alt, width: wide, data };
}

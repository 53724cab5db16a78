import { escapeHtml } from '../html.ts';
import { type Figure, FONT_SIZE, MUTED } from './figure.ts';
import { consensusOf, LEFT, LETTERS, logoAxis, logoLetters, logoPlaces, PLACE, TALL } from './logo-letters.ts';

/** A motif as it is drawn: of a filter, of seqlets, of a file. */
export interface LogoMotif {
  readonly title: string;
  /** Of A, C, G, T at each place, [width, 4] row-major. */
  readonly shares: ArrayLike<number>;
}

const [TOP, BOTTOM] = [10, 24];

/**
 * A sequence logo: at each place the letters, the most frequent on top, each as high as its share of the bits that the place says (2 less the entropy).
 * Source: Schneider & Stephens 1990, Nucleic Acids Res. 18. Null of a motif without places.
 */
export function motifLogo({ title, shares }: LogoMotif): Figure | null {
  const width = shares.length / 4;
  if (width < 1) return null;
  const places = logoPlaces(shares);
  const consensus = consensusOf(places);
  const total = places.reduce((sum, { bits }) => sum + bits, 0);
  const [wide, tall] = [LEFT + width * PLACE + 8, TOP + TALL + BOTTOM];
  const drawn = logoLetters(places, TOP).map((letters, w) => {
    const label = `<text x="${LEFT + (w + 0.5) * PLACE}" y="${tall - 6}" text-anchor="middle" fill="${MUTED}">${w + 1}</text>`;
    return letters + label;
  });
  const alt = `Sequence logo of ${title}, ${width} places, ${total.toFixed(1)} bits. Consensus ${consensus}. ${places
    .map(({ letter, bits }, w) => `${w + 1}: ${letter} ${bits.toFixed(1)}`)
    .join(', ')}.`;
  const svg = `<svg class="figure-plot" role="img" aria-label="${escapeHtml(alt)}" width="${wide}" height="${tall}" viewBox="0 0 ${wide} ${tall}" font-size="${FONT_SIZE}">${logoAxis(TOP, wide - 8)}${drawn.join('')}</svg>`;
  const sure = places.filter(({ bits }) => bits >= 1).length;
  const sentence = `The height of a place is what it says of which letter stands there, at most 2 bits. ${consensus}: ${sure} of ${width} places say 1 bit and more, all together ${total.toFixed(1)} bits.`;
  const data = {
    columns: ['place', 'bits', ...LETTERS],
    rows: places.map(({ own, bits }, w) => [w + 1, bits, ...own]),
  };
  return { title, svg, sentence, alt, width: wide, data };
}

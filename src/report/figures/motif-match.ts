import { formatP } from '../format.ts';
import { escapeHtml } from '../html.ts';
import type { FoundMotif } from '../record.ts';
import { type Figure, FONT_SIZE, INK, MUTED } from './figure.ts';
import { consensusOf, LEFT, LETTERS, logoAxis, logoLetters, logoPlaces, PLACE, TALL } from './logo-letters.ts';

/** Above each row its name, and below both the places. */
const [HEAD, BOTTOM] = [26, 24];

/** A motif that was found above the known one that it looks like most, laid over one another as they match. Null where none does. */
export function motifMatch(title: string, { shares, matches }: FoundMotif): Figure | null {
  const [match] = matches ?? [];
  if (!match) return null;
  const [found, known] = [logoPlaces(shares), logoPlaces(match.shares)];
  const first = Math.min(0, match.offset);
  const columns = Math.max(found.length, match.offset + known.length) - first;
  const [wide, tall] = [LEFT + columns * PLACE + 8, 2 * (HEAD + TALL) + BOTTOM];
  const strand = match.strand === '−' ? ', reverse complement' : '';
  const name = `${match.motif}${strand}`;
  const row = (places: typeof found, top: number, from: number, label: string) =>
    `<text x="${LEFT}" y="${top - 10}" fill="${INK}">${escapeHtml(label)}</text>${logoAxis(top, wide - 8)}${logoLetters(places, top, from).join('')}`;
  const labels = found.map(
    (_, w) =>
      `<text x="${LEFT + (w - first + 0.5) * PLACE}" y="${tall - 6}" text-anchor="middle" fill="${MUTED}">${w + 1}</text>`,
  );
  const alt = `Sequence logo of ${title}, consensus ${consensusOf(found)}, above the known motif ${name}, consensus ${consensusOf(known)}, whose first place lies at place ${match.offset + 1} of it; ${match.overlap} places in common, score ${match.score.toFixed(2)}, ${formatP(match.p)}.`;
  const svg = `<svg class="figure-plot" role="img" aria-label="${escapeHtml(alt)}" width="${wide}" height="${tall}" viewBox="0 0 ${wide} ${tall}" font-size="${FONT_SIZE}">${row(found, HEAD, -first, 'found')}${row(known, 2 * HEAD + TALL, match.offset - first, name)}${labels.join('')}</svg>`;
  const sentence = `Over ${match.overlap} places the correlation of the letters' shares adds up to ${match.score.toFixed(1)} of at most ${match.overlap}; a motif made of columns drawn at random would match as well with ${formatP(match.p)}.`;
  const rows = [
    ...found.map(({ own, bits }, w) => ['found', w + 1, bits, ...own]),
    ...known.map(({ own, bits }, w) => [match.motif, match.offset + w + 1, bits, ...own]),
  ];
  const data = { columns: ['motif', 'place', 'bits', ...LETTERS], rows };
  return { title: `${title} and ${match.motif}`, svg, sentence, alt, width: wide, data };
}

import { motifLogo } from '../figures/motif-logo.ts';
import { motifMatch } from '../figures/motif-match.ts';
import { countOf } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { ReportInput } from '../input.ts';
import type { FoundMotif, MotifsRecord } from '../record.ts';
import { table } from '../table.ts';
import { learnerName } from '../words.ts';
import { figureGrid, type Section } from './section.ts';
import { bareP } from './set-words.ts';

const SHOWN = 6;

const HOW: Readonly<Record<MotifsRecord['method'], string>> = {
  'letter-slopes': 'the slope of the answer with respect to it',
  'in-silico-mutagenesis': 'what the answer loses, on average, when another letter stands in its place',
};

/** The words of DNA that speak for the answer, as sequence logos. Null unless the study asks. */
export function motifsSection({ record }: ReportInput): Section | null {
  const { motifs: found } = record;
  if (!found) return null;
  const { motifs, learner, output, sequences, seqlets, method, known } = found;
  const title = (motif: FoundMotif) =>
    `Motif ${motifs.indexOf(motif) + 1}: ${countOf(motif.seqlets, 'stretch', 'stretches')}`;
  const logos = motifs
    .slice(0, SHOWN)
    .map((motif) => motifMatch(title(motif), motif) ?? motifLogo({ title: title(motif), shares: motif.shares }));
  const more =
    motifs.length > SHOWN ? ` ${motifs.length - SHOWN} more with fewer stretches are in the run record.` : '';
  return {
    id: 'motifs',
    heading: 'Motifs',
    body: html`<p>${countOf(sequences, 'sequence')}, each held out from the model of ${learnerName(learner)} that looked at it, gave ${countOf(seqlets, 'stretch', 'stretches')} whose letters speak for ${output} more than
chance explains; ${motifs.length === 0 ? 'they do not make a motif.' : `those that are alike make ${countOf(motifs.length, 'motif')}.${more}`}</p>
${logos.length > 0 && figureGrid(logos)}
${known && motifs.length > 0 && comparison(motifs, known)}
<p class="note"><strong>Read with care.</strong> A letter counts as much as ${HOW[method]}. A motif is what the model leans on: the site that a protein binds, or anything else that tells these sequences from the others, such as their
composition. It may stand on either strand, and its first place is where the stretch happens to begin.</p>`,
  };
}

/** The known motifs that look like those found. */
function comparison(motifs: readonly FoundMotif[], { file, motifs: count }: NonNullable<MotifsRecord['known']>): Html {
  const rows = motifs.flatMap(({ matches = [] }, m) => matches.map((match) => ({ m, match })));
  const asked = `Each was laid beside the ${countOf(count, 'motif')} of ${file.split('/').at(-1)}, in both strands`;
  if (rows.length === 0) return html`<p>${asked}: none looks like them.</p>`;
  return html`<p>${asked}. A name says what the motif looks like; whether that protein is at work here, and not another that binds the same letters, it does not say.</p>
${table(
  'Known motifs that look like those found; q: false discovery rate over all pairs, up to 0.25',
  [
    { label: 'Known motif' },
    { label: 'Found', numeric: true },
    { label: 'Score', numeric: true },
    { label: 'Places', numeric: true },
    { label: 'Strand' },
    { label: 'p', numeric: true },
    { label: 'q', numeric: true },
  ],
  rows.map(({ m, match: { motif, score, overlap, strand, p, q } }) => ({
    header: motif,
    cells: [`motif ${m + 1}`, score.toFixed(1), overlap, strand, bareP(p), bareP(q)],
  })),
)}`;
}

import { type LogoMotif, motifLogo } from '../figures/motif-logo.ts';
import { countOf } from '../format.ts';
import { html } from '../html.ts';
import type { ReportInput } from '../input.ts';
import type { MotifsRecord } from '../record.ts';
import { learnerName } from '../words.ts';
import { figureGrid, type Section } from './section.ts';

const SHOWN = 6;

const HOW: Readonly<Record<MotifsRecord['method'], string>> = {
  'letter-slopes': 'the slope of the answer with respect to it',
  'in-silico-mutagenesis': 'what the answer loses, on average, when another letter stands in its place',
};

/** The words of DNA that speak for the answer, as sequence logos. Null unless the study asks. */
export function motifsSection({ record }: ReportInput): Section | null {
  const { motifs: found } = record;
  if (!found) return null;
  const { motifs, learner, output, sequences, seqlets, method } = found;
  const logos = motifs.slice(0, SHOWN).map(({ shares, seqlets: count }, m): LogoMotif => {
    return { title: `Motif ${m + 1}: ${countOf(count, 'stretch', 'stretches')}`, shares };
  });
  const more =
    motifs.length > SHOWN ? ` ${motifs.length - SHOWN} more with fewer stretches are in the run record.` : '';
  return {
    id: 'motifs',
    heading: 'Motifs',
    body: html`<p>${countOf(sequences, 'sequence')}, each held out from the model of ${learnerName(learner)} that looked at it, gave ${countOf(seqlets, 'stretch', 'stretches')} whose letters speak for ${output} more than
chance explains; ${motifs.length === 0 ? 'they do not make a motif.' : `those that are alike make ${countOf(motifs.length, 'motif')}.${more}`}</p>
${logos.length > 0 && figureGrid(logos.map(motifLogo))}
<p class="note"><strong>Read with care.</strong> A letter counts as much as ${HOW[method]}. A motif is what the model leans on: the site that a protein binds, or anything else that tells these sequences from the others, such as their
composition. It may stand on either strand, and its first place is where the stretch happens to begin.</p>`,
  };
}

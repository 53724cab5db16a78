import { nomogram } from '../figures/nomogram.ts';
import { topFeatures } from '../figures/top-features.ts';
import { html } from '../html.ts';
import type { ReportInput } from '../input.ts';
import { figureGrid, type Section } from './section.ts';

/** Which features the final model leans on, and why that is not the same as a cause. */
export function driversSection(input: ReportInput, document: Document): Section {
  const figure = topFeatures(input, document);
  return {
    id: 'drivers',
    heading: 'What drives it',
    body: html`${figure ? figureGrid([figure, nomogram(input, document)]) : html`<p>This learner gives its features no weights.</p>`}
<p class="note"><strong>Read with care.</strong> Genes that rise and fall together stand for one another: a model needs only one of them, and which one
it takes can change from fold to fold. A gene that is missing here may be as closely tied to the outcome as one that is shown, and a
strong weight is a sign of association, not of cause. The column of folds tells which features were found again when part of the samples
was left out.</p>`,
  };
}

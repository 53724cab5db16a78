import type { ExplainedFeature } from '../../explain/aggregate-folds.ts';
import { centredInWords, methodInWords, scaleInWords, unitSentence } from '../attribution-words.ts';
import { driverBars } from '../figures/driver-bars.ts';
import { driverBeeswarm } from '../figures/driver-beeswarm.ts';
import { driverDependence } from '../figures/driver-dependence.ts';
import { driversMap } from '../figures/drivers-map.ts';
import type { Figure } from '../figures/figure.ts';
import { geneNetwork } from '../figures/gene-network.ts';
import { nomogram } from '../figures/nomogram.ts';
import { topFeatures } from '../figures/top-features.ts';
import { kindsOf, typicalCase } from '../figures/typical-case.ts';
import { countOf, formatPercent, formatScore } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { ReportInput } from '../input.ts';
import type { ExplanationRecord } from '../record.ts';
import { table } from '../table.ts';
import { figureGrid, type Section } from './section.ts';

/** What moves the answers of the chosen learner on held-out samples, or, where it was not explained, which features its final model leans on. */
export function driversSection(input: ReportInput, document: Document): Section {
  const { explanation } = input.record;
  return {
    id: 'drivers',
    heading: 'What drives it',
    body: explanation ? attributions(input, explanation, document) : weights(input, document),
  };
}

/** More classes than these are shown by those with the most samples. */
const CLASSES = 6;

function attributions(input: ReportInput, explanation: ExplanationRecord, document: Document): Html {
  const outputs = [...explanation.outputs.keys()].slice(0, CLASSES);
  const [first, ...others] = outputs.map((k) => driverBeeswarm(input, document, k));
  const dependence = [0, 1].map((place) => driverDependence(input, document, place));
  const typical = largest(kindsOf(input)).map((kind) => typicalCase(input, kind, document));
  return html`${about(explanation, input)}
${figureGrid([driverBars(input, document), first ?? null, driversMap(input, document)])}
${standIns(explanation)}
${
  typical.some(Boolean) &&
  html`<h3>Typical cases</h3>
${figureGrid(typical)}`
}
${figureGrid([geneNetwork(input, document)])}
${more('How the answer depends on the two strongest features', dependence)}
${more('The other classes, sample by sample', others)}
${figureGrid([nomogram(input, document)])}
${note('tells in how many the feature was among the first')}`;
}

function more(summary: string, figures: readonly (Figure | null)[]): Html | false {
  return (
    figures.some(Boolean) &&
    html`<details style="max-width:none"><summary>${summary}</summary>
${figureGrid(figures)}</details>`
  );
}

const largest = (kinds: ReturnType<typeof kindsOf>) => {
  const kept = new Set([...kinds].sort((a, b) => b.samples.length - a.samples.length).slice(0, CLASSES));
  return kinds.filter((kind) => kept.has(kind));
};

/** What an attribution is and is not, at three depths. */
function about({ scale, method, outputs, folds, agreement, k }: ExplanationRecord, { record }: ReportInput): Html {
  const unit = scaleInWords(scale, record.study);
  const rank = agreement['rank-correlation'];
  const agreed =
    rank === null
      ? ''
      : ` Mean rank correlation of importance between folds, among features in some fold's first ${k}: ${formatScore(rank)}.`;
  return html`<div class="levels">
<p class="novice">Each bar says how much a feature moved the answer, up or down, for samples that the model had not seen. That is what the model leans on. It is not a cause: a gene may be
high because of the disease, or go along with one that matters, and changing it need not change anything for a patient.</p>
<p class="intermediate">An attribution divides the answer for one held-out sample among its features, in ${unit}. ${unitSentence(scale)} Each sample was explained by the model of the ${countOf(folds, 'fold')} that did not learn from it. An
attribution is association as the model sees it, not cause; features that are correlated replace one another, so that one may carry what several share, and a different one in the next fold.</p>
<p class="advanced">Method: ${methodInWords(method)}, of ${countOf(outputs.length, 'output')}, on the scale of ${unit}${centredInWords(scale, outputs)}. The learner was fitted once more in
each outer split of the first repeat, with the settings that the search had chosen there; preparation too is that of the fold.${agreed} Folds share most of their training samples: agreement among new cohorts would be less. A calibration of the probabilities comes after what is explained here.</p>
</div>`;
}

/** Features that could take another's place, and how often either was chosen. */
function standIns({ features, folds }: ExplanationRecord): Html | false {
  const replaced = features.slice(0, 20).filter(({ equivalents }) => equivalents.length > 0);
  if (replaced.length === 0)
    return html`<p>None of the features shown has another of correlation 0.8 or more that could take its place.</p>`;
  const alone = ({ frequency }: ExplainedFeature) => formatPercent(frequency);
  return table(
    'Features that could be replaced by others, |correlation| of 0.8 or more',
    [
      { label: 'Feature' },
      { label: 'Could be replaced by' },
      ...(folds > 1
        ? [
            { label: 'Folds that chose it', numeric: true },
            { label: 'it or one of these', numeric: true },
          ]
        : []),
    ],
    replaced.map((one) => ({
      header: one.feature,
      cells: [
        one.equivalents.map(({ feature, r }) => `${feature} (${formatScore(r)})`).join(', '),
        ...(folds > 1 ? [alone(one), formatPercent(one['frequency-with-equivalents'])] : []),
      ],
    })),
  );
}

function weights(input: ReportInput, document: Document): Html {
  const figure = topFeatures(input, document);
  if (!figure) return html`<p>This learner gives its features no weights.</p>`;
  return html`${figureGrid([figure, nomogram(input, document)])}
${note('tells which features were found again when part of the samples was left out')}`;
}

function note(folds: string): Html {
  return html`<p class="note"><strong>Read with care.</strong> Genes that rise and fall together stand for one another: a model needs only one of them, and which one
it takes can change from fold to fold. A gene that is missing here may be as closely tied to the outcome as one that is shown, and a
strong weight is a sign of association, not of cause. The column of folds ${folds}.</p>`;
}

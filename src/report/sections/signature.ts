import { signatureCurve } from '../figures/signature-curve.ts';
import { countOf, formatIntervalInWords, formatPercent, formatScore, keepRanges } from '../format.ts';
import { html } from '../html.ts';
import type { ReportInput } from '../input.ts';
import type { SignatureRecord } from '../record.ts';
import { table } from '../table.ts';
import { learnerName, metricFormat, metricWords } from '../words.ts';
import { figureGrid, type Section } from './section.ts';

/** More are named below the table. */
const SHOWN = 20;

/** Few features with the score that they honestly reach, and what could stand in for each. Null unless the study asks. */
export function signatureSection(input: ReportInput, document: Document): Section | null {
  const { signature } = input.record;
  if (!signature) return null;
  return {
    id: 'signature',
    heading: 'A short signature',
    body: html`<p>${keepRanges(signatureSentence(signature))}</p>
${figureGrid([signatureCurve(input, document)])}
${table(
  `The signature of ${signature.size}, as the model on all samples ranks them`,
  [{ label: 'Feature' }, { label: 'Folds that chose it', numeric: true }, { label: 'Could be replaced by' }],
  signature.features.slice(0, SHOWN).map(({ feature, frequency, equivalents }) => ({
    header: feature,
    cells: [
      formatPercent(frequency),
      equivalents.map((one) => `${one.feature} (${formatScore(one.r)})`).join(', ') || '–',
    ],
    className: frequency < 0.5 ? 'baseline' : '',
  })),
)}
${
  signature.features.length > SHOWN &&
  html`<p>The others: ${signature.features
    .slice(SHOWN)
    .map(({ feature, frequency }) => `${feature} (${formatPercent(frequency)})`)
    .join(', ')}.</p>`
}
<p class="note"><strong>Read with care.</strong> The score is that of the procedure, in which each fold chose its own features; the list is what the procedure gives on all samples, and no samples are left to score it on.
The size was read off these same scores. Another cohort would give another list of much the same worth. Replacements are looked for among the strongest features of the explanation; a dash is no proof that there are none.</p>`,
  };
}

export function signatureSentence({ learner, metric, points, all, size, enough, features }: SignatureRecord): string {
  const format = metricFormat(metric);
  const { name } = metricWords(metric);
  const own = points.find((point) => point.size === size)!;
  const steady = features.filter(({ frequency }) => frequency === 1).length;
  const reached = `${learnerName(learner)} reaches ${name} ${formatIntervalInWords(own, format)} with ${countOf(size, 'feature')}, ${format(all.value)} with all`;
  const judged = enough
    ? 'the smallest size asked for whose score lies within the interval of all features'
    : 'no size asked for comes into the interval of all features; this is the largest';
  return `${reached[0]!.toUpperCase()}${reached.slice(1)}: ${judged}. ${steady} of the ${features.length} were in the signature of every fold.`;
}

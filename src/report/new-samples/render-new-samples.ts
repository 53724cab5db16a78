import { parseHTML } from 'linkedom';
import { centredInWords, methodInWords, scaleInWords, unitSentence } from '../attribution-words.ts';
import { capitalise, countOf, formatCount, formatIntervalInWords, formatList, keepRanges } from '../format.ts';
import { html } from '../html.ts';
import { page } from '../page.ts';
import { threeLevels } from '../sections/reasons.ts';
import { facts, type Section } from '../sections/section.ts';
import { scoreCell, table } from '../table.ts';
import { learnerName, metricFormat, metricWords } from '../words.ts';
import { answersSection } from './answers-section.ts';
import { fates } from './decision-words.ts';
import type { NewSamplesInput } from './input.ts';
import { samplesSection } from './samples-section.ts';
import { NEW_SAMPLES_WHY } from './why.ts';

/** Samples that are drawn one by one: more would make a page that nobody reads, of some megabytes. */
const DRAWN_MOST = 60;

/**
 * What a saved model says of new samples and why, as one HTML file that loads nothing: their answers, which of them are refused or withheld, a waterfall of each,
 * and where the model comes from. It is of the user's own samples and names them. The same input gives the same text.
 * @param document draws the figures; in a browser the page's own. Cost about 10 kB a sample drawn, of which there are at most 60.
 */
export function renderNewSamples(
  input: NewSamplesInput,
  document: Document = parseHTML('<!doctype html><html><body></body></html>').document,
): string {
  const { model, ids } = input;
  const drawn = Math.min(ids.length, DRAWN_MOST);
  const frame = {
    ...{ title: model.title, kind: 'explanation', of: countOf(ids.length, 'new sample'), cistron: model.cistron },
    rows: 'it names the samples that were explained',
  };
  return page(frame, [
    summarySection(input),
    answersSection(input, drawn),
    samplesSection(input, drawn, document),
    whySection(input),
    modelSection(input),
    reproduceSection(input),
  ]);
}

/** Metrics that say how good a model is, the first that there is. */
const JUDGED_BY = ['macro-f1', 'roc-auc', 'r2', 'c-index', 'accuracy', 'silhouette'];

function summarySection(input: NewSamplesInput): Section {
  const { model, prediction, ids } = input;
  const { refused, withheld } = fates(input);
  const metric = JUDGED_BY.find((name) => model.scores[name]);
  const trust = metric
    ? ` On samples that it had not seen it reached ${metricWords(metric).name} ${formatIntervalInWords(model.scores[metric]!, metricFormat(metric))}.`
    : '';
  const fate =
    refused + withheld === 0
      ? input.decided.some(({ name }) => name === 'alien' || name === 'rejected')
        ? 'None is refused or withheld.'
        : 'This model has no means to refuse a sample: it answers whatever it is given.'
      : `${[...(refused > 0 ? [`${countOf(refused, 'sample')} ${refused === 1 ? 'is' : 'are'} refused, being unlike those that it learned from`] : []), ...(withheld > 0 ? [`${countOf(withheld, 'answer')} ${withheld === 1 ? 'is' : 'are'} withheld as not sure enough`] : [])].join('; ')}.`;
  const [icon, tone, badge] =
    refused + withheld === 0
      ? ['✓', 'good', 'All answered']
      : ['≈', 'caution', `${formatCount(refused + withheld)} of ${formatCount(ids.length)} not to be used`];
  return {
    id: 'summary',
    heading: 'Summary',
    body: html`<p class="badge ${tone}"><span aria-hidden="true">${icon}</span> ${badge}</p>
<p class="answer">${spreadInWords(prediction, ids.length, model.target)}</p>
<p>${fate}</p>
<p>${keepRanges(`The model is ${learnerName(model.learner)}, learned from ${countOf(model.samples, 'sample')}.${trust}`)}</p>`,
  };
}

/** What the answers are, over all samples. */
function spreadInWords(prediction: NewSamplesInput['prediction'], n: number, target: string): string {
  const samples = countOf(n, 'new sample');
  if (prediction.task === 'classification') {
    const { classes, probabilities } = prediction;
    const counts = classes.map(() => 0);
    for (let i = 0; i < n; i++) {
      const own = probabilities.subarray(i * classes.length, (i + 1) * classes.length);
      counts[own.indexOf(own.reduce((a, b) => Math.max(a, b)))]!++;
    }
    const named = classes.map((name, k) => ({ name, count: counts[k]! })).filter(({ count }) => count > 0);
    named.sort((a, b) => b.count - a.count);
    return `${capitalise(samples)}: ${formatList(named.map(({ name, count }) => `${n === 1 ? '' : `${formatCount(count)} `}most likely ${name}`))}.`;
  }
  if (prediction.task === 'clustering') return `${capitalise(samples)}, each in the group that it is nearest to.`;
  const [values, what] =
    prediction.task === 'regression' ? [prediction.values, target] : [prediction.risks, 'risk score'];
  const [low, high] = values.reduce(([a, b], v) => [Math.min(a, v), Math.max(b, v)] as [number, number], [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
  ] as [number, number]);
  const format = metricFormat('rmse');
  return n === 1
    ? `${capitalise(samples)}: ${what} ${format(low)}.`
    : `${capitalise(samples)}, ${what} from ${format(low)} to ${format(high)}.`;
}

function whySection({ model, scale, outputs, method }: NewSamplesInput): Section {
  const known = {
    unit: scaleInWords(scale, model),
    meaning: unitSentence(scale),
    centred: centredInWords(scale, outputs),
    method: methodInWords(method),
    trained: formatCount(model.samples),
  };
  return { id: 'why', heading: 'How to read it', body: threeLevels(NEW_SAMPLES_WHY, known) };
}

function modelSection({ model }: NewSamplesInput): Section {
  return {
    id: 'model',
    heading: 'The model',
    from: 'intermediate',
    body: html`<p>${capitalise(learnerName(model.learner))} for ${model.target}, learned from ${countOf(model.samples, 'sample')} with Cistron ${model.cistron}, seed ${model.seed}.</p>
${table(
  'What it reached in validation, on samples that it had not seen',
  [{ label: 'Metric' }, { label: 'Value', numeric: true }],
  Object.entries(model.scores).map(([metric, score]) => ({
    header: capitalise(metricWords(metric).name),
    cells: [scoreCell(score, metricFormat(metric))],
  })),
)}
${facts(
  Object.entries(model.hashes).map(([name, hash]) => [name, html`<code>${hash}</code>`] as const),
  'ledger',
)}`,
  };
}

function reproduceSection({ command, notes }: NewSamplesInput): Section {
  return {
    id: 'reproduce',
    heading: 'Reproduce',
    from: 'intermediate',
    body: html`<div class="scroll" tabindex="0" role="region" aria-label="Command"><pre><code>${command}</code></pre></div>
${notes.length > 0 && html`<h3>What was read</h3><ul>${notes.map((note) => html`<li>${note}</li>`)}</ul>`}`,
  };
}

import { capitalise, formatInterval } from '../format.ts';
import { html } from '../html.ts';
import type { ReportInput } from '../input.ts';
import type { LeakyResult, RunRecord } from '../record.ts';
import { table } from '../table.ts';
import { learnerName, mainMetrics, metricFormat, metricWords } from '../words.ts';
import type { Section } from './section.ts';

const NAMES: Readonly<Record<string, string>> = {
  'selection-outside': 'Preparation and selection on all samples',
  'groups-split': 'Groups split',
};

/** The same learner validated with a mistake, beside the honest result; null when the study asked for none. */
export function leakySection({ record }: ReportInput): Section | null {
  const { leaky, chosen } = record;
  if (!leaky) return null;
  const honest = record.results.find(({ learner }) => learner === chosen)!;
  const metrics = mainMetrics(record).slice(0, 4);
  const cells = (scores: LeakyResult['metrics']) =>
    metrics.map((metric) => formatInterval(scores[metric], metricFormat(metric)));
  return {
    id: 'leaky',
    heading: 'Leaky beside honest',
    body: html`<p>The study asked for common mistakes to be made on purpose. Only the first row counts; the others show what the mistake would have claimed.</p>
${table(
  `${capitalise(learnerName(chosen))}, honest and with a mistake`,
  [
    { label: 'Validation' },
    ...metrics.map((metric) => ({ label: capitalise(metricWords(metric).name), numeric: true })),
  ],
  [
    { header: 'Honest', cells: cells(honest.metrics), className: 'chosen' },
    ...leaky.map((one) => ({
      header: NAMES[one.mistake] ?? one.mistake,
      cells: cells(one.metrics),
      className: 'baseline',
    })),
  ],
)}
${leaky.map((one) => html`<p>${leakySentence(record, one)}</p>`)}`,
  };
}

/** What a mistake did to the study's own metric, in one sentence. */
export function leakySentence(record: RunRecord, { how, metrics }: LeakyResult): string {
  const { metric } = record.study;
  const { name, lowerIsBetter } = metricWords(metric);
  const format = metricFormat(metric);
  const honest = record.results.find(({ learner }) => learner === record.chosen)!.metrics[metric]!.value;
  const wrong = metrics[metric]?.value ?? Number.NaN;
  const gain = (wrong - honest) * (lowerIsBetter ? -1 : 1);
  const shown = format(wrong) === format(honest);
  const verdict = shown
    ? 'here it makes no difference that could be seen'
    : gain > 0
      ? 'the difference is what the leak adds, and no new sample would see it'
      : 'here the mistake does not help, which is luck and not a licence';
  return `With a mistake: ${how}. Then ${name} would be ${format(wrong)} instead of ${format(honest)}; ${verdict}.`;
}

import { learningCurve } from '../figures/learning-curve.ts';
import { permutedScores } from '../figures/permuted-scores.ts';
import { powerBySize } from '../figures/power-by-size.ts';
import { capitalise, formatP, formatRange, keepRanges } from '../format.ts';
import { type Html, type HtmlValue, html } from '../html.ts';
import type { ReportInput } from '../input.ts';
import { fromLevel } from '../levels.ts';
import type { RunRecord } from '../record.ts';
import { table } from '../table.ts';
import {
  type ChosenComparison,
  choiceSentence,
  comparisonSentence,
  comparisonsOfChosen,
} from '../uncertainty-sentences.ts';
import { learnerName, metricFormat, metricWords } from '../words.ts';
import { figureGrid, type Section } from './section.ts';

/** How far the answer could be chance: the price of choosing, the order of the learners, and what the study asked for. Null with nothing to say. */
export function uncertaintySection(input: ReportInput, document: Document): Section | null {
  const { record } = input;
  const sentences = [choiceSentence(record), comparisonSentence(record)].filter((text) => text !== null);
  const figures = [permutedScores(input, document), learningCurve(input, document), powerBySize(input, document)];
  if (sentences.length === 0 && figures.every((figure) => figure === null)) return null;
  return {
    id: 'uncertainty',
    heading: 'How sure this is',
    body: html`${sentences.map((text) => html`<p>${keepRanges(text)}</p>`)}
${fromLevel('advanced', comparisonTable(record))}
${figures.some((figure) => figure !== null) && figureGrid(figures)}`,
  };
}

function comparisonTable(record: RunRecord): Html | null {
  const lines = comparisonsOfChosen(record);
  if (lines.length === 0) return null;
  const { name } = metricWords(record.study.metric);
  return table(
    `${capitalise(name)} of ${learnerName(record.chosen)} minus that of the others`,
    [
      { label: 'Compared with' },
      { label: 'Over folds', numeric: true },
      { label: 'p', numeric: true },
      { label: 'Over samples', numeric: true },
      { label: 'p', numeric: true },
    ],
    lines.map(({ other, role, byFold, bySample }) => ({
      header: html`${capitalise(learnerName(other))}${role === 'baseline' && html` <span class="mark quiet">baseline</span>`}`,
      cells: [...cellsOf(record, byFold), ...cellsOf(record, bySample)],
      className: role === 'baseline' ? 'baseline' : '',
    })),
  );
}

function cellsOf({ study }: RunRecord, tested: ChosenComparison['byFold']): HtmlValue[] {
  if (!tested) return ['–', '–'];
  const format = metricFormat(study.metric);
  const range = formatRange(tested.low, tested.high, format);
  return [
    html`${format(tested.value)}<span class="interval">${range}</span>`,
    formatP(tested.p).replace(/^p\u00a0=?\u00a0?/, ''),
  ];
}

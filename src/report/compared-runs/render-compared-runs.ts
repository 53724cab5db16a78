import { parseHTML } from 'linkedom';
import type { RunsCompared } from '../compare-runs.ts';
import { metricsByRun } from '../figures/metrics-by-run.ts';
import { capitalise, countOf, formatCount, formatIntervalInWords, formatList, keepRanges } from '../format.ts';
import { type Html, html } from '../html.ts';
import { page } from '../page.ts';
import { threeLevels } from '../sections/reasons.ts';
import { figureGrid, type Section } from '../sections/section.ts';
import { scoreCell, table } from '../table.ts';
import { learnerName, metricFormat, metricWords } from '../words.ts';
import { differencesSection } from './differences-section.ts';
import { COMPARED_RUNS_WHY } from './why.ts';

/** All that the page of runs side by side is drawn from. */
export interface ComparedRunsInput {
  readonly compared: RunsCompared;
  /** The command that makes this page again. */
  readonly command: string;
  /** Version of Cistron that makes the page; those of the runs are among the differences. */
  readonly cistron: string;
}

/**
 * Finished runs side by side, as one HTML file that loads nothing: what each reaches, every metric of every learner and baseline with its interval, and the settings
 * and data in which they differ. It names no sample. The same input gives the same text.
 * @param document draws the figure; in a browser the page's own. Cost linear in the entries of the tables.
 */
export function renderComparedRuns(
  { compared, command, cistron }: ComparedRunsInput,
  document: Document = parseHTML('<!doctype html><html><body></body></html>').document,
): string {
  const { runs } = compared;
  const titles = [...new Set(runs.map(({ title }) => title))];
  const frame = {
    ...{ title: titles.length === 1 ? titles[0]! : formatList(runs.map(({ run }) => run)), kind: 'comparison' },
    ...{ of: countOf(runs.length, 'run'), cistron, rows: 'it holds nothing of single samples' },
  };
  return page(frame, [
    summarySection(compared),
    scoresSection(compared, document),
    differencesSection(compared),
    { id: 'why', heading: 'How to read it', body: threeLevels(COMPARED_RUNS_WHY, {}) },
    reproduceSection(command),
  ]);
}

function summarySection(compared: RunsCompared): Section {
  const { runs, sameFolds, differences } = compared;
  const [icon, tone, badge, meaning] = sameFolds
    ? [
        '✓',
        'good',
        'Same data and folds',
        'Every learner was tested on the same samples, by models of the same samples.',
      ]
    : ['≈', 'caution', 'Other data or folds', 'Each interval speaks of its own run alone.'];
  const differ =
    differences.length === 0
      ? 'No setting and no data differ.'
      : `${capitalise(countOf(differences.length, 'entry', 'entries'))} of settings and data ${differences.length === 1 ? 'differs' : 'differ'}.`;
  return {
    id: 'summary',
    heading: 'Summary',
    body: html`<p class="badge ${tone}"><span aria-hidden="true">${icon}</span> ${badge}</p>
${runs.map((_, r) => html`<p class="answer">${keepRanges(reachedBy(compared, r))}</p>`)}
<p>${meaning} ${differ}</p>
${table(
  'The runs',
  [
    { label: 'Run' },
    { label: 'Study' },
    { label: 'Task' },
    { label: 'Target' },
    { label: 'Samples', numeric: true },
    { label: 'Chosen' },
  ],
  runs.map(({ run, title, task, target, samples, chosen }) => ({
    header: run,
    cells: [title, task, target, formatCount(samples), chosen === '' ? 'one for each target' : learnerName(chosen)],
  })),
)}`,
  };
}

/** What a run comes to by the metric that it was chosen by; of several targets by the first that its summary has. */
function reachedBy({ runs, metrics }: RunsCompared, r: number): string {
  const { run, chosen, metric } = runs[r]!;
  const found = metrics
    .filter((one) => chosen === '' || one.metric === metric)
    .flatMap((one) => one.rows.map((row) => ({ ...row, metric: one.metric, score: row.scores[r] })))
    .find(({ name, role, score }) => score && role === 'learner' && (chosen === '' || name === chosen));
  if (!found) return `${run}: no score by ${metricWords(metric).name}.`;
  const score = formatIntervalInWords(found.score!, metricFormat(found.metric));
  return `${run}: ${learnerName(found.name)} reaches ${metricWords(found.metric).name} ${score}.`;
}

/** Metrics whose tables stand open; the others can be unfolded. */
const OPEN = 4;

function scoresSection(compared: RunsCompared, document: Document): Section {
  const tables = compared.metrics.map((_, m) => scoresTable(compared, m));
  const more = tables.length - OPEN;
  return {
    id: 'scores',
    heading: 'Scores side by side',
    body: html`${figureGrid([metricsByRun(compared, document)])}
${tables.slice(0, OPEN)}
${
  more > 0 &&
  html`<details class="from-intermediate" style="max-width:none"><summary>${countOf(more, 'more metric')}</summary>
${tables.slice(OPEN)}</details>`
}`,
  };
}

function scoresTable({ runs, metrics }: RunsCompared, m: number): Html {
  const { metric, rows } = metrics[m]!;
  return table(
    `${capitalise(metricWords(metric).name)} with its 95 % interval; › chosen by the run`,
    [{ label: 'Learner' }, ...runs.map(({ run }) => ({ label: run, numeric: true }))],
    rows.map(({ name, role, scores }) => ({
      header: role === 'learner' ? learnerName(name) : `${learnerName(name)} (baseline)`,
      cells: scores.map((score, r) =>
        score === null ? '–' : html`${runs[r]!.chosen === name && '› '}${scoreCell(score, metricFormat(metric))}`,
      ),
      className: role === 'learner' ? '' : 'baseline',
    })),
  );
}

function reproduceSection(command: string): Section {
  return {
    id: 'reproduce',
    heading: 'Reproduce',
    from: 'intermediate',
    body: html`<div class="scroll" tabindex="0" role="region" aria-label="Command"><pre><code>${command}</code></pre></div>`,
  };
}

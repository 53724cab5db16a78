import { aucOverTime } from '../figures/auc-over-time.ts';
import { calibrationOfSurvival } from '../figures/calibration-of-survival.ts';
import { compositionByGroup } from '../figures/composition-by-group.ts';
import { confusion } from '../figures/confusion.ts';
import { errorsByPrediction } from '../figures/errors-by-prediction.ts';
import { groupsByColumn } from '../figures/groups-by-column.ts';
import { metricsAgainstBaseline } from '../figures/metrics-against-baseline.ts';
import { precisionRecall } from '../figures/precision-recall.ts';
import { predictedAgainstMeasured } from '../figures/predicted-against-measured.ts';
import { reliabilityDiagram } from '../figures/reliability-diagram.ts';
import { roc } from '../figures/roc.ts';
import { sampleMap } from '../figures/sample-map.ts';
import { silhouettes } from '../figures/silhouettes.ts';
import { survivalOfRiskGroups } from '../figures/survival-of-risk-groups.ts';
import { capitalise, formatSeconds, formatSetting, keepShort } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { ReportInput } from '../input.ts';
import { fromLevel } from '../levels.ts';
import type { Metrics, RunRecord } from '../record.ts';
import { scoreCell, table } from '../table.ts';
import { comparedColumn, learnerName, metricFormat, metricsOf, metricWords } from '../words.ts';
import { agreementTable } from './agreement-table.ts';
import { partsTable } from './parts-table.ts';
import { figureGrid, type Section } from './section.ts';

/** How well: all numbers, the figures, and the parts of the cohort by themselves. */
export function performanceSection(input: ReportInput, document: Document): Section {
  const { record } = input;
  const clustering = record.study.task === 'clustering';
  return {
    id: 'performance',
    heading: clustering ? 'Groups' : 'Performance',
    body: html`<p>${clustering ? OF_ONE_FIT : OUT_OF_FOLD} <span class="from-intermediate">Below each value stands its 95 % interval.</span> ${clustering ? 'The learner was' : 'Settings and the learner were'} chosen by ${keepShort(metricWords(record.study.metric).name)}.</p>
${resultTable(record)}
${meanings(record)}
${figureGrid(
  [
    metricsAgainstBaseline(input, document),
    silhouettes(input, document),
    groupsByColumn(input, document),
    confusion(input, document),
    compositionByGroup(input, document),
    predictedAgainstMeasured(input, document),
    survivalOfRiskGroups(input, document),
    input.exploration ? null : sampleMap(input, document), // else it stands at a glance
  ],
  [
    roc(input, document),
    precisionRecall(input, document),
    reliabilityDiagram(input, document),
    errorsByPrediction(input, document),
    aucOverTime(input, document),
    calibrationOfSurvival(input, document),
  ],
)}
${partsTable(input)}
${agreementTable(input)}
${fromLevel('advanced', settingsTable(record))}`,
  };
}

const OUT_OF_FOLD = 'All numbers are out of fold: each sample was judged by a model that had not seen it.';
const OF_ONE_FIT =
  'The groups are those of one fit on all samples: none was held out, since there is no answer that it could give away. Only the stability comes from fits without a part of the samples.';

function resultTable(record: RunRecord): Html {
  const metrics = tableMetrics(record);
  const nameOf = (metric: string) => capitalise(keepShort(metricWords(metric).name));
  const cell = (scores: Metrics, metric: string) => scoreCell(scores[metric], metricFormat(metric));
  const learners = record.results.map(({ learner, metrics: scores, seconds }) => ({
    header: html`${capitalise(learnerName(learner))}${learner === record.chosen && html` <span class="mark">chosen</span>`}`,
    scores,
    time: formatSeconds(seconds),
    className: learner === record.chosen ? 'chosen' : '',
  }));
  const baselines = record.baselines.map(({ name, metrics: scores }) => ({
    header: html`${capitalise(learnerName(name))} <span class="mark quiet">baseline</span>`,
    scores,
    time: '',
    className: 'baseline',
  }));
  const entries = [...learners, ...baselines];
  const caption = 'Learners and baselines';
  // Whichever are fewer stand side by side, so that the table fits the page.
  if (metrics.length > entries.length) {
    const columns = entries.map(({ header }) => ({ label: header, numeric: true }));
    const rows = metrics.map((metric) => ({
      header: nameOf(metric),
      cells: entries.map(({ scores }) => cell(scores, metric)),
      className: metric === record.study.metric ? 'chosen' : '',
    }));
    const times = { header: 'Time', cells: entries.map(({ time }) => time) };
    return html`<div class="beside">${table(caption, [{ label: 'Metric' }, ...columns], [...rows, times])}</div>`;
  }
  return table(
    caption,
    [
      { label: 'Learner' },
      ...metrics.map((metric) => ({ label: nameOf(metric), numeric: true })),
      { label: 'Time', numeric: true },
    ],
    entries.map(({ header, scores, time, className }) => ({
      header,
      cells: [...metrics.map((metric) => cell(scores, metric)), time],
      className,
    })),
  );
}

/** Agreement with columns of the sheet has a table of its own. */
function tableMetrics(record: RunRecord): string[] {
  return metricsOf(record).filter((metric) => comparedColumn(metric) === null);
}

function meanings(record: RunRecord): Html {
  const compared = metricsOf(record).some((metric) => comparedColumn(metric) !== null) ? ['ari'] : [];
  const explained = [...tableMetrics(record), ...compared].map(metricWords);
  return html`<details class="meanings"><summary>What the metrics mean</summary><dl>${explained.map(
    ({ name, meaning, lowerIsBetter }) =>
      meaning !== '' &&
      html`<div><dt>${capitalise(name)}</dt><dd>${meaning} ${lowerIsBetter ? 'Lower is better.' : ''}</dd></div>`,
  )}</dl></details>`;
}

/** The settings by fold; left out when no learner had any to choose. */
function settingsTable(record: RunRecord): Html | null {
  const tuned = record.results.filter(({ settings }) => settings.some((choice) => Object.keys(choice).length > 0));
  if (tuned.length === 0) return null;
  const folds = Math.max(...tuned.map(({ settings }) => settings.length));
  const onAll = tuned.some(({ settingsOnAll }) => settingsOnAll);
  return table(
    onAll ? 'Settings and facts of the fit on all samples, and of each fold' : 'Settings chosen inside each outer fold',
    [
      { label: 'Learner' },
      ...(onAll ? [{ label: 'All samples' }] : []),
      ...Array.from({ length: folds }, (_, k) => ({ label: `Fold ${k + 1}` })),
    ],
    tuned.map(({ learner, settings, settingsOnAll }) => ({
      header: capitalise(learnerName(learner)),
      cells: [...(onAll ? [settingsOnAll ?? {}] : []), ...settings].map((choice) =>
        Object.entries(choice).map(([name, value]) => html`<div class="setting">${name} ${formatSetting(value)}</div>`),
      ),
    })),
  );
}

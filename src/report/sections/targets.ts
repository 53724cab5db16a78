import { targetsAgainstBaseline } from '../figures/targets-against-baseline.ts';
import { worldMap } from '../figures/world-map.ts';
import { capitalise, formatCount, formatSeconds, keepRanges, keepShort } from '../format.ts';
import { html } from '../html.ts';
import type { Metrics, RunRecord } from '../record.ts';
import { splitInWords } from '../split-in-words.ts';
import { scoreCell, table } from '../table.ts';
import { targetSentences, targetVerdicts } from '../targets-verdict.ts';
import { learnerName, mainMetrics, metricFormat, metricWords } from '../words.ts';
import { facts, figureGrid, type Section } from './section.ts';

/** The answer first: over all targets. */
export function targetsSummarySection(record: RunRecord): Section {
  const [answer, ...rest] = targetSentences(record).map(keepRanges);
  const count = (status: string) => record.audit.filter((finding) => finding.status === status).length;
  const features = Object.values(record.data.blocks).reduce((total, block) => total + block.features, 0);
  return {
    id: 'summary',
    heading: 'Summary',
    body: html`<p class="answer">${answer}</p>
${rest.map((sentence) => html`<p>${sentence}</p>`)}
${facts([
  ['targets', formatCount(record.targets!.length)],
  ['samples', formatCount(record.data.samples)],
  ['features', formatCount(features)],
  ['tested in', splitInWords(record.study).short],
  ['audit', `${count('pass')} pass, ${count('warn')} warn, ${count('fail')} fail`],
  ['time', formatSeconds(record.seconds.total)],
])}`,
  };
}

/** Columns of the tables. */
const MOST_METRICS = 4;

/** Learners over all targets, then every target. */
export function targetsSection(record: RunRecord, document: Document): Section {
  return {
    id: 'targets',
    heading: 'Targets',
    body: html`<p>All numbers are out of fold: each sample was judged by a model that had not seen it. Below each value stands its 95 % interval: of a median over targets, of a target over samples.</p>
${mediansTable(record)}
${locationsTable(record)}
${figureGrid([worldMap(record, document), targetsAgainstBaseline(record, document)])}
${targetsTable(record)}`,
  };
}

/** Distances in km, where targets are a place. */
function locationsTable({ locations }: RunRecord) {
  if (!locations) return '';
  const km = (value: number) => formatCount(Math.round(value));
  return table(
    'Distance of the answer from the true place, km',
    [
      { label: 'Learner' },
      { label: 'median', numeric: true },
      { label: '95 % interval', numeric: true },
      { label: 'mean', numeric: true },
    ],
    locations.scores.map((score) => ({
      header: html`${capitalise(learnerName(score.name))}${score.role === 'baseline' && html` <span class="mark quiet">baseline</span>`}`,
      cells: [
        km(score['median-km'].value),
        `${km(score['median-km'].low)}–${km(score['median-km'].high)}`,
        km(score['mean-km']),
      ],
      className: score.role === 'baseline' ? 'baseline' : '',
    })),
  );
}

function mediansTable(record: RunRecord) {
  const metrics = metricsShown(record);
  const chosen = { name: 'chosen for each target', role: 'learner', metrics: record.summary ?? {} };
  const several = (record.medians ?? []).filter(({ role }) => role === 'learner').length > 1;
  return table(
    'Medians over the targets',
    [
      { label: 'Learner' },
      ...metrics.map((metric) => ({ label: keepShort(metricWords(metric).short), numeric: true })),
    ],
    [...(several ? [chosen] : []), ...(record.medians ?? [])].map(({ name, role, metrics: medians }) => ({
      header: html`${capitalise(learnerName(name))}${role === 'baseline' && html` <span class="mark quiet">baseline</span>`}`,
      cells: metrics.map((metric) => scoreCell(medians[`median-${metric}`], metricFormat(metric))),
      className: role === 'baseline' ? 'baseline' : '',
    })),
  );
}

function targetsTable(record: RunRecord) {
  const metrics = metricsShown(record);
  const byName = new Map(record.targets!.map((one) => [one.target, one]));
  const scoresOf = (target: string): Metrics => {
    const { results, chosen } = byName.get(target)!;
    return results.find(({ learner }) => learner === chosen)!.metrics;
  };
  const format = metricFormat(record.study.metric);
  return table(
    `Each target, by ${metricWords(record.study.metric).name}`,
    [
      { label: 'Target' },
      { label: 'Samples', numeric: true },
      { label: 'Learner' },
      ...metrics.map((metric) => ({ label: keepShort(metricWords(metric).short), numeric: true })),
      { label: 'Strongest baseline', numeric: true },
      { label: 'Beyond all of them' },
    ],
    targetVerdicts(record).map(({ target, samples, learner, baseline, beyond }) => ({
      header: target,
      cells: [
        formatCount(samples),
        learnerName(learner),
        ...metrics.map((metric) => scoreCell(scoresOf(target)[metric], metricFormat(metric))),
        baseline
          ? html`${format(baseline.score.value)}<span class="interval">${learnerName(baseline.name)}</span>`
          : '–',
        beyond ? 'yes' : 'not shown',
      ],
    })),
  );
}

/** The study's metric first. */
function metricsShown(record: RunRecord): string[] {
  const first = record.targets![0]!;
  return mainMetrics({ ...record, results: first.results, baselines: [] }).slice(0, MOST_METRICS);
}

import * as Plot from '@observablehq/plot';
import { capitalise, formatInterval } from '../format.ts';
import type { ReportInput } from '../input.ts';
import type { Interval } from '../record.ts';
import { verdict } from '../verdict.ts';
import { learnerName, mainMetrics, metricFormat, metricWords } from '../words.ts';
import { ACCENT, drawSvg, FIGURE_WIDTH, type Figure, fitText, INK, LINE, labelSpace, MUTED, PAGE } from './figure.ts';

interface Row {
  readonly key: string;
  readonly label: string;
  readonly score: Interval;
  readonly kind: 'chosen' | 'learner' | 'baseline';
}

/** Each learner's main metrics with their 95 % intervals; the baselines stand below, and the strongest is drawn through as a line. */
export function metricsAgainstBaseline({ record }: ReportInput, document: Document): Figure | null {
  const entries = contenders(record);
  // All on one axis up to 1, so no losses and no units; some twenty rows stay readable at a glance.
  const metrics = mainMetrics(record)
    .filter((metric) => !metricWords(metric).lowerIsBetter && !metricWords(metric).inUnits)
    .slice(0, Math.max(1, Math.min(4, Math.floor(20 / entries.length))));
  if (metrics.length === 0) return null;
  const groups = metrics.map((metric) => ({
    metric,
    rows: entries.flatMap(({ name, metrics: scores, kind }, i): Row[] =>
      scores[metric] && Number.isFinite(scores[metric].value)
        ? [{ key: `${metric} ${i}`, label: capitalise(learnerName(name)), score: scores[metric], kind }]
        : [],
    ),
  }));
  const rows = groups.flatMap((group) => group.rows);
  const bounded = rows.filter(({ score }) => Number.isFinite(score.low) && Number.isFinite(score.high));
  const names = rows.map((row) => row.label);
  const nameSpace = labelSpace(names, 140);
  const domain = groups.flatMap((group) => [group.metric, ...group.rows.map((row) => row.key)]);
  // A metric such as MCC can be negative: the axis then starts at a round number below. R² has no lower end: what lies below −1 is
  // pointed at from the edge, and its number stands beside it.
  const lowest = Math.min(0, ...rows.map(({ score }) => (Number.isFinite(score.low) ? score.low : score.value)));
  const domainLow = Math.max(-1, Math.floor(lowest * 5) / 5);
  const below = rows.filter(({ score }) => score.value < domainLow);
  const within = rows.filter(({ score }) => score.value >= domainLow);
  const marginLeft = nameSpace + 14;
  const marginRight = Math.max(
    118,
    labelSpace(
      rows.map((row) => formatInterval(row.score)),
      170,
    ) + 14,
  );
  // A label every 0.2 where there is room for it, else every 0.5.
  const ticks = (FIGURE_WIDTH - marginLeft - marginRight) / ((1 - domainLow) / 0.2) < 25 ? 3 : 5;
  const alt = `Dot plot with 95 % intervals. ${groups
    .map(
      ({ metric, rows }) =>
        `${metricWords(metric).name}: ${rows.map((row) => `${row.label} ${formatInterval(row.score)}`).join(', ')}`,
    )
    .join('. ')}.`;
  const svg = drawSvg(document, alt, {
    height: domain.length * 23 + 34,
    marginLeft,
    marginRight,
    marginTop: 0,
    marginBottom: 34,
    x: { domain: [domainLow, 1], ticks, label: null, tickSize: 0 },
    y: { type: 'band', domain, axis: null, padding: 0 },
    marks: [
      Plot.gridX({ ticks, stroke: LINE, strokeOpacity: 1 }),
      groups.map(({ metric }) => headingBand(metric)),
      groups.map(({ rows }) => baselineLine(rows, domainLow)),
      Plot.ruleY(bounded, {
        y: 'key',
        x1: (row: Row) => Math.max(domainLow, row.score.low),
        x2: (row: Row) => Math.max(domainLow, Math.min(1, row.score.high)),
        stroke: colourOf,
        strokeWidth: 2,
      }),
      (['circle', 'diamond'] as const).map((symbol) =>
        Plot.dot(
          within.filter((row) => (row.kind === 'baseline') === (symbol === 'diamond')),
          {
            y: 'key',
            x: (row: Row) => row.score.value,
            r: 4,
            symbol,
            fill: symbol === 'diamond' ? PAGE : colourOf,
            stroke: colourOf,
            strokeWidth: 1.5,
            title: (row: Row) => `${row.label}: ${formatInterval(row.score)}`,
          },
        ),
      ),
      Plot.text(below, { y: 'key', x: () => domainLow, text: () => '◂', dx: 3, fill: colourOf }),
      Plot.text(rows, {
        y: 'key',
        text: (row: Row) => fitText(row.label, nameSpace),
        frameAnchor: 'left',
        textAnchor: 'end',
        dx: -10,
        fill: (row: Row) => (row.kind === 'baseline' ? MUTED : INK),
      }),
      Plot.text(rows, {
        y: 'key',
        text: (row: Row) => formatInterval(row.score),
        frameAnchor: 'right',
        textAnchor: 'start',
        dx: 10,
        fill: (row: Row) => (row.kind === 'baseline' ? MUTED : INK),
      }),
    ],
    color: { type: 'identity' },
  });
  const data = {
    columns: ['metric', 'learner', 'kind', 'value', 'low', 'high'],
    rows: groups.flatMap((group) =>
      group.rows.map(({ label, kind, score }) => [group.metric, label, kind, score.value, score.low, score.high]),
    ),
  };
  return { title: 'Metrics against the baseline', svg, sentence: sentenceOf(record), alt, width: FIGURE_WIDTH, data };
}

const colourOf = (row: Row) => (row.kind === 'chosen' ? ACCENT : row.kind === 'learner' ? INK : MUTED);

/** The chosen learner, the others by the study's metric, then the baselines. */
function contenders(record: ReportInput['record']) {
  const { metric } = record.study;
  const sign = metricWords(metric).lowerIsBetter ? -1 : 1;
  const learners = record.results
    .map(({ learner, metrics }) => ({
      name: learner,
      metrics,
      kind: learner === record.chosen ? ('chosen' as const) : ('learner' as const),
    }))
    .sort(
      (a, b) =>
        Number(b.kind === 'chosen') - Number(a.kind === 'chosen') ||
        sign * ((b.metrics[metric]?.value ?? 0) - (a.metrics[metric]?.value ?? 0)),
    );
  return [...learners, ...record.baselines.map(({ name, metrics }) => ({ name, metrics, kind: 'baseline' as const }))];
}

function headingBand(metric: string): Plot.Markish {
  return [
    Plot.text([metric], {
      y: [metric],
      text: [capitalise(metricWords(metric).name)],
      frameAnchor: 'left',
      textAnchor: 'start',
      dx: 2,
      dy: 3,
      fontWeight: 600,
      fill: INK,
      stroke: PAGE,
      strokeWidth: 5,
    }),
  ];
}

/** The value of the strongest baseline as a dashed line through the rows of its metric. */
function baselineLine(rows: readonly Row[], lowest: number): Plot.Markish {
  const best = Math.max(...rows.filter((row) => row.kind === 'baseline').map((row) => row.score.value));
  if (!Number.isFinite(best) || best < lowest) return null;
  return Plot.ruleX([best], {
    y1: () => rows[0]!.key,
    y2: () => rows.at(-1)!.key,
    stroke: MUTED,
    strokeDasharray: '3 3',
  });
}

function sentenceOf(record: ReportInput['record']): string {
  const { chosen, metric, score, baseline, standing } = verdict(record);
  const name = capitalise(learnerName(chosen.learner));
  const format = metricFormat(metric);
  const lead = `${name} reaches ${metricWords(metric).name} ${formatInterval(score, format)}`;
  const others = record.results.filter((result) => result !== chosen && result.metrics[metric]);
  const overlap = others.filter((result) => overlaps(result.metrics[metric]!, score));
  const rivals =
    others.length === 0
      ? ''
      : overlap.length === 0
        ? ` No other learner's interval reaches into its own.`
        : ` The interval of ${overlap.map((result) => learnerName(result.learner)).join(', ')} overlaps with its own, so the order of these learners is not settled.`;
  if (!baseline) return `${lead}; the run had no baseline to compare with.${rivals}`;
  const mark = format(baseline.score.value);
  const against =
    baseline.name === 'chance'
      ? `chance would reach ${mark}`
      : `the best baseline, ${learnerName(baseline.name)}, reaches ${mark}`;
  const relation = {
    better: 'the two intervals are apart',
    unsettled: 'their intervals overlap',
    'nothing-shown': "the learner's interval does not clear it",
    'no-baseline': '',
  }[standing];
  return `${lead}; ${against}: ${relation}.${rivals}`;
}

function overlaps(a: Interval, b: Interval): boolean {
  return a.low <= b.high && b.low <= a.high;
}

import * as Plot from '@observablehq/plot';
import { capitalise, formatInterval } from '../format.ts';
import type { Interval } from '../record.ts';
import { metricWords } from '../words.ts';
import { ACCENT, drawSvg, FIGURE_WIDTH, type Figure, fitText, INK, LINE, labelSpace, MUTED, PAGE } from './figure.ts';

/** A score with its interval. */
export interface MetricRow {
  /** Different for each row of a figure. */
  readonly key: string;
  readonly label: string;
  readonly score: Interval;
  readonly kind: 'chosen' | 'learner' | 'baseline';
}

export interface MetricGroup {
  /** Registry word. */
  readonly metric: string;
  readonly rows: readonly MetricRow[];
}

/** Whether a metric can stand on an axis that ends at 1: no loss, and without a unit. */
export function isUpToOne(metric: string): boolean {
  const { lowerIsBetter, inUnits } = metricWords(metric);
  return !lowerIsBetter && !inUnits;
}

/** Scores with their 95 % intervals, a row each under the name of the metric, on one axis up to 1; the strongest baseline of a metric is drawn through as a line. */
export function drawMetricRows(
  groups: readonly MetricGroup[],
  document: Document,
): Pick<Figure, 'svg' | 'alt' | 'width'> {
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
        x1: (row: MetricRow) => Math.max(domainLow, row.score.low),
        x2: (row: MetricRow) => Math.max(domainLow, Math.min(1, row.score.high)),
        stroke: colourOf,
        strokeWidth: 2,
      }),
      (['circle', 'diamond'] as const).map((symbol) =>
        Plot.dot(
          within.filter((row) => (row.kind === 'baseline') === (symbol === 'diamond')),
          {
            y: 'key',
            x: (row: MetricRow) => row.score.value,
            r: 4,
            symbol,
            fill: symbol === 'diamond' ? PAGE : colourOf,
            stroke: colourOf,
            strokeWidth: 1.5,
            title: (row: MetricRow) => `${row.label}: ${formatInterval(row.score)}`,
          },
        ),
      ),
      Plot.text(below, { y: 'key', x: () => domainLow, text: () => '◂', dx: 3, fill: colourOf }),
      Plot.text(rows, {
        y: 'key',
        text: (row: MetricRow) => fitText(row.label, nameSpace),
        frameAnchor: 'left',
        textAnchor: 'end',
        dx: -10,
        fill: (row: MetricRow) => (row.kind === 'baseline' ? MUTED : INK),
      }),
      Plot.text(rows, {
        y: 'key',
        text: (row: MetricRow) => formatInterval(row.score),
        frameAnchor: 'right',
        textAnchor: 'start',
        dx: 10,
        fill: (row: MetricRow) => (row.kind === 'baseline' ? MUTED : INK),
      }),
    ],
    color: { type: 'identity' },
  });
  return { svg, alt, width: FIGURE_WIDTH };
}

const colourOf = (row: MetricRow) => (row.kind === 'chosen' ? ACCENT : row.kind === 'learner' ? INK : MUTED);

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
function baselineLine(rows: readonly MetricRow[], lowest: number): Plot.Markish {
  const best = Math.max(...rows.filter((row) => row.kind === 'baseline').map((row) => row.score.value));
  if (!Number.isFinite(best) || best < lowest) return null;
  return Plot.ruleX([best], {
    y1: () => rows[0]!.key,
    y2: () => rows.at(-1)!.key,
    stroke: MUTED,
    strokeDasharray: '3 3',
  });
}

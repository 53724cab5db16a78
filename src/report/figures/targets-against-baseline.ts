import * as Plot from '@observablehq/plot';
import { capitalise, formatInterval } from '../format.ts';
import type { RunRecord } from '../record.ts';
import { type TargetVerdict, targetVerdicts } from '../targets-verdict.ts';
import { metricFormat, metricWords } from '../words.ts';
import { ACCENT, drawSvg, FIGURE_WIDTH, type Figure, fitText, INK, LINE, labelSpace, MUTED, PAGE } from './figure.ts';

/** With more targets than this their names stand in the table only. */
const NAMED = 40;
/** Row heights in pixels, named and not. */
const ROW = 20;
const THIN_ROW = 5;

/** Each of several targets, the best at the top: the score with its interval, and its strongest baseline. Null without scores. */
export function targetsAgainstBaseline(record: RunRecord, document: Document): Figure | null {
  const rows = targetVerdicts(record);
  if (rows.length === 0) return null;
  const { metric } = record.study;
  const format = metricFormat(metric);
  const { name } = metricWords(metric);
  const named = rows.length <= NAMED;
  const rivals = rows.filter(({ baseline }) => baseline);
  const bounded = rows.filter(({ score }) => Number.isFinite(score.low) && Number.isFinite(score.high));
  const ends = [
    ...rows.map(({ score }) => score.value),
    ...bounded.flatMap(({ score }) => [score.low, score.high]),
    ...rivals.map(({ baseline }) => baseline!.score.value),
  ];
  const nameSpace = named
    ? labelSpace(
        rows.map(({ target }) => target),
        130,
      )
    : 0;
  const median = record.summary?.[`median-${metric}`];
  const beyond = rows.filter((row) => row.beyond).length;
  const alt = `Dot plot with 95 % intervals, ${name} of ${rows.length} targets, best at the top. ${rows
    .map(
      ({ target, score, baseline }) =>
        `${target} ${formatInterval(score, format)}${baseline ? `, best baseline ${format(baseline.score.value)}` : ''}`,
    )
    .join('. ')}.`;
  const svg = drawSvg(document, alt, {
    height: rows.length * (named ? ROW : THIN_ROW) + 52,
    marginLeft: nameSpace + 14,
    marginRight: 16,
    marginTop: 8,
    marginBottom: 40,
    x: {
      domain: [Math.min(0, ...ends), Math.max(...ends)],
      nice: true,
      ticks: 5,
      tickSize: 0,
      label: capitalise(name),
      labelAnchor: 'center',
      labelArrow: 'none',
    },
    y: { type: 'band', domain: rows.map(({ target }) => target), axis: null, padding: 0 },
    marks: [
      Plot.gridX({ ticks: 5, stroke: LINE, strokeOpacity: 1 }),
      median && Plot.ruleX([median.value], { stroke: MUTED, strokeDasharray: '3 3' }),
      Plot.ruleY(bounded, {
        y: 'target',
        x1: (row: TargetVerdict) => row.score.low,
        x2: (row: TargetVerdict) => row.score.high,
        stroke: colourOf,
        strokeWidth: named ? 2 : 1,
      }),
      Plot.dot(rivals, {
        y: 'target',
        x: (row: TargetVerdict) => row.baseline!.score.value,
        r: named ? 4 : 2.2,
        symbol: 'diamond',
        fill: PAGE,
        stroke: MUTED,
        strokeWidth: named ? 1.5 : 1,
      }),
      Plot.dot(rows, {
        y: 'target',
        x: (row: TargetVerdict) => row.score.value,
        r: named ? 4 : 2.2,
        fill: colourOf,
        title: (row: TargetVerdict) => `${row.target}: ${formatInterval(row.score, format)}`,
      }),
      named
        ? Plot.text(rows, {
            y: 'target',
            text: (row: TargetVerdict) => fitText(row.target, nameSpace),
            frameAnchor: 'left',
            textAnchor: 'end',
            dx: -10,
            fill: INK,
          })
        : null,
    ],
    color: { type: 'identity' },
  });
  return {
    title: 'Each target against its strongest baseline',
    svg,
    sentence: `Dots with 95 % intervals: the learner chosen for each target, blue where it is beyond every baseline by more than chance (${beyond} of ${rows.length}). Diamonds: the strongest baseline of that target.${median ? ` The dashed line is the median, ${format(median.value)}.` : ''}${named ? '' : ' The table names them.'}`,
    alt,
    width: FIGURE_WIDTH,
    data: {
      columns: ['target', metric, 'low', 'high', 'strongest baseline', 'of the baseline'],
      rows: rows.map(({ target, score, baseline }) => [
        target,
        score.value,
        score.low,
        score.high,
        baseline?.name ?? null,
        baseline?.score.value ?? null,
      ]),
    },
  };
}

const colourOf = (row: TargetVerdict) => (row.beyond ? ACCENT : INK);

import * as Plot from '@observablehq/plot';
import type { ShownSubgroup, SubgroupScore } from '../../validate/subgroups/score-subgroups.ts';
import { capitalise, formatInterval } from '../format.ts';
import type { ReportInput } from '../input.ts';
import type { Interval } from '../record.ts';
import { learnerName, metricFormat, metricWords } from '../words.ts';
import { ACCENT, drawSvg, FIGURE_WIDTH, type Figure, fitText, INK, LINE, labelSpace, MUTED, PAGE } from './figure.ts';

interface Row {
  readonly key: string;
  readonly label: string;
  readonly score: Interval;
}

/** Parts beyond this are in the table only. */
const ROWS = 40;

/** The first metric in each part of the cohort that is shown, with its interval; the whole cohort as a line. Null when none is. */
export function subgroupPerformance({ record }: ReportInput, document: Document): Figure | null {
  const { subgroups, results, chosen } = record;
  const metric = subgroups?.metrics[0];
  if (!subgroups || metric === undefined) return null;
  const columns = subgroups.columns
    .map(({ column, groups }, c) => ({
      key: `column ${c}`,
      column,
      rows: groups.filter(isShown).map(
        (group, g): Row => ({
          key: `${c} ${g}`,
          label: group.name,
          score: group.metrics[metric]!,
        }),
      ),
    }))
    .map((column) => ({
      ...column,
      rows: column.rows.filter(({ score }) => Number.isFinite(score.value)).slice(0, ROWS),
    }))
    .filter(({ rows }) => rows.length > 0);
  const rows = columns.flatMap((column) => column.rows);
  if (rows.length === 0) return null;
  const whole = results.find(({ learner }) => learner === chosen)?.metrics[metric]?.value ?? Number.NaN;
  const format = metricFormat(metric);
  const bounded = rows.filter(({ score }) => Number.isFinite(score.low) && Number.isFinite(score.high));
  const ends = [
    ...rows.map(({ score }) => score.value),
    ...bounded.flatMap(({ score }) => [score.low, score.high]),
    whole,
  ];
  const finite = ends.filter(Number.isFinite);
  const nameSpace = labelSpace(
    rows.map(({ label }) => label),
    140,
  );
  const domain = columns.flatMap((column) => [column.key, ...column.rows.map(({ key }) => key)]);
  const { name } = metricWords(metric);
  const alt = `Dot plot with 95 % intervals, ${name} in parts of the cohort. ${columns
    .map(
      ({ column, rows }) =>
        `${column}: ${rows.map(({ label, score }) => `${label} ${formatInterval(score, format)}`).join(', ')}`,
    )
    .join('. ')}. All: ${format(whole)}.`;
  const svg = drawSvg(document, alt, {
    height: domain.length * 23 + 46,
    marginLeft: nameSpace + 14,
    marginRight:
      labelSpace(
        rows.map(({ score }) => formatInterval(score, format)),
        150,
      ) + 18,
    marginTop: 0,
    marginBottom: 46,
    x: {
      domain: [Math.min(...finite), Math.max(...finite)],
      nice: true,
      ticks: 4,
      tickSize: 0,
      label: name,
      labelAnchor: 'center',
      labelArrow: 'none',
    },
    y: { type: 'band', domain, axis: null, padding: 0 },
    marks: [
      Plot.gridX({ ticks: 4, stroke: LINE, strokeOpacity: 1 }),
      Plot.ruleX([whole].filter(Number.isFinite), { stroke: MUTED, strokeDasharray: '3 3' }),
      columns.map(({ key, column }) =>
        Plot.text([key], {
          y: [key],
          text: [capitalise(column)],
          frameAnchor: 'left',
          textAnchor: 'start',
          dx: 2,
          dy: 3,
          fontWeight: 600,
          fill: INK,
          stroke: PAGE,
          strokeWidth: 5,
        }),
      ),
      Plot.ruleY(bounded, {
        y: 'key',
        x1: (row: Row) => row.score.low,
        x2: (row: Row) => row.score.high,
        stroke: ACCENT,
        strokeWidth: 2,
      }),
      Plot.dot(rows, { y: 'key', x: (row: Row) => row.score.value, r: 4, fill: ACCENT }),
      Plot.text(rows, {
        y: 'key',
        text: (row: Row) => fitText(row.label, nameSpace),
        frameAnchor: 'left',
        textAnchor: 'end',
        dx: -10,
        fill: INK,
      }),
      Plot.text(rows, {
        y: 'key',
        text: (row: Row) => formatInterval(row.score, format),
        frameAnchor: 'right',
        textAnchor: 'start',
        dx: 10,
        fill: INK,
      }),
    ],
  });
  return {
    title: `${capitalise(name)} in parts of the cohort`,
    svg,
    sentence: `How ${learnerName(chosen)} does in each part by itself. The dashed line is the whole cohort, ${format(whole)}. An interval that does not reach the line is no proof of a difference when there are many parts: the table says which differences stand up to that.`,
    alt,
    width: FIGURE_WIDTH,
    data: {
      columns: ['column', 'part', metric, 'low', 'high'],
      rows: columns.flatMap((one) =>
        one.rows.map(({ label, score }) => [one.column, label, score.value, score.low, score.high]),
      ),
    },
  };
}

const isShown = (group: SubgroupScore): group is ShownSubgroup => 'metrics' in group;

import * as Plot from '@observablehq/plot';
import { orderSurvival } from '../../metric/survival/survival-metric.ts';
import { tdAuc } from '../../metric/survival/td-auc.ts';
import { quantile } from '../../validate/intervals.ts';
import { formatAmount, formatInterval } from '../format.ts';
import type { ReportInput } from '../input.ts';
import { outOfFold } from '../out-of-fold.ts';
import type { Interval } from '../record.ts';
import { learnerName, timeColumn, timeInWords } from '../words.ts';
import { ACCENT, drawSvg, FIGURE_WIDTH, type Figure, fitText, LINE, MUTED, marginsFor, plainAxis } from './figure.ts';

interface Point extends Interval {
  readonly time: number;
  /** With an event by then, and still without. */
  readonly cases: number;
  readonly controls: number;
}

const TIMES = 15;
/** With fewer on either side the area is chance. */
const LEAST = 10;

/** How well those with an event by a time are told from those still without, over time; 0.5 is chance. Null without predictions of survival. */
export function aucOverTime(input: ReportInput, document: Document): Figure | null {
  const points = pointsOf(input);
  if (points.length < 3) return null;
  const { study, chosen } = input.record;
  const low = Math.min(0.4, ...points.map((point) => point.low));
  const alt = `Time-dependent area under the ROC curve with 95 % limits. ${points
    .map((point) => `${formatAmount(point.time)}: ${formatInterval(point)}`)
    .join(', ')}.`;
  const svg = drawSvg(document, alt, {
    height: 330,
    ...marginsFor([formatAmount(points.at(-1)!.time)], ['0.5']),
    marginBottom: 46,
    marginTop: 12,
    x: { ...plainAxis(fitText(timeColumn(study), 300)) },
    y: { ...plainAxis('AUC of the events until then'), domain: [Math.floor(low * 10) / 10, 1] },
    marks: [
      Plot.gridY({ ticks: 5, stroke: LINE, strokeOpacity: 1 }),
      Plot.ruleY([0.5], { stroke: MUTED, strokeDasharray: '3 4' }),
      Plot.areaY(points, { x: 'time', y1: 'low', y2: 'high', fill: ACCENT, fillOpacity: 0.15 }),
      Plot.line(points, { x: 'time', y: 'value', stroke: ACCENT, strokeWidth: 2 }),
      Plot.dot(points, {
        x: 'time',
        y: 'value',
        r: 3.5,
        fill: ACCENT,
        title: (point: Point) =>
          `until ${formatAmount(point.time)}: ${formatInterval(point)}, ${point.cases} with an event, ${point.controls} without`,
      }),
    ],
  });
  return {
    title: `Time-dependent AUC of ${learnerName(chosen)}`,
    svg,
    sentence: sentenceOf(points, (time) => timeInWords(study, time)),
    alt,
    width: FIGURE_WIDTH,
    data: {
      columns: ['time', 'auc', 'low', 'high', 'events until then', 'still without'],
      rows: points.map(({ time, value, low, high, cases, controls }) => [time, value, low, high, cases, controls]),
    },
  };
}

/** At even steps from the 5th to the 95th percentile of the event times. */
function pointsOf(input: ReportInput): Point[] {
  const found = outOfFold(input, 'survival');
  if (!found) return [];
  const { times, events } = found.target;
  const { risks, times: curveTimes, survival } = found.prediction;
  const scored = { times, events, risks, curveTimes, survival };
  const orders = orderSurvival(scored);
  const seen = times.filter((_, i) => events[i] === 1).sort();
  if (seen.length < 2 * LEAST) return [];
  const [first, last] = [quantile(seen, 0.05), quantile(seen, 0.95)];
  return Array.from({ length: TIMES }, (_, k) => first + ((last - first) * k) / (TIMES - 1)).flatMap((time) => {
    const cases = seen.filter((t) => t <= time).length;
    const controls = times.filter((t) => t > time).length;
    const value = tdAuc(time).compute({ ...scored, orders });
    if (cases < LEAST || controls < LEAST || !Number.isFinite(value)) return [];
    const half = 1.96 * standardError(value, cases, controls);
    return [{ time, value, low: Math.max(0, value - half), high: Math.min(1, value + half), cases, controls }];
  });
}

/** Of an area under a ROC curve: Hanley & McNeil 1982, Radiology 143. It takes samples as independent and the weights of censoring as known. */
function standardError(area: number, cases: number, controls: number): number {
  const [q1, q2] = [area / (2 - area), (2 * area * area) / (1 + area)];
  const spread = area * (1 - area) + (cases - 1) * (q1 - area * area) + (controls - 1) * (q2 - area * area);
  return Math.sqrt(Math.max(0, spread) / (cases * controls));
}

function sentenceOf(points: readonly Point[], when: (time: number) => string): string {
  const [first, last] = [points[0]!, points.at(-1)!];
  const lead = `Of one with an event by a time and one still without, the model gives the first the worse outlook with this chance: by ${when(first.time)} ${formatInterval(first)}, by ${when(last.time)} ${formatInterval(last)}`;
  const apart = last.high < first.low || last.low > first.high;
  const change = apart
    ? last.value < first.value
      ? 'it foresees early events better than late ones'
      : 'it foresees late events better than early ones'
    : 'no change over time beyond what chance makes';
  return `${lead}; ${change}. The shade is 95\u00a0% limits; 0.5, dashed, is guessing.`;
}

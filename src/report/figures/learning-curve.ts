import * as Plot from '@observablehq/plot';
import { exp, log } from '../../base/elementary.ts';
import { capitalise, formatCount, formatInterval, formatRange } from '../format.ts';
import type { ReportInput } from '../input.ts';
import type { Interval } from '../record.ts';
import { growthSentence } from '../uncertainty-sentences.ts';
import { verdict } from '../verdict.ts';
import { learnerName, metricFormat, metricWords } from '../words.ts';
import { ACCENT, drawSvg, FIGURE_WIDTH, type Figure, LINE, MUTED, marginsFor, PAGE, plainAxis } from './figure.ts';

/** The score against the samples learned from, the law through it, and where that leads at twice as many. Null without a learning curve. */
export function learningCurve({ record }: ReportInput, document: Document): Figure | null {
  const curve = record['learning-curve'];
  if (!curve) return null;
  const { metric, points, fit, doubled } = curve;
  const format = metricFormat(metric);
  const { name } = metricWords(metric);
  const { baseline } = verdict(record);
  const mark = baseline?.score.value;
  const most = points.at(-1)!.samples;
  const at = (n: number) => ({ samples: n, value: fit.a - fit.b * exp(-fit.c * log(n)) });
  const between = (from: number, to: number) => Array.from({ length: 41 }, (_, i) => at(from + ((to - from) * i) / 40));
  const drawn: (Interval & { readonly samples: number })[] = [...points, doubled];
  const ends = [...drawn.flatMap(({ low, high, value }) => [low, high, value]), ...(mark === undefined ? [] : [mark])];
  const finite = ends.filter(Number.isFinite);
  const spread = Math.max(...finite) - Math.min(...finite) || 1;
  const domain = [Math.min(...finite) - 0.05 * spread, Math.max(...finite) + 0.05 * spread];
  const alt = `Learning curve, ${name} against the number of training samples. ${drawn
    .map(
      (point, i) =>
        `${i < points.length ? '' : 'Expected of '}${formatCount(Math.round(point.samples))}: ${formatInterval(point, format)}`,
    )
    .join('. ')}.`;
  const svg = drawSvg(document, alt, {
    height: 320,
    ...marginsFor([formatCount(2 * Math.round(most))], [format(domain[0]), format(domain[1])]),
    marginBottom: 46,
    marginTop: 24,
    x: { ...plainAxis('samples learned from'), ticks: 4, domain: [0, 2 * most * 1.03] },
    y: { ...plainAxis(capitalise(name)), domain, tickFormat: (x: number) => format(x) },
    marks: [
      Plot.gridY({ ticks: 5, stroke: LINE, strokeOpacity: 1 }),
      mark === undefined
        ? null
        : [
            Plot.ruleY([mark], { stroke: MUTED, strokeDasharray: '3 3' }),
            Plot.text([`best baseline ${format(mark)}`], {
              y: [mark],
              frameAnchor: 'right',
              textAnchor: 'end',
              lineAnchor: 'bottom',
              dy: -4,
              dx: -4,
              fill: MUTED,
              stroke: PAGE,
              strokeWidth: 4,
            }),
          ],
      Plot.line(between(points[0]!.samples, most), { x: 'samples', y: 'value', stroke: ACCENT, strokeWidth: 2 }),
      Plot.line(between(most, 2 * most), {
        x: 'samples',
        y: 'value',
        stroke: ACCENT,
        strokeWidth: 2,
        strokeDasharray: '5 4',
      }),
      Plot.ruleX(drawn, {
        x: 'samples',
        y1: 'low',
        y2: 'high',
        stroke: ACCENT,
        strokeWidth: 1.5,
      }),
      Plot.dot(points, {
        x: 'samples',
        y: 'value',
        r: 4.5,
        fill: ACCENT,
        title: (point: (typeof drawn)[number]) =>
          `${formatCount(Math.round(point.samples))} samples: ${formatInterval(point, format)}`,
      }),
      Plot.dot([doubled], { x: 'samples', y: 'value', r: 4.5, fill: PAGE, stroke: ACCENT, strokeWidth: 1.5 }),
    ],
  });
  const range = `${formatRange(doubled.low, doubled.high, format)}`;
  return {
    title: `Learning curve of ${learnerName(record.chosen)}`,
    svg,
    sentence: `${growthSentence(record)!} Bars are 95 % intervals; hollow: expected, ${range}.`,
    alt,
    width: FIGURE_WIDTH,
    data: {
      columns: ['samples', metric, 'low', 'high', 'kind'],
      rows: drawn.map(({ samples, value, low, high }, i) => [
        samples,
        value,
        low,
        high,
        i < points.length ? 'measured' : 'expected',
      ]),
    },
  };
}

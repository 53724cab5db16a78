import * as Plot from '@observablehq/plot';
import { capitalise, formatInterval } from '../format.ts';
import type { ReportInput } from '../input.ts';
import type { SignatureRecord } from '../record.ts';
import { learnerName, metricFormat, metricWords } from '../words.ts';
import { ACCENT, drawSvg, FIGURE_WIDTH, type Figure, LINE, MUTED, marginsFor, PAGE, plainAxis } from './figure.ts';

type Point = SignatureRecord['points'][number];

/** The score against the number of features that the learner was given, beside the score with all. Null without a signature. */
export function signatureCurve({ record }: ReportInput, document: Document): Figure | null {
  const { signature } = record;
  if (!signature) return null;
  const { metric, points, all, learner, size } = signature;
  const format = metricFormat(metric);
  const { name } = metricWords(metric);
  const ends = [...points, all].flatMap(({ low, high, value }) => [low, high, value]).filter(Number.isFinite);
  const spread = Math.max(...ends) - Math.min(...ends) || 1;
  const domain = [Math.min(...ends) - 0.05 * spread, Math.max(...ends) + 0.08 * spread];
  const sizes = points.map((point) => point.size);
  const alt = `${capitalise(name)} against the number of features in the signature. ${points
    .map((point) => `${point.size}: ${formatInterval(point, format)}`)
    .join('. ')}. All features: ${formatInterval(all, format)}.`;
  const svg = drawSvg(document, alt, {
    height: 300,
    ...marginsFor(['100'], [format(domain[0]), format(domain[1])]),
    marginBottom: 46,
    marginTop: 16,
    x: {
      ...plainAxis('features that the learner was given'),
      type: 'log',
      domain: [sizes[0]! * 0.8, sizes.at(-1)! * 1.25],
      ticks: sizes,
      tickFormat: String,
    },
    y: { ...plainAxis(capitalise(name)), domain, tickFormat: (v: number) => format(v) },
    marks: [
      Plot.gridY({ ticks: 5, stroke: LINE, strokeOpacity: 1 }),
      Number.isFinite(all.low)
        ? Plot.rect([all], {
            y1: 'low',
            y2: 'high',
            x1: sizes[0]! * 0.8,
            x2: sizes.at(-1)! * 1.25,
            fill: MUTED,
            fillOpacity: 0.15,
          })
        : null,
      Plot.ruleY([all.value], { stroke: MUTED, strokeDasharray: '3 3' }),
      Plot.text([`all features ${format(all.value)}`], {
        y: [all.value],
        frameAnchor: 'left',
        textAnchor: 'start',
        lineAnchor: 'bottom',
        dy: -4,
        dx: 4,
        fill: MUTED,
        stroke: PAGE,
        strokeWidth: 4,
      }),
      Plot.line(points, { x: 'size', y: 'value', stroke: ACCENT, strokeWidth: 2 }),
      Plot.ruleX(points, { x: 'size', y1: 'low', y2: 'high', stroke: ACCENT, strokeWidth: 1.5 }),
      Plot.dot(points, {
        x: 'size',
        y: 'value',
        r: (point: Point) => (point.size === size ? 6 : 4),
        fill: ACCENT,
      }),
    ],
    r: { type: 'identity' } as Plot.ScaleOptions,
  });
  return {
    title: `${capitalise(name)} of ${learnerName(learner)} with few features`,
    svg,
    sentence:
      'In each fold the features were chosen on its training samples alone and scored on samples that had no part in it. Bars and the shade are 95 % intervals; the larger point is the signature named here.',
    alt,
    width: FIGURE_WIDTH,
    data: {
      columns: ['features', 'in fact, mean', name, 'low', 'high'],
      rows: [
        ...points.map(({ size: asked, features, value, low, high }) => [asked, features, value, low, high]),
        ['all', null, all.value, all.low, all.high],
      ],
    },
  };
}

import * as Plot from '@observablehq/plot';
import { countOf, formatRange } from '../format.ts';
import type { ReportInput } from '../input.ts';
import { type ErrorPart, type NumberErrors, numberErrors } from '../number-errors.ts';
import { learnerName } from '../words.ts';
import {
  drawSvg,
  FIGURE_WIDTH,
  type Figure,
  fitText,
  INK,
  LINE,
  MUTED,
  marginsFor,
  PAGE,
  plainAxis,
} from './figure.ts';
import type { FigureData } from './figure-data.ts';
import { pointCloud } from './point-cloud.ts';

/** Errors (measured − predicted) against the prediction, with the quartiles in fifths of it. Null without numbers. */
export function errorsByPrediction(input: ReportInput, document: Document): Figure | null {
  const found = numberErrors(input);
  if (!found) return null;
  const { measured, predicted, parts, amount } = found;
  const { study, chosen } = input.record;
  const n = measured.length;
  const errors = measured.map((value, i) => value - predicted[i]!);
  const cloud = pointCloud(['predicted', 'measured − predicted'], predicted, errors, 0.4, amount);
  const alt = `Scatter plot of ${countOf(n, 'sample')}, error (measured − predicted) against predicted ${study.target}. Median error and middle half by rising prediction: ${parts
    .map(({ quartiles: [low, median, high] }) => `${amount(median)} (${formatRange(low, high, amount)})`)
    .join(', ')}.`;
  const svg = drawSvg(document, alt, {
    height: 396,
    ...marginsFor([parts[0]!.from, parts.at(-1)!.to].map(amount), cloud.yRange.map(amount)),
    marginBottom: 46,
    marginTop: 12,
    x: { ...plainAxis(`predicted ${fitText(study.target, 220)}`), nice: true, inset: 4 },
    y: { ...plainAxis('measured − predicted'), nice: true, inset: 4 },
    marks: [
      Plot.frame({ stroke: LINE }),
      cloud.marks,
      Plot.ruleY([0], { stroke: INK, strokeDasharray: '4 4' }),
      [
        { stroke: PAGE, strokeWidth: 5 },
        { stroke: INK, strokeWidth: 2 },
      ].map((line) =>
        Plot.ruleX(parts as ErrorPart[], {
          x: 'meanPredicted',
          y1: (part: ErrorPart) => part.quartiles[0],
          y2: (part: ErrorPart) => part.quartiles[2],
          ...line,
        }),
      ),
      Plot.dot(parts as ErrorPart[], {
        x: 'meanPredicted',
        y: (part: ErrorPart) => part.quartiles[1],
        r: 4.5,
        fill: INK,
        stroke: PAGE,
        strokeWidth: 1.5,
      }),
      Plot.text(['bars: middle half of the errors'], {
        frameAnchor: 'bottom-right',
        lineAnchor: 'bottom',
        dx: -10,
        dy: -8,
        fill: MUTED,
        stroke: PAGE,
        strokeWidth: 4,
      }),
    ],
  });
  return {
    title: `Errors of ${learnerName(chosen)}`,
    svg,
    sentence: `${sentenceOf(found)}${cloud.said}`,
    alt,
    width: FIGURE_WIDTH,
    data: withQuartiles(cloud.data, parts),
  };
}

/** The points, and at the head the bars: mean prediction, median error and its quartiles. */
function withQuartiles({ columns, rows }: FigureData, parts: readonly ErrorPart[]): FigureData {
  const counted = columns.slice(2).map(() => null);
  const bars = parts.map(({ meanPredicted, quartiles: [low, median, high] }): FigureData['rows'][number] => [
    ...['median', meanPredicted, median, low, high],
    ...counted,
  ]);
  return {
    columns: ['kind', ...columns.slice(0, 2), 'lower quartile', 'upper quartile', ...columns.slice(2)],
    rows: [...bars, ...rows.map(([x, y, ...count]) => ['points', x!, y!, null, null, ...count])],
  };
}

/** 0 is outside the 95 % limits of the median: ± 1.57 · interquartile range / √n (McGill, Tukey & Larsen 1978, Am Stat 32). */
function isOff({ quartiles: [low, median, high], size }: ErrorPart): boolean {
  return Math.abs(median) > (1.57 * (high - low)) / Math.sqrt(size);
}

const ORDINAL = ['', 'part', 'half', 'third', 'quarter', 'fifth'];

function sentenceOf({ parts, amount }: NumberErrors): string {
  const width = ({ quartiles }: ErrorPart) => quartiles[2] - quartiles[0];
  const first = parts[0]!;
  const last = parts.at(-1)!;
  if (first === last) return 'There are too few samples to compare the errors of low and high predictions.';
  const off = parts.filter(isOff);
  const tooLow = off.filter(({ quartiles }) => quartiles[1] > 0).length;
  const ends = `Where the predictions are lowest (one ${ORDINAL[parts.length]} of the samples) the median error is ${amount(first.quartiles[1])}, where they are highest ${amount(last.quartiles[1])}; ${
    off.length === 0
      ? 'no median lies further from 0 than chance explains'
      : `${off.length} of ${parts.length} medians ${off.length === 1 ? 'lies' : 'lie'} further from 0 than chance explains: there the answers are too ${tooLow === off.length ? 'low' : tooLow === 0 ? 'high' : 'high or too low'}`
  }`;
  const ratio = width(last) / width(first);
  const [wider, times] = ratio >= 1 ? ['highest', ratio] : ['lowest', 1 / ratio];
  const even =
    times < 1.5
      ? 'The errors are about as wide at both ends'
      : `The errors are ${times.toFixed(1)} times as wide where the predictions are ${wider}: one typical error does not hold for all samples`;
  return `${ends}. ${even}.`;
}

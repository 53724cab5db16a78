import * as Plot from '@observablehq/plot';
import { countOf, formatInterval, formatScore } from '../format.ts';
import type { ReportInput } from '../input.ts';
import { type NumberErrors, numberErrors, spreadOf } from '../number-errors.ts';
import type { LearnerResult } from '../record.ts';
import { verdict } from '../verdict.ts';
import { learnerName, metricFormat, metricWords } from '../words.ts';
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
import { pointCloud } from './point-cloud.ts';

const SHOWN = ['r2', 'rmse'];

/** Out-of-fold predictions of the chosen learner against the measured values, on equal axes. Null without numbers. */
export function predictedAgainstMeasured(input: ReportInput, document: Document): Figure | null {
  const found = numberErrors(input);
  if (!found) return null;
  const { measured, predicted, amount } = found;
  const { study } = input.record;
  const { chosen } = verdict(input.record);
  const n = measured.length;
  const cloud = pointCloud(['measured', 'predicted'], measured, predicted, 0.55, amount);
  const ends = [...cloud.xRange, ...cloud.yRange];
  const domain = [Math.min(...ends), Math.max(...ends)];
  const scores = scoresOf(chosen);
  const alt = `Scatter plot of ${countOf(n, 'sample')}, predicted against measured ${study.target}. ${scores.map((line) => `${line}. `).join('')}${partsInWords(found)}`;
  const svg = drawSvg(document, alt, {
    height: 396,
    ...marginsFor(domain.map(amount), domain.map(amount)),
    marginBottom: 46,
    marginTop: 12,
    x: { ...plainAxis(`measured ${fitText(study.target, 220)}`), domain, nice: true, inset: 4 },
    y: { ...plainAxis('predicted out of fold'), domain, nice: true, inset: 4 },
    marks: [
      Plot.frame({ stroke: LINE }),
      cloud.marks,
      Plot.line(
        domain.map((end) => [end, end]),
        { stroke: INK, strokeDasharray: '4 4' },
      ),
      scores.map((line, row) =>
        Plot.text([line], {
          frameAnchor: 'top-left',
          lineAnchor: 'top',
          dx: 10,
          dy: 10 + row * 18,
          fill: INK,
          stroke: PAGE,
          strokeWidth: 4,
        }),
      ),
      Plot.text(['right answers'], {
        frameAnchor: 'top-right',
        lineAnchor: 'top',
        dx: -26,
        dy: 10,
        fill: MUTED,
        stroke: PAGE,
        strokeWidth: 4,
      }),
    ],
  });
  return {
    title: `Predicted against measured, ${learnerName(chosen.learner)}`,
    svg,
    sentence: `${sentenceOf(found, study.target)}${cloud.said}`,
    alt,
    width: FIGURE_WIDTH,
    data: cloud.data,
  };
}

function scoresOf({ metrics }: LearnerResult): string[] {
  return SHOWN.filter((metric) => metrics[metric]).map(
    (metric) => `${metricWords(metric).short} ${formatInterval(metrics[metric], metricFormat(metric))}`,
  );
}

function partsInWords({ parts, amount }: NumberErrors): string {
  return `Mean measured value by rising prediction: ${parts
    .map(({ meanPredicted, meanMeasured }) => `${amount(meanMeasured)} where ${amount(meanPredicted)} is predicted`)
    .join(', ')}.`;
}

/** How far the predictions spread, against the measured values: what is not known is answered with the mean. */
function sentenceOf({ measured, predicted, half, amount }: NumberErrors, target: string): string {
  const ratio = spreadOf(predicted) / spreadOf(measured);
  const timid =
    ratio < 0.9
      ? `; the predictions spread only ${formatScore(ratio)} times as wide as the measured values, since what a model does not know it answers with the mean, so extremes are drawn towards the middle`
      : '';
  return `On the dashed line a prediction is right. Half of the samples lie within ${amount(half)} of it, in units of ${target}${timid}.`;
}

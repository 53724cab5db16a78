import * as Plot from '@observablehq/plot';
import { formatPercent, formatShareInterval } from '../format.ts';
import type { ReportInput } from '../input.ts';
import { type CalibrationPoint, type SurvivalCalibration, survivalCalibration } from '../survival-calibration.ts';
import { learnerName, timeInWords } from '../words.ts';
import { ACCENT, drawSvg, FIGURE_WIDTH, type Figure, LINE, MUTED, plainAxis } from './figure.ts';

/** Predicted against observed survival at one time, by fifths of the predicted. Null without them. */
export function calibrationOfSurvival(input: ReportInput, document: Document): Figure | null {
  const found = survivalCalibration(input);
  if (!found) return null;
  const { study, chosen } = input.record;
  const when = timeInWords(study, found.time);
  const { points } = found;
  const bounded = points.filter(({ lower, upper }) => Number.isFinite(lower) && Number.isFinite(upper));
  const alt = `Calibration of survival at ${when}, observed (Kaplan–Meier, 95 % limits) against mean predicted. ${points
    .map((point) => `Predicted ${formatPercent(point.predicted)}: observed ${observedInWords(point)}`)
    .join('. ')}.`;
  const svg = drawSvg(document, alt, {
    height: 396,
    marginLeft: 52,
    marginBottom: 46,
    marginTop: 12,
    marginRight: 12,
    x: { ...plainAxis(`predicted to be free of the event at ${when}`), domain: [0, 1] },
    y: { ...plainAxis('observed to be free of it'), domain: [0, 1] },
    marks: [
      Plot.gridX({ ticks: 5, stroke: LINE, strokeOpacity: 1 }),
      Plot.gridY({ ticks: 5, stroke: LINE, strokeOpacity: 1 }),
      Plot.line(DIAGONAL, { stroke: MUTED, strokeDasharray: '3 4' }),
      Plot.ruleX(bounded, { x: 'predicted', y1: 'lower', y2: 'upper', stroke: ACCENT, strokeWidth: 2 }),
      Plot.line(points as CalibrationPoint[], {
        x: 'predicted',
        y: 'observed',
        stroke: ACCENT,
        strokeWidth: 1,
        strokeOpacity: 0.5,
      }),
      Plot.dot(points as CalibrationPoint[], {
        x: 'predicted',
        y: 'observed',
        r: 4.5,
        fill: ACCENT,
        title: pointInWords,
      }),
    ],
  });
  return {
    title: `Calibration of ${learnerName(chosen)} at ${when}`,
    svg,
    sentence: sentenceOf(found, when),
    alt,
    width: FIGURE_WIDTH,
    data: {
      columns: ['predicted', 'observed', 'low', 'high', 'samples'],
      rows: points.map(({ predicted, observed, lower, upper, size }) => [predicted, observed, lower, upper, size]),
    },
  };
}

const DIAGONAL = [
  [0, 0],
  [1, 1],
];

const pointInWords = (point: CalibrationPoint) =>
  `predicted ${formatPercent(point.predicted)}, observed ${observedInWords(point)}, ${point.size} samples`;

function observedInWords({ observed, lower, upper }: CalibrationPoint): string {
  return formatShareInterval({ value: observed, low: lower, high: upper });
}

function sentenceOf({ points }: SurvivalCalibration, when: string): string {
  const low = points[0]!;
  const high = points.at(-1)!;
  const missed = points.filter(({ lower, upper, predicted }) => predicted < lower || predicted > upper).length;
  const lead = `Where the model gives the lowest chances to be free of the event at ${when}, ${formatPercent(low.predicted)} on average, ${observedInWords(low)} were; where it gives the highest, ${formatPercent(high.predicted)}, it was ${observedInWords(high)}`;
  const verdict =
    missed === 0
      ? 'All the intervals reach the diagonal: no sign that the probabilities are wrong'
      : `${missed} of the ${points.length} intervals ${missed === 1 ? 'does' : 'do'} not reach the diagonal: there the probabilities are off, though the order may be right`;
  return `${lead}. ${verdict}.`;
}

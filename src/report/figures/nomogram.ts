import * as Plot from '@observablehq/plot';
import type { Nomogram } from '../../explain/nomogram.ts';
import { formatAmount, formatList, formatPercent } from '../format.ts';
import type { ReportInput } from '../input.ts';
import { learnerName, timeInWords } from '../words.ts';
import { drawSvg, type Figure, fitText, INK, LINE, labelSpace, MUTED, textWidth } from './figure.ts';

const WIDTH = 700;
const ROW = 46;
const RIGHT = 24;
/** Pixels between two labels of a scale. */
const GAP = 7;
/** Shares that a scale of survival may show. */
const SHARES = [0.99, 0.98, 0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.05, 0.01];

interface Scale {
  readonly name: string;
  readonly marks: readonly { readonly label: string; readonly at: number }[];
}

/** The chosen survival model as scales whose points are added by hand. Null where it cannot be drawn as one. */
export function nomogram({ nomogram: found, record }: ReportInput, document: Document): Figure | null {
  if (!found) return null;
  const { study, chosen } = record;
  const scales = scalesOf(found, (time) => timeInWords(study, time));
  const left =
    20 +
    labelSpace(
      scales.map(({ name }) => name),
      170,
    );
  const pixels = WIDTH - left - RIGHT;
  const alt = altOf(scales, found.variables.length);
  const rows = scales.map(({ name, marks }, row) => ({ name, row, marks, ends: endsOf(marks) }));
  const ticks = rows.flatMap(({ row, marks }) => marks.map(({ at }) => ({ row, at })));
  const labels = rows.flatMap(({ row, marks }) => apart(marks, pixels).map((mark) => ({ row, ...mark })));
  const svg = drawSvg(document, alt, {
    width: WIDTH,
    height: scales.length * ROW + 20,
    marginLeft: left,
    marginRight: RIGHT,
    marginTop: 26,
    marginBottom: 20,
    x: { domain: [0, 100], axis: null },
    y: { domain: [0, scales.length - 1], range: [30, scales.length * ROW - 10], axis: null },
    marks: [
      Plot.ruleX([0, 20, 40, 60, 80, 100], { y1: 0, y2: found.variables.length, stroke: LINE }),
      Plot.ruleY(rows, { y: 'row', x1: ({ ends }) => ends[0], x2: ({ ends }) => ends[1], stroke: INK }),
      Plot.ruleX(ticks, { x: 'at', y1: 'row', y2: 'row', insetTop: -5, stroke: INK }),
      Plot.text(labels, { x: 'at', y: 'row', text: 'label', dy: -13, fill: INK }),
      Plot.text(rows, {
        y: 'row',
        frameAnchor: 'left',
        textAnchor: 'end',
        dx: -16,
        text: ({ name }) => fitText(name, left - 20),
        title: 'name',
        fill: INK,
      }),
      Plot.ruleY([found.variables.length + 0.5], { stroke: MUTED, strokeDasharray: '3 4' }),
    ],
  });
  return {
    title: `Nomogram of ${learnerName(chosen)}, fitted on all samples`,
    svg,
    sentence: sentenceOf(found, (time) => timeInWords(study, time)),
    alt,
    width: WIDTH,
    data: {
      columns: ['scale', 'mark', 'place'],
      rows: scales.flatMap(({ name, marks }) => marks.map(({ label, at }) => [name, label, at])),
    },
  };
}

/** The scale of points, one for each variable, that of their sum, and one of survival for each time; places in 0 … 100. */
function scalesOf(
  { variables, mostPoints, riskAtZero, riskPerPoint, times }: Nomogram,
  inWords: (time: number) => string,
): Scale[] {
  const step = [10, 20, 25, 50, 100].find((s) => mostPoints / s <= 12) ?? 100;
  const sums = Array.from({ length: Math.floor(mostPoints / step) + 1 }, (_, k) => k * step);
  return [
    { name: 'points', marks: [0, 20, 40, 60, 80, 100].map((at) => ({ label: String(at), at })) },
    ...variables.map(({ feature, marks }) => ({
      name: feature,
      marks: marks.map(({ label, points }) => ({ label, at: points })),
    })),
    { name: 'total points', marks: sums.map((sum) => ({ label: String(sum), at: (100 * sum) / mostPoints })) },
    ...times.map(({ time, hazard }) => ({
      name: `free at ${inWords(time)}`,
      marks: SHARES.flatMap((share) => {
        const risk = Math.log(-Math.log(share) / hazard);
        const at = ((risk - riskAtZero) / riskPerPoint / mostPoints) * 100;
        return at >= 0 && at <= 100 ? [{ label: formatPercent(share), at }] : [];
      }),
    })),
  ];
}

function endsOf(marks: Scale['marks']): [number, number] {
  const places = marks.map(({ at }) => at);
  return places.length === 0 ? [0, 0] : [Math.min(...places), Math.max(...places)];
}

/** The marks whose labels do not touch: the two ends first, then from left to right. */
function apart(marks: Scale['marks'], pixels: number): Scale['marks'] {
  const sorted = [...marks].sort((a, b) => a.at - b.at);
  const order = sorted.length > 2 ? [sorted[0]!, sorted.at(-1)!, ...sorted.slice(1, -1)] : sorted;
  const kept: Scale['marks'][number][] = [];
  for (const mark of order) {
    const touches = kept.some(
      (other) =>
        (Math.abs(other.at - mark.at) * pixels) / 100 < (textWidth(other.label) + textWidth(mark.label)) / 2 + GAP,
    );
    if (!touches) kept.push(mark);
  }
  return kept;
}

function altOf(scales: readonly Scale[], nVariables: number): string {
  const parts = scales.slice(1, nVariables + 1).map(({ name, marks }) => {
    const ends = [...marks].sort((a, b) => a.at - b.at);
    const [low, high] = [ends[0], ends.at(-1)];
    return low && high
      ? `${name}: 0 points at ${low.label}, ${Math.round(high.at)} at ${high.label}`
      : `${name}: no value`;
  });
  return `Nomogram: points for the value of each variable, their sum, and the chance to be free of the event. ${parts.join('. ')}.`;
}

function sentenceOf(
  { variables, riskAtZero, riskPerPoint, mostPoints, times, worst }: Nomogram,
  inWords: (time: number) => string,
): string {
  const longest = variables
    .filter(({ marks }) => marks.some(({ points }) => points > 99.9))
    .map(({ feature }) => feature);
  const half = Math.round(mostPoints / 2);
  const chances = times.map(({ time, hazard }) => {
    const share = Math.exp(-hazard * Math.exp(riskAtZero + riskPerPoint * half));
    return `${formatPercent(share)} at ${inWords(time)}`;
  });
  const example =
    chances.length > 0 ? ` ${half} points mean a chance to be free of the event of ${formatList(chances)}.` : '';
  return `For one patient, read the points above the value of each variable, add them, and look below their sum.${example} ${formatList(longest)} can move it most. The scales give the model's own probabilities to within ${worst < 1e-6 ? 'a millionth' : formatAmount(worst)}; whether those hold is what the calibration out of fold says.`;
}

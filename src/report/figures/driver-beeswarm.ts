import * as Plot from '@observablehq/plot';
import { type Attributed, attributed, strongestOf } from '../attributed.ts';
import { outputInWords, scaleInWords, tickInWords } from '../attribution-words.ts';
import { amountsLike, capitalise, formatCount, formatList } from '../format.ts';
import type { ReportInput } from '../input.ts';
import { RAMP_STEPS, rampColour } from '../palette.ts';
import { drawSvg, FIGURE_WIDTH, type Figure, fitText, INK, LINE, labelSpace, MUTED } from './figure.ts';
import { AS_POINTS_MOST, pointData } from './figure-data.ts';
import { drawPoints, shadeSaid } from './points.ts';

const SHOWN = 10;
const ROW = 34;
/** How far a point may stand from the middle of its row, in rows. */
const SPREAD = 0.42;

interface Point {
  readonly row: number;
  readonly value: number;
  /** Of the feature's value among all samples, 0 … RAMP_STEPS − 1. */
  readonly step: number;
  /** From the middle, in rows. */
  offset: number;
}

/** Every held-out sample as a point: how far a feature moved output k for it, and whether it had much or little of the feature. Null without an explanation. */
export function driverBeeswarm(input: ReportInput, document: Document, k = 0): Figure | null {
  const found = attributed(input);
  const shown = found ? strongestOf(found, k, SHOWN) : [];
  if (!found || shown.length === 0) return null;
  const { study } = input.record;
  const { scale, outputs } = found.explanation;
  const names = shown.map((f) => found.features[f]!);
  const points = shown.flatMap((f, row) => pointsOf(found, k, f, row));
  const most = points.reduce((max, { value }) => Math.max(max, Math.abs(value)), 0) || 1;
  spread(points, most);
  const output = outputInWords(outputs[k]!, study);
  const unit = scaleInWords(scale, study);
  const format = amountsLike(most);
  const nameSpace = labelSpace(names, 130);
  const alt = `Beeswarm of attributions towards ${output} in ${unit}, one point a held-out sample and feature. From strongest: ${shown
    .map(
      (f) =>
        `${found.features[f]} from ${format(Math.min(...known(found, k, f)))} to ${format(Math.max(...known(found, k, f)))}`,
    )
    .join(', ')}.`;
  const svg = drawSvg(document, alt, {
    height: shown.length * ROW + 86,
    marginLeft: nameSpace + 14,
    marginRight: 16,
    marginTop: 38,
    marginBottom: 48,
    x: {
      domain: [-most, most],
      ticks: 4,
      tickSize: 0,
      label: `moves ${fitText(output, 120)} by (${unit})`,
      labelAnchor: 'center',
      labelArrow: 'none',
      tickFormat: tickInWords,
    },
    y: { domain: [-0.5, shown.length - 0.5], reverse: true, axis: null },
    marks: [
      Plot.ruleY(names.keys(), { stroke: LINE }),
      Plot.ruleX([0], { stroke: MUTED }),
      swarm(points),
      Plot.text(names, {
        y: (_: string, i: number) => i,
        text: (name: string) => fitText(name, nameSpace),
        frameAnchor: 'left',
        textAnchor: 'end',
        dx: -8,
        fill: INK,
      }),
      legend(nameSpace),
    ],
  });
  return {
    title: outputs.length > 1 ? `What moves ${output}` : `Sample by sample: what moves ${output}`,
    svg,
    sentence: `${directions(found, k, shown, output)} Each point is one of ${formatCount(found.rows.length)} held-out samples: how far to the right or left the feature moved its answer; the colour says whether the sample has much or little of the feature.${gaps(found, shown)}${shadeSaid(points.length)}`,
    alt,
    width: FIGURE_WIDTH,
    data: pointData(
      ['feature', 'attribution', 'step of the value'],
      points.map(({ row, value, step }) => [names[row]!, value, step]),
    ),
  };
}

const known = (found: Attributed, k: number, f: number) =>
  Array.from(found.values[k]![f]!).filter((v) => !Number.isNaN(v));

function pointsOf(found: Attributed, k: number, f: number, row: number): Point[] {
  const [values, x] = [found.values[k]![f]!, found.x[f]!];
  const there = Array.from(values.keys()).filter((s) => !Number.isNaN(values[s]!) && !Number.isNaN(x[s]!));
  const sorted = Float64Array.from(there, (s) => x[s]!).sort();
  return there.map((s) => ({ row, value: values[s]!, step: stepOf(sorted, x[s]!), offset: 0 }));
}

/** The middle of the ranks of a value, so that equal values have one colour and a feature of two values the two ends. */
function stepOf(sorted: Float64Array, value: number): number {
  const [low, high] = [sorted[0]!, sorted.at(-1)!];
  if (low === high) return (RAMP_STEPS - 1) / 2;
  if (value === low) return 0;
  if (value === high) return RAMP_STEPS - 1;
  const below = firstAt(sorted, (v) => v >= value);
  const upTo = firstAt(sorted, (v) => v > value);
  return Math.round((((below + upTo) / 2 - 0.5) / (sorted.length - 1)) * (RAMP_STEPS - 1));
}

function firstAt(sorted: Float64Array, holds: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(sorted[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Points of a row that would lie over one another are set above and below, a row with many the closer. */
function spread(points: readonly Point[], most: number): void {
  const BINS = 70;
  const cells = new Map<number, Point[]>();
  for (const point of points) {
    const cell = point.row * BINS + Math.min(BINS - 1, Math.floor(((point.value / most + 1) / 2) * BINS));
    const own = cells.get(cell);
    if (own) own.push(point);
    else cells.set(cell, [point]);
  }
  const fullest = new Map<number, number>();
  for (const [cell, own] of cells) {
    const row = Math.floor(cell / BINS);
    fullest.set(row, Math.max(fullest.get(row) ?? 0, own.length));
  }
  for (const [cell, own] of cells) {
    const gap = Math.min(0.1, (2 * SPREAD) / fullest.get(Math.floor(cell / BINS))!);
    // Lowest in the middle or highest, as they come: colours mix.
    own.forEach((point, i) => {
      point.offset = (i % 2 === 0 ? 1 : -1) * Math.ceil(i / 2) * gap;
    });
  }
}

/** A layer of each colour. */
function swarm(points: readonly Point[]): Plot.Markish[] {
  const steps = Array.from({ length: RAMP_STEPS }, (_, step) => step);
  if (points.length <= AS_POINTS_MOST)
    return steps.map((step) =>
      dots(
        points.filter((point) => point.step === step),
        rampColour(step),
      ),
    );
  const rows = (step: number) => Array.from(points.keys()).filter((p) => points[p]!.step === step);
  return drawPoints(
    steps.map((step) => ({ rows: rows(step), colour: rampColour(step) })),
    (p) => points[p]!.value,
    (p) => points[p]!.row + points[p]!.offset,
    { size: 1.6 },
  );
}

/** Points of one colour as a single path of round ends: a fifth of the size of as many circles. */
function dots(points: readonly Point[], stroke: string): Plot.RenderFunction {
  return (_index, scales, _values, _size, context) => {
    const [x, y] = [scales.x!, scales.y!];
    const path = context.ownerSVGElement.ownerDocument.createElementNS('http://www.w3.org/2000/svg', 'path');
    const at = ({ value, row, offset }: Point) => `M${x(value).toFixed(1)} ${y(row + offset).toFixed(1)}h0`;
    path.setAttribute('d', points.map(at).join(''));
    path.setAttribute('stroke', stroke);
    path.setAttribute('stroke-width', points.length > 120 ? '3.6' : '5');
    path.setAttribute('stroke-linecap', 'round');
    return path;
  };
}

function legend(nameSpace: number): Plot.Markish[] {
  const dy = -24;
  const at = { frameAnchor: 'top-left', lineAnchor: 'middle', dy, fill: INK } as const;
  const from = 8 - nameSpace;
  return [
    Plot.text(['value of the feature: low'], { ...at, dx: from }),
    Array.from({ length: RAMP_STEPS }, (_, step) =>
      Plot.dot([0], { frameAnchor: 'top-left', dx: from + 176 + 12 * step, dy, r: 5, fill: rampColour(step) }),
    ),
    Plot.text(['high'], { ...at, dx: from + 178 + 12 * RAMP_STEPS }),
  ];
}

/** Which way the strongest point, where they point one way. @param output what they speak for. */
function directions(
  { explanation, features }: Attributed,
  k: number,
  shown: readonly number[],
  output: string,
): string {
  const one = explanation.outputs.length === 1 && ['value', 'risk'].includes(explanation.outputs[0]!);
  const signed = shown.slice(0, 6).map((f) => {
    const { feature, direction } = explanation.features.find(({ feature }) => feature === features[f])!;
    return { feature, sign: direction[k]! > 0.5 ? 1 : direction[k]! < -0.5 ? -1 : 0 };
  });
  const named = (sign: number) => signed.filter((each) => each.sign === sign).map(({ feature }) => feature);
  const [up, down] = [named(1), named(-1)];
  const parts = [
    ...(up.length > 0 ? [`more of ${formatList(up)} speaks for ${one ? `a higher ${output}` : output}`] : []),
    ...(down.length > 0
      ? [`more of ${formatList(down)} speaks ${one ? `for a lower ${output}` : `against ${output}`}`]
      : []),
  ];
  return parts.length > 0 ? `${capitalise(parts.join(', '))}.` : 'None of the strongest points one way only.';
}

function gaps(found: Attributed, shown: readonly number[]): string {
  const missing = shown.filter((f) => found.x[f]!.some((v) => Number.isNaN(v))).length;
  return missing > 0
    ? ` ${missing === shown.length ? 'All' : missing} of the features shown lack the samples of folds in which they were not among the first ${found.explanation.k}.`
    : '';
}

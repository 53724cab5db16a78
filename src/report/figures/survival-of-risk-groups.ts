import * as Plot from '@observablehq/plot';
import { capitalise, formatAmount, formatCount, formatP, formatShareInterval } from '../format.ts';
import type { ReportInput } from '../input.ts';
import { classColour, classDash } from '../palette.ts';
import { type RiskGroup, type RiskGroups, riskGroups, survivalOf } from '../risk-groups.ts';
import { learnerName, timeColumn, timeInWords } from '../words.ts';
import { drawSvg, FIGURE_WIDTH, type Figure, fitText, INK, LINE, MUTED, plainAxis } from './figure.ts';
import { legendAbove, lineSwatch } from './legend.ts';

const LEFT = 66;
const RIGHT = 16;
const ROW = 18;
const AXIS = 46;
/** With more samples than this the marks of the censored would hide the curves. */
const MARKED_MOST = 2000;

/** Kaplan–Meier curves of the thirds of out-of-fold risk, with the numbers at risk below. Null without them. */
export function survivalOfRiskGroups(input: ReportInput, document: Document): Figure | null {
  const found = riskGroups(input);
  if (!found) return null;
  const { study, chosen } = input.record;
  const { groups, medianTime } = found;
  const latest = Math.max(...groups.map(({ curve }) => curve.times.at(-1)!));
  const ticks = roundTicks(latest);
  const total = groups.reduce((sum, { size }) => sum + size, 0);
  const legend = legendAbove(
    groups.map((group) => ({ text: `${group.name} third`, swatch: lineSwatch(colourOf(group), dashOf(group)) })),
    LEFT,
    RIGHT,
  );
  const alt = altOf(found, timeInWords(study, medianTime));
  const below = AXIS + (groups.length + 1) * ROW;
  const svg = drawSvg(document, alt, {
    height: legend.height + 270 + below,
    marginLeft: LEFT,
    marginRight: RIGHT,
    marginTop: legend.height,
    marginBottom: below,
    x: { domain: [0, latest], axis: null },
    y: { ...plainAxis('free of the event'), domain: [0, 1] },
    marks: [
      Plot.gridY({ ticks: 5, stroke: LINE, strokeOpacity: 1 }),
      Plot.axisX(ticks, { tickSize: 0, tickFormat: formatCount, label: null }),
      Plot.ruleX([medianTime], { stroke: MUTED, strokeDasharray: '3 4' }),
      groups.map((group) => [
        Plot.areaY(corners(group, ['lower', 'upper']), {
          x: 'time',
          y1: 'lower',
          y2: 'upper',
          curve: 'step-after',
          fill: colourOf(group),
          fillOpacity: 0.12,
        }),
        Plot.line(corners(group, []), {
          x: 'time',
          y: 'survival',
          curve: 'step-after',
          stroke: colourOf(group),
          strokeDasharray: dashOf(group),
          strokeWidth: 2,
          title: () => `${group.name} third: ${group.size} samples, ${group.events} events`,
        }),
        total <= MARKED_MOST ? censoredMarks(group) : null,
      ]),
      Plot.text([fitText(timeColumn(study), 300)], { frameAnchor: 'bottom', lineAnchor: 'top', dy: 26, fill: INK }),
      Plot.text(['at risk'], { frameAnchor: 'bottom-left', textAnchor: 'end', dx: -18, dy: AXIS + 8, fill: MUTED }),
      groups.map((group, row) => atRisk(group, ticks, AXIS + 8 + (row + 1) * ROW)),
      legend.marks,
    ],
  });
  return {
    title: `Survival by predicted risk, ${learnerName(chosen)}`,
    svg,
    sentence: sentenceOf(found, timeInWords(study, medianTime)),
    alt,
    width: FIGURE_WIDTH,
    data: {
      columns: ['third of the risk', 'time', 'survival', 'low', 'high'],
      rows: groups.flatMap((group) =>
        corners(group, []).map(({ time, survival, lower, upper }) => [group.name, time, survival, lower, upper]),
      ),
    },
  };
}

const STYLE = {
  lowest: { colour: classColour(0), dash: classDash(0) },
  middle: { colour: MUTED, dash: classDash(1) },
  highest: { colour: classColour(1), dash: classDash(0) },
};
const colourOf = ({ name }: RiskGroup) => STYLE[name].colour;
const dashOf = ({ name }: RiskGroup) => STYLE[name].dash;

interface Corner {
  readonly time: number;
  readonly survival: number;
  readonly lower: number;
  readonly upper: number;
}

/** From time 0 at 1, the times at which the curve falls, and the last. @param need limits without which a corner is left out. */
function corners({ curve }: RiskGroup, need: readonly ('lower' | 'upper')[]): Corner[] {
  const all = Array.from(curve.times, (time, at) => ({
    time,
    survival: curve.survival[at]!,
    lower: curve.lower[at]!,
    upper: curve.upper[at]!,
  }));
  const kept = all.filter((_, at) => curve.events[at]! > 0 || at === all.length - 1);
  return [{ time: 0, survival: 1, lower: 1, upper: 1 }, ...kept].filter((corner) =>
    need.every((limit) => Number.isFinite(corner[limit])),
  );
}

function censoredMarks(group: RiskGroup): Plot.Markish {
  const { curve } = group;
  const at = Array.from(curve.times.keys()).filter((s) => curve.censored[s]! > 0);
  return Plot.dot(at, {
    x: (s: number) => curve.times[s]!,
    y: (s: number) => curve.survival[s]!,
    symbol: 'plus',
    r: 2.5,
    stroke: colourOf(group),
    strokeOpacity: 0.7,
    strokeWidth: 1,
  });
}

function atRisk(group: RiskGroup, ticks: readonly number[], dy: number): Plot.Markish {
  const { times, atRisk: counts } = group.curve;
  return [
    Plot.text([group.name], {
      frameAnchor: 'bottom-left',
      textAnchor: 'end',
      dx: -18,
      dy,
      fill: colourOf(group),
    }),
    Plot.text(ticks, {
      x: (tick: number) => tick,
      text: (tick: number) => formatCount(counts[times.findIndex((time) => time >= tick)] ?? 0),
      frameAnchor: 'bottom',
      dy,
      fill: INK,
    }),
  ];
}

/** Four or five round times from 0 to at most `latest`. */
function roundTicks(latest: number): number[] {
  const rough = latest / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((s) => s >= rough)!;
  return Array.from({ length: Math.floor(latest / step) + 1 }, (_, k) => Number((k * step).toPrecision(6)));
}

function altOf({ groups, p }: RiskGroups, when: string): string {
  const parts = groups.map(
    ({ name, size, events, median }) =>
      `${capitalise(name)} third: ${size} samples, ${events} events, median survival ${median === null ? 'not reached' : formatAmount(median)}`,
  );
  return `Kaplan–Meier curves by thirds of predicted risk. ${parts.join('. ')}. Log-rank ${formatP(p)}. The dashed upright line stands at ${when}.`;
}

function sentenceOf({ groups, p, medianTime }: RiskGroups, when: string): string {
  const stated = [groups.at(-1)!, groups[0]!].map(({ name, curve }) => {
    const { survival, lower, upper } = survivalOf(curve, medianTime);
    if (Number.isNaN(survival)) return `an unknown share of the ${name} third`;
    return `${formatShareInterval({ value: survival, low: lower, high: upper })} of the ${name} third`;
  });
  const apart = p < 0.05 ? 'the curves differ by more than chance would do' : 'that the curves differ may be chance';
  return `Each sample was put into a third by the risk that a model which had not seen it gave it, compared within its fold. At ${when} (dashed line, the median time of observation) ${stated.join(' and ')} are free of the event; ${apart} (log-rank ${formatP(p)}, which takes the risks as known beforehand: the folds share samples to learn from and the learner was chosen on them, so a small p is a description, and a permutation test, validate.permutation, the proof). Shades are 95\u00a0% limits, crosses the censored.`;
}

import * as Plot from '@observablehq/plot';
import { pearson } from '../../metric/regression/pearson.ts';
import { cIndex } from '../../metric/survival/c-index.ts';
import type { NumberTarget, SurvivalTarget } from '../../table/target.ts';
import { quantile } from '../../validate/intervals.ts';
import { type ClusterGroup, foundGroups } from '../cluster-groups.ts';
import { capitalise, countOf, formatAmount, formatList, formatPercent, formatScore } from '../format.ts';
import type { ReportInput, SampleMap } from '../input.ts';
import { countEvents } from '../outcome.ts';
import { classColour, classSymbol, RAMP_STEPS, rampColour } from '../palette.ts';
import type { StudySummary } from '../record.ts';
import { fitText, INK, MUTED, textWidth } from './figure.ts';
import { type Legend, legendAbove, pointSwatch } from './legend.ts';
import type { PointLayer } from './points.ts';

/** How the outcome is shown on the map of the samples. */
export interface Colouring {
  /** Drawn in this order. */
  readonly layers: readonly Layer[];
  readonly legend: Legend;
  /** What the map shows of the outcome, for the alternative text; ends in a full stop. */
  readonly alt: string;
  /** The same for the sentence, after `… hold 21 % of its variance`. */
  readonly said: string;
}

export interface Layer extends PointLayer {
  /** What these have in common. */
  readonly name: string;
}

export interface Margins {
  readonly left: number;
  readonly right: number;
}

/** Null where there is no outcome, and no groups were found. */
export function colouringOf(input: ReportInput, map: SampleMap, margins: Margins): Colouring | null {
  const { target, record } = input;
  switch (target.task) {
    case 'classification':
      return byClass(map, target.codes, target.classes, margins);
    case 'regression':
      return byValue(map, target, record.study, margins);
    case 'survival':
      return byEvent(map, target, margins);
    case 'clustering': {
      const found = foundGroups(input);
      return found && byGroup(found.groups, margins);
    }
  }
}

/** A class has its own colour and its own symbol; the commonest first, so that rare ones lie on top of it. */
function byClass(map: SampleMap, codes: Int32Array, classes: readonly string[], margins: Margins): Colouring {
  const home = homes(map, codes, classes);
  const layers = classes.map((name, k) => ({
    rows: indicesOf(codes, k),
    name,
    symbol: classSymbol(k),
    colour: classColour(k),
  }));
  return {
    layers: layers.sort((a, b) => b.rows.length - a.rows.length),
    legend: legendAbove(
      classes.map((text, k) => ({ text, swatch: pointSwatch(classSymbol(k), classColour(k)) })),
      margins.left,
      margins.right,
    ),
    alt: `${home.map(({ name, share }) => `${name}: ${formatPercent(share)} nearest to the centre of their own class`).join('. ')}.`,
    said: homesSentence(home),
  };
}

/** Seven steps of colour between the 2nd and the 98th percentile, so that a few extremes do not take all of them. */
function byValue(map: SampleMap, { values }: NumberTarget, study: StudySummary, { left }: Margins): Colouring {
  const sorted = values.slice().sort();
  const low = quantile(sorted, 0.02);
  const high = quantile(sorted, 0.98);
  const stepOf = (value: number) =>
    high > low ? Math.max(0, Math.min(RAMP_STEPS - 1, Math.floor(((value - low) / (high - low)) * RAMP_STEPS))) : 0;
  const steps = Array.from({ length: RAMP_STEPS }, (_, step) => step);
  const axes = [map.x, map.y].map((axis) => pearson.compute({ truth: values, predicted: Float64Array.from(axis) }));
  const along = axes.map(formatScore).join(' and ');
  return {
    layers: steps.map((step) => ({
      rows: Array.from(values.keys()).filter((i) => stepOf(values[i]!) === step),
      name: `${formatAmount(low + ((high - low) * step) / RAMP_STEPS)} to ${formatAmount(low + ((high - low) * (step + 1)) / RAMP_STEPS)}`,
      symbol: 'circle',
      colour: rampColour(step),
    })),
    legend: rampLegend(study.target, formatAmount(low), formatAmount(high), left),
    alt: `Correlation of ${study.target} with the two components: ${along}.`,
    said: `. The correlation of ${study.target} with them is ${along}; where a correlation is near 0, that direction says little of the outcome`,
  };
}

function rampLegend(name: string, low: string, high: string, left: number): Legend {
  const height = 36;
  const cell = 16;
  const title = fitText(name, 150);
  const start = 8 - left + textWidth(title) + 10;
  const bar = start + textWidth(low) + 8;
  const text = (content: string, dx: number, fill: string) =>
    Plot.text([content], { frameAnchor: 'top-left', lineAnchor: 'middle', dx, dy: 10 - height, fill });
  return {
    height,
    marks: [
      text(title, 8 - left, INK),
      text(low, start, MUTED),
      Array.from({ length: RAMP_STEPS }, (_, step) =>
        Plot.dot([0], {
          frameAnchor: 'top-left',
          dx: bar + cell * (step + 0.5),
          dy: 10 - height,
          symbol: 'square',
          r: cell / Math.sqrt(Math.PI), // a square of the area of this circle
          fill: rampColour(step),
        }),
      ),
      text(high, bar + cell * RAMP_STEPS + 8, MUTED),
    ],
  };
}

/** The censored hollow, so that the events stand out. */
function byEvent(map: SampleMap, target: SurvivalTarget, margins: Margins): Colouring {
  const { times, events } = target;
  const rows = (event: number) => Array.from(events.keys()).filter((i) => events[i] === event);
  const first = Float64Array.from(map.x);
  const none = { curveTimes: new Float64Array(0), survival: new Float64Array(0) };
  const c = cIndex.compute({ times, events, risks: first, ...none });
  // The direction of a component is arbitrary.
  const order = formatScore(Math.max(c, 1 - c));
  const seen = countEvents(target);
  return {
    layers: [
      { rows: rows(0), name: 'censored', symbol: 'circle', colour: classColour(0), hollow: true },
      { rows: rows(1), name: 'event', symbol: 'diamond', colour: classColour(1) },
    ],
    legend: legendAbove(
      [
        { text: `event (${seen})`, swatch: pointSwatch('diamond', classColour(1)) },
        { text: `censored (${events.length - seen})`, swatch: pointSwatch('circle', classColour(0), true) },
      ],
      margins.left,
      margins.right,
    ),
    alt: `${countOf(seen, 'event')} and ${events.length - seen} censored. C-index of component 1 alone: ${order}.`,
    said: `. Component 1 alone would order the samples by risk with C-index ${order} (0.50 is chance)`,
  };
}

/** Noise hollow, the rest as classes are. */
function byGroup(groups: readonly ClusterGroup[], margins: Margins): Colouring {
  const look = (label: number) =>
    label < 0
      ? ({ symbol: 'circle', colour: MUTED, hollow: true } as const)
      : { symbol: classSymbol(label), colour: classColour(label), hollow: false };
  const named = groups.map(({ label, name, rows }) => ({
    name: label < 0 ? name : `group ${name}`,
    text: `${label < 0 ? name : `group ${name}`} (${rows.length})`,
    rows,
    ...look(label),
  }));
  return {
    layers: [...named].sort((a, b) => b.rows.length - a.rows.length),
    legend: legendAbove(
      named.map(({ text, symbol, colour, hollow }) => ({ text, swatch: pointSwatch(symbol, colour, hollow) })),
      margins.left,
      margins.right,
    ),
    alt: `${capitalise(formatList(named.map(({ text }) => text)))}.`,
    said: '. The groups were found in all directions, so those that overlap here may still differ in others; a cut through one cloud shows as colours that meet without a gap',
  };
}

function indicesOf(codes: Int32Array, k: number): number[] {
  return Array.from(codes.keys()).filter((i) => codes[i] === k);
}

interface Home {
  readonly name: string;
  /** Share of the class whose nearest class centre on the map is its own. */
  readonly share: number;
}

function homes(map: SampleMap, codes: Int32Array, classes: readonly string[]): Home[] {
  const centres = classes.map((_, k) => {
    const own = indicesOf(codes, k);
    const mean = (values: ArrayLike<number>) => own.reduce((total, i) => total + values[i]!, 0) / own.length;
    return { x: mean(map.x), y: mean(map.y), size: own.length };
  });
  return classes.flatMap((name, k) => {
    if (centres[k]!.size === 0) return [];
    const own = indicesOf(codes, k);
    const distance = (i: number, j: number) => (map.x[i]! - centres[j]!.x) ** 2 + (map.y[i]! - centres[j]!.y) ** 2;
    const home = own.filter((i) => centres.every(({ size }, j) => size === 0 || distance(i, k) <= distance(i, j)));
    return [{ name, share: home.length / own.length }];
  });
}

function homesSentence(homes: readonly Home[]): string {
  const ranked = [...homes].sort((a, b) => b.share - a.share);
  const best = ranked[0];
  if (!best) return '';
  const mixed = ranked.filter(({ share }) => share < 0.5).map(({ name }) => name);
  const apart = `${best.name} stands apart most clearly (${formatPercent(best.share)} of its samples lie nearest to their own centre)`;
  const rest = mixed.length > 0 && mixed.length <= 4 ? `, ${formatList(mixed)} mostly among the others` : '';
  return `: ${apart}${rest}. Classes that overlap here may still differ in other directions`;
}

import * as Plot from '@observablehq/plot';
import { HEAT_LEVELS } from '../../explain/explore/clustered-heat-map.ts';
import type { HeatMap } from '../../explain/explore/exploration.ts';
import { countOf, formatList } from '../format.ts';
import type { ReportInput } from '../input.ts';
import { classColour, RAMP_STEPS, rampColour } from '../palette.ts';
import { drawSvg, type Figure, fitText, INK, labelSpace, MUTED, textWidth } from './figure.ts';
import type { FigureData } from './figure-data.ts';

export const HEAT_MAP_WIDTH = 860;
const ROW = 14;
const TREE = 70;
/** Strip of the classes above the cells. */
const STRIP = 12;
const SIZE = 11;

/** The most variable features over the samples, both in the order of their trees, with the classes above. Null without an exploration. */
export function heatMap({ exploration, record }: ReportInput, document: Document): Figure | null {
  const map = exploration?.heatMap;
  if (!map) return null;
  const { features, levels, of } = map;
  const nSamples = levels.length / features.length;
  const alt = `Heat map of the ${features.length} most variable features of ${exploration.block} over ${countOf(nSamples, 'sample')}, each in deviations from its mean. From top to bottom: ${features.join(', ')}.`;
  const svg = drawHeatMap(map, record.study.classes, alt, document);
  const drawn = nSamples < of ? ` Of ${countOf(of, 'sample')} ${nSamples} are shown, evenly chosen.` : '';
  const strip0 = map.codes ? ' The strip above has the class of each sample, which had no part in the order.' : '';
  return {
    title: 'The features that vary most',
    svg,
    sentence: `Each row is a feature, each column a sample; the colour says how far the value lies from the mean of its feature. Samples and features that are alike stand side by side; the tree joins features that rise and fall together, ${formatList(closest(map))} first.${strip0}${drawn}`,
    alt,
    width: HEAT_MAP_WIDTH,
    data: heatMapData(map),
  };
}

/** The steps of the colours, from −2 to 2 standard deviations. */
export function heatMapData({ features, levels }: HeatMap): FigureData {
  const nSamples = levels.length / features.length;
  const value = (level: number) => (4 * level) / (HEAT_LEVELS - 1) - 2;
  return {
    columns: ['feature', ...Array.from({ length: nSamples }, (_, c) => `column ${c + 1}`)],
    rows: features.map((feature, r) => [
      feature,
      ...Array.from(levels.subarray(r * nSamples, (r + 1) * nSamples), value),
    ]),
  };
}

/** The cells with their tree, names and legend, as SVG. @param classes of the study, for the strip. */
export function drawHeatMap(map: HeatMap, classes: readonly string[], alt: string, document: Document): string {
  const { features, levels, joins } = map;
  const nSamples = levels.length / features.length;
  const names = labelSpace(features, 110);
  const key = legend(map, classes);
  const right = names + 14;
  const cell = (HEAT_MAP_WIDTH - TREE - right) / nSamples;
  const top = key.height + (map.codes ? STRIP + 3 : 0);
  return drawSvg(document, alt, {
    width: HEAT_MAP_WIDTH,
    height: top + features.length * ROW + 8,
    marginLeft: TREE,
    marginRight: right,
    marginTop: top,
    marginBottom: 8,
    x: { axis: null, domain: [0, nSamples] },
    y: { axis: null, domain: [features.length, 0] },
    marks: [
      // One path a level: cells that touch are one piece of it, so that the file stays small.
      Array.from({ length: HEAT_LEVELS }, (_, level) => cells(map, level, nSamples)),
      map.codes ? strip(map.codes, top) : [],
      Plot.text(features, {
        x: nSamples,
        y: (_: string, r: number) => r + 0.5,
        text: (feature: string) => fitText(feature, names, SIZE),
        textAnchor: 'start',
        dx: 6,
        fontSize: SIZE,
        fill: INK,
      }),
      joins.map(({ places, from, height }) => {
        const x = (h: number) => (-h * (TREE - 8)) / cell;
        const [a, b] = places.map((place) => place + 0.5) as [number, number];
        return Plot.line(
          [
            [x(from[0]), a],
            [x(height), a],
            [x(height), b],
            [x(from[1]), b],
          ],
          { stroke: MUTED, strokeWidth: 0.8, clip: false },
        );
      }),
      key.marks,
    ],
  });
}

function cells({ levels, features }: HeatMap, level: number, nSamples: number): Plot.Markish {
  const runs: Run[] = [];
  features.forEach((_, row) => {
    for (let from = 0; from < nSamples; from++) {
      if (levels[row * nSamples + from] !== level) continue;
      let to = from + 1;
      while (to < nSamples && levels[row * nSamples + to] === level) to++;
      runs.push({ row, from, to });
      from = to - 1;
    }
  });
  return bars(runs, rampColour(Math.round((level * (RAMP_STEPS - 1)) / (HEAT_LEVELS - 1))));
}

interface Run {
  readonly row: number;
  readonly from: number;
  to: number;
}

/** Bars of one colour as a single path. @param yOf top of a row in pixels; default: of the scale. */
function bars(runs: readonly Run[], fill: string, yOf?: (row: number) => number): Plot.RenderFunction {
  return (_index, scales, _values, _size, context) => {
    const [xAt, yAt] = [scales.x!, yOf ?? scales.y!];
    const path = context.ownerSVGElement.ownerDocument.createElementNS('http://www.w3.org/2000/svg', 'path');
    const tidy = (v: number) => Number(v.toFixed(1));
    const d = runs.map(({ row, from, to }) => {
      const [x, y] = [tidy(xAt(from)), tidy(yAt(row))];
      const [w, h] = [tidy(xAt(to) - x), tidy(yAt(row + 1) - y)];
      return `M${x} ${y}h${w}v${h}h${tidy(-w)}z`;
    });
    path.setAttribute('d', d.join(''));
    path.setAttribute('fill', fill);
    return path;
  };
}

function strip(codes: Int32Array, top: number): Plot.Markish[] {
  return [...new Set(codes)].map((k) => {
    const runs: Run[] = [];
    codes.forEach((code, c) => {
      if (code !== k) return;
      const last = runs.at(-1);
      if (last?.to === c) last.to = c + 1;
      else runs.push({ row: 0, from: c, to: c + 1 });
    });
    return bars(runs, classColour(k), (row) => top - STRIP - 3 + row * STRIP);
  });
}

/** The steps of the colours, and the classes. */
function legend(map: HeatMap, classes: readonly string[]): { height: number; marks: Plot.Markish[] } {
  const present = map.codes ? [...new Set(map.codes)].sort((a, b) => a - b) : [];
  const items = [
    ...Array.from({ length: RAMP_STEPS }, (_, step) => ({
      colour: rampColour(step),
      text: step === 0 ? 'low (−2 sd)' : step === RAMP_STEPS - 1 ? 'high (+2 sd)' : '',
    })),
    ...present.map((k) => ({ colour: classColour(k), text: fitText(classes[k] ?? '', 120) })),
  ];
  let [x, row] = [8 - TREE, 0];
  const places = items.map(({ colour, text }, i) => {
    const width = text === '' ? 14 : textWidth(text) + 30;
    if (x + width > HEAT_MAP_WIDTH - TREE - 20) [x, row] = [8 - TREE, row + 1];
    // The word of the lowest step stands before it, so that the steps touch.
    const before = i === 0 ? textWidth(text) + 8 : 0;
    const place = { colour, text, x: x + before, row, before };
    x += i === RAMP_STEPS - 1 ? width + 18 : i === 0 ? before + 14 : width;
    return place;
  });
  const height = (row + 1) * 22 + 8;
  const top = height + (map.codes ? STRIP + 3 : 0);
  return {
    height,
    marks: places.map(({ colour, text, x, row, before }) => {
      const dy = 10 - top + row * 22;
      return [
        Plot.dot([0], { frameAnchor: 'top-left', dx: x + 6, dy, symbol: 'square', r: 7.5, fill: colour }),
        text === ''
          ? []
          : Plot.text([text], {
              frameAnchor: 'top-left',
              lineAnchor: 'middle',
              textAnchor: before > 0 ? 'end' : 'start',
              dx: before > 0 ? x - 4 : x + 18,
              dy,
              fill: INK,
            }),
      ];
    }),
  };
}

/** The two features that the tree joins first. */
function closest({ features, joins }: HeatMap): string[] {
  const first = joins[0]!;
  return first.places.map((place) => features[Math.round(place)]!);
}

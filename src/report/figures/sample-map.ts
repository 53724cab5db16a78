import * as Plot from '@observablehq/plot';
import { countOf, formatList, formatPercent } from '../format.ts';
import type { ReportInput, SampleMap } from '../input.ts';
import { classColour, classSymbol } from '../palette.ts';
import { drawSvg, FIGURE_WIDTH, type Figure, fitText, INK, LINE, PAGE, textWidth } from './figure.ts';

const LEFT = 56;
const RIGHT = 12;
const LEGEND_ROW = 22;
/** More points than this only cover one another, and make the file heavy. */
const DRAWN_MOST = 4000;

/** The samples on their first two principal components; a class has its own colour and its own symbol. Null without a map. */
export function sampleMap({ record, target, map }: ReportInput, document: Document): Figure | null {
  if (!map || target.task !== 'classification') return null;
  const { codes } = target;
  const { classes } = record.study;
  const stride = Math.ceil(codes.length / DRAWN_MOST);
  const members = classes.map((_, k) => indicesOf(codes, k).filter((_, i) => i % stride === 0));
  const legend = legendOf(classes);
  const top = (legend.at(-1)?.row ?? 0) * LEGEND_ROW + LEGEND_ROW + 14;
  const size = codes.length > 2000 ? 2 : codes.length > 300 ? 2.8 : 4;
  const home = homes(map, codes, classes);
  const alt = `Scatter plot of ${countOf(codes.length, 'sample')} on the first two principal components (${formatPercent(map.explained[0])} and ${formatPercent(map.explained[1])} of the variance). ${home
    .map(({ name, share }) => `${name}: ${formatPercent(share)} nearest to the centre of their own class`)
    .join('. ')}.`;
  // The commonest class first, so that rare ones lie on top of it.
  const order = classes.map((_, k) => k).sort((a, b) => members[b]!.length - members[a]!.length);
  const svg = drawSvg(document, alt, {
    height: top + 340,
    marginLeft: LEFT,
    marginRight: RIGHT,
    marginTop: top,
    marginBottom: 46,
    x: { ...axis(map.x, `component 1 (${formatPercent(map.explained[0])})`) },
    y: { ...axis(map.y, `component 2 (${formatPercent(map.explained[1])})`) },
    marks: [
      Plot.frame({ stroke: LINE }),
      order.map((k) =>
        Plot.dot(members[k]!, {
          x: (i: number) => map.x[i]!,
          y: (i: number) => map.y[i]!,
          symbol: classSymbol(k),
          r: size,
          fill: classColour(k),
          stroke: PAGE,
          strokeWidth: 0.4,
        }),
      ),
      legend.map(({ x, row, text }, k) => [
        Plot.dot([k], {
          frameAnchor: 'top-left',
          dx: x + 6,
          dy: 10 - top + row * LEGEND_ROW,
          symbol: classSymbol(k),
          r: 5,
          fill: classColour(k),
        }),
        Plot.text([text], {
          frameAnchor: 'top-left',
          lineAnchor: 'middle',
          dx: x + 17,
          dy: 10 - top + row * LEGEND_ROW,
          fill: INK,
        }),
      ]),
    ],
  });
  return { title: 'Map of the samples', svg, sentence: mapSentence(map, home, stride), alt, width: FIGURE_WIDTH };
}

function indicesOf(codes: Int32Array, k: number): number[] {
  return Array.from(codes.keys()).filter((i) => codes[i] === k);
}

function axis(values: ArrayLike<number>, label: string): Plot.ScaleOptions {
  return {
    nice: true,
    ticks: 5,
    tickSize: 0,
    label,
    labelAnchor: 'center',
    labelArrow: 'none',
    inset: 6,
    zero: values.length === 0,
  };
}

/** Flows the class names into rows above the frame. */
function legendOf(classes: readonly string[]): { x: number; row: number; text: string }[] {
  const start = 8 - LEFT;
  const room = FIGURE_WIDTH - RIGHT - LEFT;
  let x = start;
  let row = 0;
  return classes.map((name) => {
    const text = fitText(name, 150);
    const width = textWidth(text) + 34;
    if (x > start && x + width > room) {
      x = start;
      row++;
    }
    const place = { x, row, text };
    x += width;
    return place;
  });
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

function mapSentence(map: SampleMap, homes: readonly Home[], stride: number): string {
  const both = formatPercent(map.explained[0] + map.explained[1]);
  const ranked = [...homes].sort((a, b) => b.share - a.share);
  const best = ranked[0];
  const mixed = ranked.filter(({ share }) => share < 0.5).map(({ name }) => name);
  const lead = `The two strongest directions in the data, found without the labels, hold ${both} of its variance`;
  if (!best) return `${lead}.`;
  const apart = `${best.name} stands apart most clearly (${formatPercent(best.share)} of its samples lie nearest to their own centre)`;
  const rest = mixed.length > 0 && mixed.length <= 4 ? `, ${formatList(mixed)} mostly among the others` : '';
  return `${lead}: ${apart}${rest}. Classes that overlap here may still differ in other directions.${stride > 1 ? ` Of each class one sample in ${stride} is drawn.` : ''}`;
}

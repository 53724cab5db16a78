import * as Plot from '@observablehq/plot';
import { countOf, formatAmount, formatList } from '../format.ts';
import type { ReportInput } from '../input.ts';
import { classColour } from '../palette.ts';
import { drawSvg, FIGURE_WIDTH, type Figure, fitText, INK, LINE, labelSpace, MUTED, PAGE } from './figure.ts';

const FEATURES = 4;
const ROW = 15;

interface Box {
  readonly key: string;
  readonly label: string;
  readonly colour: string;
  readonly at: readonly number[];
}

/** The features with the strongest evidence, class by class, as boxes. Null without tests. */
export function classDistributions({ exploration, record }: ReportInput, document: Document): Figure | null {
  const tests = exploration?.tests;
  if (!tests) return null;
  const groups = tests.strongest.slice(0, FEATURES).map(({ feature, percentiles }, f) => ({
    feature,
    key: `feature ${f}`,
    boxes: tests.classes.flatMap((label, k): Box[] => {
      const at = percentiles[k]!;
      const colour = classColour(Math.max(0, record.study.classes.indexOf(label)));
      return at.length > 0 ? [{ key: `${f} ${k}`, label, colour, at }] : [];
    }),
  }));
  const boxes = groups.flatMap((group) => group.boxes);
  const names = labelSpace(tests.classes.slice(), 120);
  const domain = groups.flatMap(({ key, boxes }) => [key, ...boxes.map((box) => box.key)]);
  const alt = `Box plots of ${formatList(groups.map(({ feature }) => feature))} in each class; medians: ${groups
    .map(
      ({ feature, boxes }) =>
        `${feature}: ${boxes.map(({ label, at }) => `${label} ${formatAmount(at[2])}`).join(', ')}`,
    )
    .join('. ')}.`;
  const svg = drawSvg(document, alt, {
    height: domain.length * ROW + 50,
    marginLeft: names + 14,
    marginRight: 14,
    marginTop: 2,
    marginBottom: 46,
    x: { nice: true, ticks: 5, tickSize: 0, label: 'value', labelAnchor: 'center', labelArrow: 'none' },
    y: { type: 'band', domain, axis: null, padding: 0.2 },
    marks: [
      Plot.gridX({ ticks: 5, stroke: LINE, strokeOpacity: 1 }),
      groups.map(({ key, feature }) =>
        Plot.text([key], {
          y: [key],
          text: [fitText(feature, 250)],
          frameAnchor: 'left',
          textAnchor: 'start',
          dx: 2,
          fontWeight: 600,
          fill: INK,
          stroke: PAGE,
          strokeWidth: 5,
        }),
      ),
      Plot.ruleY(boxes, { y: 'key', x1: (box: Box) => box.at[0]!, x2: (box: Box) => box.at[4]!, stroke: 'colour' }),
      Plot.barX(boxes, { y: 'key', x1: (box: Box) => box.at[1]!, x2: (box: Box) => box.at[3]!, fill: 'colour' }),
      Plot.tickX(boxes, { y: 'key', x: (box: Box) => box.at[2]!, stroke: PAGE, strokeWidth: 2 }),
      Plot.text(boxes, {
        y: 'key',
        text: (box: Box) => fitText(box.label, names),
        frameAnchor: 'left',
        textAnchor: 'end',
        dx: -8,
        fontSize: 11,
        fill: MUTED,
      }),
    ],
    color: { type: 'identity' },
  });
  return {
    title: 'The clearest of them, class by class',
    svg,
    sentence: `The ${countOf(groups.length, 'feature')} with the strongest evidence. A bar holds the middle half of a class, its gap is the median, the line reaches from the 5th to the 95th percentile. Where bars overlap, the feature alone does not tell those classes apart, however small its p.`,
    alt,
    width: FIGURE_WIDTH,
    data: {
      columns: ['feature', 'class', '5th percentile', '25th', 'median', '75th', '95th'],
      rows: groups.flatMap(({ feature, boxes }) => boxes.map(({ label, at }) => [feature, label, ...at])),
    },
  };
}

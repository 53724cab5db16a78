import * as Plot from '@observablehq/plot';
import { log } from '../../base/elementary.ts';
import { countOf, formatCount, formatP, formatScore } from '../format.ts';
import type { ReportInput } from '../input.ts';
import { ACCENT, drawSvg, FIGURE_WIDTH, type Figure, fitText, INK, LINE, MUTED, plainAxis } from './figure.ts';
import { type FigureData, pointData } from './figure-data.ts';
import { drawPoints, shadeSaid } from './points.ts';

/** Features named in the drawing. */
const NAMED = 6;

/** Every feature by its effect and by how sure it is (a volcano plot). Null without tests. */
export function effectsByEvidence({ exploration }: ReportInput, document: Document): Figure | null {
  const tests = exploration?.tests;
  if (!tests) return null;
  const { effects, evidence, threshold, strongest, tested, found } = tests;
  const two = tests.test === 'welch';
  const line = threshold > 0 ? -log(threshold) / Math.LN10 : Number.NaN;
  const rows = Array.from(effects.keys());
  const isFound = (i: number) => threshold > 0 && evidence[i]! >= line - 5e-4; // rounded to three decimals
  const places = strongest.slice(0, NAMED).map(({ feature, effect, p }) => ({
    ...{ feature, effect },
    y: Math.min(300, -log(p) / Math.LN10),
  }));
  const [wide, high] = [effects, evidence].map((values) => values.reduce((a, b) => Math.max(a, Math.abs(b)), 0));
  // Names that would lie on an earlier one are left to the table.
  const named = places.filter(
    ({ effect, y }, k) =>
      !places
        .slice(0, k)
        .some((one) => Math.abs(one.y - y) < 0.05 * high! && Math.abs(one.effect - effect) < 0.3 * wide!),
  );
  const measure = two
    ? `Hedges’ g, ${tests.classes[0]} less ${tests.classes[1]}`
    : 'η², share of the variance between classes';
  const alt = `Scatter plot of ${countOf(tested, 'feature')}: effect (${measure}) against −log10 p. ${formatCount(found)} have a false discovery rate of at most 0.05. ${strongest
    .slice(0, NAMED)
    .map(({ feature, effect, p }) => `${feature}: ${formatScore(effect)}, ${formatP(p)}`)
    .join('. ')}.`;
  const svg = drawSvg(document, alt, {
    height: 340,
    marginLeft: 50,
    marginRight: 14,
    marginTop: 18,
    marginBottom: 46,
    x: { ...plainAxis(measure), nice: true, inset: 8 },
    y: { ...plainAxis('−log₁₀ p'), nice: true, zero: true, insetTop: 12 },
    marks: [
      Plot.frame({ stroke: LINE }),
      Number.isFinite(line) ? Plot.ruleY([line], { stroke: MUTED, strokeDasharray: '3 3' }) : [],
      drawPoints(
        [false, true].map((side) => ({
          ...{ rows: rows.filter((i) => isFound(i) === side), opacity: 0.6 },
          colour: side ? ACCENT : MUTED,
        })),
        (i) => effects[i]!,
        (i) => evidence[i]!,
        { size: 2 },
      ),
      Plot.text(named, {
        x: 'effect',
        y: 'y',
        text: ({ feature }: { feature: string }) => fitText(feature, 100),
        dy: -9,
        fontSize: 11,
        fill: INK,
      }),
    ],
  });
  const other = two
    ? 'to the right, the values of the first class are higher'
    : 'the further right, the more the classes differ in mean';
  return {
    title: 'Every feature by itself',
    svg,
    sentence: `Each point is a feature: ${other}; the higher, the less likely by chance. ${
      found === 0
        ? `None of ${formatCount(tested)} has a false discovery rate of at most 0.05.`
        : `${formatCount(found)} of ${formatCount(tested)} lie above the dashed line, at a false discovery rate of 0.05.`
    }${shadeSaid(rows.length)}`,
    alt,
    width: FIGURE_WIDTH,
    data: withNames(
      pointData(
        ['effect', 'minus log10 p'],
        rows.map((i) => [effects[i]!, evidence[i]!]),
      ),
      places,
    ),
  };
}

/** All points, and those that could be named once more at the head, by name. */
function withNames(
  { columns, rows }: FigureData,
  named: readonly { readonly feature: string; readonly effect: number; readonly y: number }[],
): FigureData {
  const rest = columns.slice(2).map(() => null);
  return {
    columns: ['feature', ...columns],
    rows: [
      ...named.map(({ feature, effect, y }) => [feature, effect, y, ...rest]),
      ...rows.map((row) => [null, ...row]),
    ],
  };
}

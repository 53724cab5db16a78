import * as Plot from '@observablehq/plot';
import { countOf, formatPercent, formatShareInterval } from '../format.ts';
import type { ReportInput } from '../input.ts';
import { type ClassReliability, isOff, type Reliability, type ReliabilityBin, reliability } from '../reliability.ts';
import { learnerName } from '../words.ts';
import { ACCENT, drawSvg, FIGURE_WIDTH, type Figure, fitText, INK, LINE, MUTED, PAGE, plainAxis } from './figure.ts';

/** Observed frequency against predicted probability with 95 % limits, the number of predictions beneath; one panel a class. Null without classes. */
export function reliabilityDiagram(input: ReportInput, document: Document): Figure | null {
  const found = reliability(input);
  if (!found) return null;
  const { classes } = found;
  const columns = classes.length === 1 ? 1 : classes.length <= 4 ? 2 : 3;
  const rows = Math.ceil(classes.length / columns);
  const width = (FIGURE_WIDTH - 64) / columns;
  const points = classes.flatMap((one, at) =>
    one.bins.map((bin) => ({ ...bin, ...place(at, columns), share: bin.size / largest(one) })),
  );
  const panels = classes.map(({ name }, at) => ({ ...place(at, columns), name: fitText(name, width - 12) }));
  const diagonal = panels.flatMap(({ fx, fy }) => [0, 1].map((end) => ({ fx, fy, end })));
  const facet = { fx: 'fx', fy: 'fy' } as const;
  const alt = altOf(found);
  const svg = drawSvg(document, alt, {
    height: classes.length === 1 ? 396 : 66 + rows * (width * 1.18 + 10),
    marginLeft: 52,
    marginBottom: 46,
    marginTop: 12,
    marginRight: 12,
    fx: { axis: null, padding: 0.16 },
    fy: { axis: null, padding: 0.06 },
    x: { ...plainAxis('predicted probability'), domain: [0, 1], ticks: columns > 2 ? 2 : 5, tickFormat: '.1~f' },
    y: { ...plainAxis('observed share'), domain: [-FLOOR, 1], ticks: [] },
    marks: [
      Plot.gridX({ ticks: columns > 2 ? 2 : 5, stroke: LINE, strokeOpacity: 1 }),
      Plot.ruleY(
        panels.flatMap((panel) => TICKS.map((tick) => ({ ...panel, tick }))),
        { ...facet, y: 'tick', stroke: LINE },
      ),
      // Beneath the unit square: how many predictions each bin holds, the fullest bin of the panel as high as there is room.
      Plot.rect(points, {
        ...facet,
        x1: 'from',
        x2: 'to',
        y1: -FLOOR,
        y2: ({ share }: { readonly share: number }) => -FLOOR + share * (FLOOR - GAP),
        insetLeft: 0.5,
        insetRight: 0.5,
        fill: MUTED,
        fillOpacity: 0.45,
      }),
      Plot.line(diagonal, { ...facet, x: 'end', y: 'end', z: null, stroke: MUTED, strokeDasharray: '3 4' }),
      Plot.ruleX(points, {
        ...facet,
        x: 'predicted',
        y1: 'low',
        y2: 'high',
        stroke: ACCENT,
        strokeWidth: columns > 2 ? 1.5 : 2,
      }),
      Plot.dot(points, {
        ...facet,
        x: 'predicted',
        y: 'observed',
        r: columns > 2 ? 2.5 : 4,
        fill: ACCENT,
        title: (bin: ReliabilityBin) =>
          `predicted ${formatPercent(bin.predicted)}, observed ${observedInWords(bin)}, ${countOf(bin.size, 'sample')}`,
      }),
      Plot.text(panels, {
        ...facet,
        text: 'name',
        frameAnchor: 'top-left',
        lineAnchor: 'top',
        dx: 6,
        dy: 5,
        fill: INK,
        stroke: PAGE,
        strokeWidth: 4,
      }),
      Plot.axisY(TICKS, {
        tickSize: 0,
        label: 'observed share',
        labelAnchor: 'center',
        labelArrow: 'none',
        tickFormat: '.1~f',
      }),
    ],
  });
  return {
    title: `Reliability of the probabilities of ${learnerName(input.record.chosen)}`,
    svg,
    sentence: sentenceOf(found, input),
    alt,
    width: FIGURE_WIDTH,
    data: {
      columns: ['class', 'predicted', 'observed', 'low', 'high', 'samples'],
      rows: classes.flatMap(({ name, bins }) =>
        bins.map(({ predicted, observed, low, high, size }) => [name, predicted, observed, low, high, size]),
      ),
    },
  };
}

/** Room beneath the unit square, in its units, and what of it stays empty. */
const FLOOR = 0.24;
const GAP = 0.04;
const TICKS = [0, 0.5, 1];

const place = (at: number, columns: number) => ({ fx: at % columns, fy: Math.floor(at / columns) });
const largest = ({ bins }: ClassReliability) => Math.max(...bins.map(({ size }) => size));
const observedInWords = ({ observed, low, high }: ReliabilityBin) =>
  formatShareInterval({ value: observed, low, high });

function altOf({ classes }: Reliability): string {
  return `Reliability diagram, share of samples observed to be of the class (95 % limits) against predicted probability. ${classes
    .map(
      ({ name, bins }) =>
        `${name}: ${bins.map((bin) => `predicted ${formatPercent(bin.predicted)} of ${countOf(bin.size, 'sample')}, observed ${observedInWords(bin)}`).join('; ')}`,
    )
    .join('. ')}.`;
}

function sentenceOf({ classes, left }: Reliability, { record }: ReportInput): string {
  const bins = classes.flatMap((one) => one.bins.map((bin) => ({ ...bin, name: one.name })));
  // The best filled bin that is not near certainty: there the reader sees what a probability is worth.
  const middle = bins.filter(({ from, to }) => from >= 0.5 && to < 1).sort((a, b) => b.size - a.size)[0];
  const told = middle ?? bins.toSorted((a, b) => b.size - a.size)[0]!;
  const lead = `Of the ${countOf(told.size, 'sample')} to which a probability of ${told.name} around ${formatPercent(told.predicted)} was given, ${observedInWords(told)} are of that class; on the dashed line the two are equal`;
  const off = bins.filter(isOff).length;
  const verdict =
    off <= Math.max(1, 0.1 * bins.length)
      ? 'Nearly all intervals reach it: the probabilities can be read as what they say'
      : `${off} of ${bins.length} intervals do not reach it: there the probabilities are off, though the answers may be right`;
  const rest = left > 0 ? ` The ${classes.length} most frequent classes are shown, ${left} are not.` : '';
  return `${lead}. ${verdict}.${calibrationInWords(record)}${rest} Bars beneath: how many samples got such a probability.`;
}

/** What the folds chose, most frequent first. */
function calibrationInWords({ results, chosen }: ReportInput['record']): string {
  const folds = results.find(({ learner }) => learner === chosen)?.calibration?.folds;
  if (!folds) return '';
  const counts = new Map<string, number>();
  for (const { method } of folds) counts.set(method, (counts.get(method) ?? 0) + 1);
  const named = [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([method, count]) => `${method === 'none' ? 'left as they were' : METHODS[method]} in ${count}`);
  return ` Inside the ${countOf(folds.length, 'fold')} they were ${named.join(', ')}.`;
}

const METHODS: Readonly<Record<string, string>> = {
  sigmoid: 'calibrated by a sigmoid',
  isotonic: 'calibrated by isotonic regression',
  temperature: 'calibrated by one temperature',
  dirichlet: 'calibrated by a regression on all probabilities',
};

import * as Plot from '@observablehq/plot';
import type { ClassPrediction } from '../../table/prediction.ts';
import { formatScore } from '../format.ts';
import type { ReportInput } from '../input.ts';
import { outOfFold } from '../out-of-fold.ts';
import { classColour, classDash } from '../palette.ts';
import { type RocCurve, rocCurve } from '../roc-curve.ts';
import { learnerName } from '../words.ts';
import { drawSvg, FIGURE_WIDTH, type Figure, fitText, INK, LINE, MUTED, PAGE } from './figure.ts';

interface ClassCurve extends RocCurve {
  readonly name: string;
  readonly k: number;
}

/** More curves than this cannot be told apart: then the hardest classes are named and the rest stand grey behind them. */
const NAMED = 8;
/** Keeps the legend readable where grid lines pass behind it. */
const HALO = { stroke: PAGE, strokeWidth: 4 };

/** One-vs-rest ROC of the chosen learner from its out-of-fold probabilities; of two classes, the positive one. Null without them. */
export function roc(input: ReportInput, document: Document): Figure | null {
  const { record } = input;
  const found = outOfFold(input, 'classification');
  if (!found) return null;
  const { classes, positive } = record.study;
  const shown = classes.length === 2 ? [positive ?? classes[1]!] : classes;
  const curves = curvesOf(found.target.codes, found.prediction, shown).sort((a, b) => b.auc - a.auc);
  if (curves.length === 0) return null;

  const named = curves.slice(-NAMED);
  const others = curves.slice(0, -NAMED);
  // A class keeps its colour from the map of the samples, unless so many classes would give two of the named the same.
  const style = (curve: ClassCurve, rank: number) => (others.length > 0 ? rank : curve.k);
  const alt = `ROC curves, true positive rate against false positive rate. Area under the curve: ${curves
    .map((curve) => `${curve.name} ${formatScore(curve.auc)}`)
    .join(', ')}.`;
  const legend = [
    ...named.map((curve, rank) => ({
      text: `${fitText(curve.name, 100)} ${formatScore(curve.auc)}`,
      stroke: classColour(style(curve, rank)),
      dash: classDash(style(curve, rank)),
    })),
    ...(others.length > 0
      ? [
          {
            text: `${others.length} others ≥ ${formatScore(others.at(-1)!.auc)}`,
            stroke: MUTED,
            dash: 'none',
          },
        ]
      : []),
  ];
  const height = 396;
  const step = 0.052;
  const rowY = (i: number) => 0.05 + (legend.length - 1 - i) * step;
  const svg = drawSvg(document, alt, {
    height,
    marginLeft: 52,
    marginBottom: 46,
    marginTop: 12,
    marginRight: 12,
    x: {
      domain: [0, 1],
      ticks: 5,
      tickSize: 0,
      label: 'false positive rate',
      labelAnchor: 'center',
      labelArrow: 'none',
    },
    y: {
      domain: [0, 1],
      ticks: 5,
      tickSize: 0,
      label: 'true positive rate',
      labelAnchor: 'center',
      labelArrow: 'none',
    },
    marks: [
      Plot.gridX({ ticks: 5, stroke: LINE, strokeOpacity: 1 }),
      Plot.gridY({ ticks: 5, stroke: LINE, strokeOpacity: 1 }),
      Plot.line(
        [
          [0, 0],
          [1, 1],
        ],
        { stroke: MUTED, strokeDasharray: '3 4' },
      ),
      others.map((curve) => line(curve, MUTED, 'none', 1)),
      named.map((curve, rank) => line(curve, classColour(style(curve, rank)), classDash(style(curve, rank)), 2)),
      Plot.text(['AUC'], { x: [0.6], y: [rowY(0) + step], textAnchor: 'start', fill: MUTED, ...HALO }),
      legend.map(({ text, stroke, dash }, i) => [
        Plot.line(
          [
            [0.48, rowY(i)],
            [0.58, rowY(i)],
          ],
          { stroke, strokeDasharray: dash, strokeWidth: 2.5 },
        ),
        Plot.text([text], { x: [0.6], y: [rowY(i)], textAnchor: 'start', fill: INK, ...HALO }),
      ]),
    ],
  });
  return {
    title: `ROC of ${learnerName(record.chosen)}, out of fold`,
    svg,
    sentence: rocSentence(curves),
    alt,
    width: FIGURE_WIDTH,
    data: {
      columns: ['class', 'false positive rate', 'true positive rate'],
      rows: curves.flatMap(({ name, x, y }) => x.map((value, at) => [name, value, y[at]!])),
    },
  };
}

function curvesOf(truth: Int32Array, { classes, probabilities }: ClassPrediction, shown: readonly string[]) {
  const input = { truth, probabilities, nClasses: classes.length };
  return shown.flatMap((name): ClassCurve[] => {
    const k = classes.indexOf(name);
    const curve = rocCurve(input, k);
    return curve ? [{ ...curve, name, k }] : [];
  });
}

function line(curve: ClassCurve, stroke: string, dash: string, strokeWidth: number): Plot.Markish {
  return Plot.line(curve.x, {
    x: curve.x as number[],
    y: curve.y as number[],
    stroke,
    strokeWidth,
    strokeDasharray: dash,
    strokeLinejoin: 'round',
    title: () => `${curve.name}: AUC ${formatScore(curve.auc)}`,
  });
}

function rocSentence(curves: readonly ClassCurve[]): string {
  const best = curves[0]!;
  const worst = curves.at(-1)!;
  const lead = `A sample of ${best.name} gets a higher probability of that class than a sample of another class with chance ${formatScore(best.auc)} (the AUC)`;
  if (best === worst) return `${lead}; 0.50 would be guessing.`;
  return `${lead}; for ${worst.name}, the hardest class, the chance is ${formatScore(worst.auc)}; 0.50 would be guessing.`;
}

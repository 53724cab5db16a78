import * as Plot from '@observablehq/plot';
import { formatPercent, formatScore } from '../format.ts';
import type { ReportInput } from '../input.ts';
import { outOfFold } from '../out-of-fold.ts';
import { classColour, classDash } from '../palette.ts';
import { type PrecisionRecallCurve, precisionRecallCurve } from '../precision-recall-curve.ts';
import { learnerName } from '../words.ts';
import { drawSvg, FIGURE_WIDTH, type Figure, LINE, plainAxis } from './figure.ts';
import { legendAbove, lineSwatch } from './legend.ts';

interface ClassCurve extends PrecisionRecallCurve {
  readonly name: string;
  readonly k: number;
}

const [LEFT, RIGHT] = [52, 12];
/** Of more classes than this, the hardest are drawn. */
const DRAWN = 8;

/** Precision against recall of the chosen learner, out of fold, each class against the rest; of two classes, the positive one. Null without classes. */
export function precisionRecall(input: ReportInput, document: Document): Figure | null {
  const { record } = input;
  const found = outOfFold(input, 'classification');
  if (!found) return null;
  const { study } = record;
  const { classes, probabilities } = found.prediction;
  const asked = study.classes.length === 2 ? [study.positive ?? study.classes[1]!] : study.classes;
  const scored = { truth: found.target.codes, probabilities, nClasses: classes.length };
  const all = asked
    .flatMap((name): ClassCurve[] => {
      const k = classes.indexOf(name);
      const curve = precisionRecallCurve(scored, k);
      return curve ? [{ ...curve, name, k }] : [];
    })
    .sort((a, b) => b.average - a.average);
  if (all.length === 0) return null;
  const curves = all.slice(-DRAWN);
  const look = ({ k }: ClassCurve, rank: number) => (all.length > DRAWN ? rank : k);
  const legend = legendAbove(
    curves.map((curve, rank) => ({
      text: `${curve.name} ${formatScore(curve.average)}`,
      swatch: lineSwatch(classColour(look(curve, rank)), classDash(look(curve, rank))),
    })),
    LEFT,
    RIGHT,
  );
  const alt = `Precision–recall curves, precision against recall. Average precision, and the share of the class, which guessing would reach: ${all
    .map(({ name, average, share }) => `${name} ${formatScore(average)} (${formatScore(share)})`)
    .join(', ')}.`;
  const svg = drawSvg(document, alt, {
    height: legend.height + 354,
    marginLeft: LEFT,
    marginBottom: 46,
    marginTop: legend.height,
    marginRight: RIGHT,
    x: { ...plainAxis('recall: share of the class that is found'), domain: [0, 1] },
    y: { ...plainAxis('precision: share of the found that are of it'), domain: [0, 1] },
    marks: [
      legend.marks,
      Plot.gridX({ ticks: 5, stroke: LINE, strokeOpacity: 1 }),
      Plot.gridY({ ticks: 5, stroke: LINE, strokeOpacity: 1 }),
      curves.map((curve, rank) => {
        const stroke = classColour(look(curve, rank));
        const { name, average, share } = curve;
        return [
          Plot.ruleY([share], {
            x1: 0.94,
            x2: 1,
            stroke,
            strokeWidth: 3,
            title: () => `${name}: guessing reaches ${formatScore(share)}`,
          }),
          Plot.line(corners(curve), {
            curve: 'step-before',
            stroke,
            strokeWidth: 2,
            strokeDasharray: classDash(look(curve, rank)),
            title: () => `${name}: average precision ${formatScore(average)}`,
          }),
        ];
      }),
    ],
  });
  return {
    title: `Precision and recall of ${learnerName(record.chosen)}`,
    svg,
    sentence: sentenceOf(all),
    alt,
    width: FIGURE_WIDTH,
    data: {
      columns: ['class', 'recall', 'precision', 'share of the class'],
      rows: curves.flatMap(({ name, recall, precision, share }) =>
        recall.map((value, at) => [name, value, precision[at]!, share]),
      ),
    },
  };
}

/** From recall 0, at the precision of the first point. */
function corners({ recall, precision }: PrecisionRecallCurve): [number, number][] {
  return [[0, precision[0]!], ...recall.map((value, at): [number, number] => [value, precision[at]!])];
}

function sentenceOf(curves: readonly ClassCurve[]): string {
  const [best, worst] = [curves[0]!, curves.at(-1)!];
  const of = ({ name, average, share }: ClassCurve) =>
    `${name} ${formatScore(average)} where guessing reaches ${formatScore(share)}, its share`;
  const list = best === worst ? of(best) : `${of(best)}; ${of(worst)}`;
  const half = precisionAt(worst, 0.5);
  const drawn = curves.length > DRAWN ? ` The ${DRAWN} hardest of ${curves.length} classes are drawn.` : '';
  return `The beginning of a curve are the samples it is surest of. Average precision: ${list} (short line at the right). To find half of ${worst.name}, ${formatPercent(half)} of those called so are so.${drawn}`;
}

function precisionAt({ recall, precision }: PrecisionRecallCurve, least: number): number {
  return precision[recall.findIndex((value) => value >= least)]!;
}

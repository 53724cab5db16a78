import * as Plot from '@observablehq/plot';
import { type Attributed, attributed } from '../attributed.ts';
import { outputInWords, scaleInWords, tickInWords } from '../attribution-words.ts';
import { amountsLike, capitalise, formatScore } from '../format.ts';
import type { ReportInput } from '../input.ts';
import { classColour, classSymbol } from '../palette.ts';
import { ACCENT, drawSvg, FIGURE_WIDTH, type Figure, MUTED, marginsFor, plainAxis } from './figure.ts';
import { pointData } from './figure-data.ts';
import { legendAbove, pointSwatch } from './legend.ts';
import { drawPoints, shadeSaid } from './points.ts';

/** How far feature `place` (0: the strongest) moves the output that it moves most, against its value, a point a held-out sample. Null without an explanation. */
export function driverDependence(input: ReportInput, document: Document, place = 0): Figure | null {
  const found = attributed(input);
  const feature = found?.features[place];
  if (!found || feature === undefined) return null;
  const { record, target } = input;
  const { explanation, x, values, rows } = found;
  const explained = explanation.features.find((one) => one.feature === feature)!;
  const k = explained['by-output'].indexOf(Math.max(...explained['by-output']));
  const codes = target.task === 'classification' ? target.codes : undefined;
  const points = pointsOf(found, place, k);
  if (points.length === 0) return null;
  const classes = codes ? [...new Set(points.map((s) => codes[rows[s]!]!))].sort((a, b) => a - b) : [];
  const most = points.reduce((max, s) => Math.max(max, Math.abs(values[k]![place]![s]!)), 0);
  const widest = points.reduce((max, s) => Math.max(max, Math.abs(x[place]![s]!)), 0);
  const [formatX, formatY] = [amountsLike(widest), amountsLike(most)];
  const output = outputInWords(explanation.outputs[k]!, record.study);
  const unit = scaleInWords(explanation.scale, record.study);
  const margins = marginsFor([formatX(widest)], [formatY(-most)]);
  const key = legendAbove(
    classes.map((c) => ({ text: record.study.classes[c]!, swatch: pointSwatch(classSymbol(c), classColour(c)) })),
    margins.marginLeft,
    margins.marginRight,
  );
  const r = explained.direction[k]!;
  const alt = `Scatter of how far ${feature} moves ${output} (${unit}) against the value of ${feature}, ${points.length} held-out samples; correlation ${formatScore(r)}.`;
  const classOf = (s: number) => (codes ? codes[rows[s]!]! : -1);
  const layers = codes
    ? classes.map((c) => ({
        ...{ rows: points.filter((s) => classOf(s) === c), opacity: 0.75 },
        ...{ colour: classColour(c), symbol: classSymbol(c) },
      }))
    : [{ rows: points, colour: ACCENT, opacity: 0.75 }];
  const svg = drawSvg(document, alt, {
    height: 300 + (classes.length > 0 ? key.height : 16),
    ...margins,
    marginTop: classes.length > 0 ? key.height : 16,
    marginBottom: 46,
    x: { ...plainAxis(`${feature}, as prepared`), tickFormat: tickInWords },
    y: { ...plainAxis(`moves ${output} by (${unit})`), tickFormat: tickInWords },
    marks: [
      Plot.ruleY([0], { stroke: MUTED }),
      drawPoints(
        layers,
        (s) => x[place]![s]!,
        (s) => values[k]![place]![s]!,
      ),
      classes.length > 0 ? key.marks : null,
    ],
  });
  const shape =
    Math.abs(r) > 0.97
      ? 'about a straight line: each step of the value counts the same'
      : Math.abs(r) > 0.5
        ? `${r > 0 ? 'rising' : 'falling'} on the whole, but not as a line: where it bends or jumps the model treats values apart`
        : 'neither rising nor falling on the whole: what the value does depends on where it lies, or on other features';
  return {
    title: `How ${feature} moves ${output}`,
    svg,
    sentence: `${capitalise(shape)}. Points of one value at different heights: other features, or the model of another fold, have a say.${shadeSaid(points.length)}`,
    alt,
    width: FIGURE_WIDTH,
    data: pointData(
      [feature, 'attribution', ...(codes ? ['class'] : [])],
      points.map((s) => [x[place]![s]!, values[k]![place]![s]!, ...(codes ? [record.study.classes[classOf(s)]!] : [])]),
    ),
  };
}

function pointsOf({ x, values }: Attributed, place: number, k: number): number[] {
  return Array.from(x[place]!.keys()).filter(
    (s) => !Number.isNaN(x[place]![s]!) && !Number.isNaN(values[k]![place]![s]!),
  );
}

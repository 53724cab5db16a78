import * as Plot from '@observablehq/plot';
import { capitalise, formatP } from '../format.ts';
import type { ReportInput } from '../input.ts';
import { themed } from '../palette.ts';
import { permutationSentence } from '../uncertainty-sentences.ts';
import { learnerName, metricFormat, metricWords } from '../words.ts';
import { ACCENT, drawSvg, FIGURE_WIDTH, type Figure, INK, MUTED, PAGE, plainAxis } from './figure.ts';

/** The scores of the permutations, and where the data stand among them. Null without permutations. */
export function permutedScores({ record, nullScores = [] }: ReportInput, document: Document): Figure | null {
  const { permutation } = record;
  const scores = Array.from(nullScores).filter(Number.isFinite);
  if (!permutation || scores.length === 0) return null;
  const { metric, observed, p, learner } = permutation;
  const format = metricFormat(metric);
  const { name } = metricWords(metric);
  const low = Math.min(...scores, observed);
  const high = Math.max(...scores, observed);
  const pad = 0.04 * (high - low || 1);
  const alt = `Histogram of ${name} over ${scores.length} permutations, mean ${format(permutation.null.mean)}, from ${format(Math.min(...scores))} to ${format(Math.max(...scores))}; the data as they are: ${format(observed)}.`;
  const right = observed > (low + high) / 2;
  const svg = drawSvg(document, alt, {
    height: 280,
    marginLeft: 54,
    marginRight: 16,
    marginTop: 34,
    marginBottom: 46,
    x: { ...plainAxis(capitalise(name)), domain: [low - pad, high + pad] },
    y: { ...plainAxis('permutations'), ticks: 4 },
    marks: [
      Plot.rectY(scores, {
        ...Plot.binX({ y: 'count' }, { x: (score: number) => score, thresholds: 24 }),
        fill: themed('cell'),
        inset: 0.5,
      }),
      Plot.ruleY([0], { stroke: MUTED }),
      Plot.ruleX([observed], { stroke: ACCENT, strokeWidth: 2.5 }),
      Plot.text([`the data: ${format(observed)}, ${formatP(p)}`], {
        x: [observed],
        frameAnchor: 'top',
        textAnchor: right ? 'end' : 'start',
        lineAnchor: 'bottom',
        dx: right ? 6 : -6,
        dy: -10,
        fill: INK,
        stroke: PAGE,
        strokeWidth: 4,
      }),
    ],
  });
  return {
    title: `${capitalise(learnerName(learner))} on permuted data`,
    svg,
    sentence: permutationSentence(record)!,
    alt,
    width: FIGURE_WIDTH,
    data: {
      columns: ['data', metric],
      rows: [['as they are', observed], ...scores.map((score): [string, number] => ['permuted', score])],
    },
  };
}

import * as Plot from '@observablehq/plot';
import { countOf, formatCount, formatPercent } from '../format.ts';
import type { ReportInput } from '../input.ts';
import { learnerName } from '../words.ts';
import { ACCENT, drawSvg, FIGURE_WIDTH, type Figure, INK, LINE, MUTED, PAGE, plainAxis } from './figure.ts';

/** Share of the best samples found against the number tested, by the order of the chosen learner and in random order. Null where no ranking was asked for. */
export function assaysSaved({ record }: ReportInput, document: Document): Figure | null {
  const ranking = record.decisions?.ranking;
  if (!ranking) return null;
  const { points, assays, enrichment, samples, best, good } = ranking;
  const half = assays[0]!;
  const steps = assays.map(({ share, model, random }) => ({ share, model, random }));
  const alt = `Share of the ${formatCount(best)} best samples found against the number tested, of ${formatCount(samples)}. ${assays
    .map(
      ({ share, model, random }) =>
        `${formatPercent(share)} after ${formatCount(model)}, in random order after ${formatCount(Math.round(random))}`,
    )
    .join('; ')}.`;
  const svg = drawSvg(document, alt, {
    height: 330,
    marginLeft: 60,
    marginBottom: 46,
    marginTop: 16,
    marginRight: 26,
    x: { ...plainAxis('samples tested, most promising first'), domain: [0, samples] },
    y: { ...plainAxis('of the best found'), domain: [0, 1], tickFormat: (share: number) => formatPercent(share) },
    marks: [
      Plot.gridX({ ticks: 5, stroke: LINE, strokeOpacity: 1 }),
      Plot.gridY({ ticks: 5, stroke: LINE, strokeOpacity: 1 }),
      Plot.line(
        [
          [0, 0],
          [samples, 1],
        ],
        { stroke: MUTED, strokeDasharray: '4 4' },
      ),
      Plot.line(
        [
          [0, 0],
          [best, 1],
          [samples, 1],
        ],
        { stroke: MUTED, strokeDasharray: '1 4' },
      ),
      Plot.line([...points], { x: 'tested', y: 'found', stroke: ACCENT, strokeWidth: 2 }),
      Plot.ruleY(steps, { x1: 'model', x2: 'random', y: 'share', stroke: INK, strokeWidth: 1.5 }),
      Plot.dot(steps, { x: 'model', y: 'share', r: 4.5, fill: ACCENT, stroke: PAGE, strokeWidth: 1.5 }),
      Plot.dot(steps, { x: 'random', y: 'share', r: 4.5, fill: PAGE, stroke: INK, strokeWidth: 1.5 }),
    ],
  });
  const saved = half.random - half.model;
  const count = (n: number) => countOf(Math.round(n), 'assay');
  const effect =
    saved > 0
      ? `${count(saved)} (${formatPercent(saved / half.random)}) are saved`
      : 'the order of the model saves none';
  const first = enrichment.at(-1);
  const met = first
    ? ` Among the first ${formatPercent(first.share)} a best one is met ${first.times.toFixed(1)} times as often as by chance.`
    : '';
  return {
    title: `Assays that ${learnerName(record.chosen)} saves`,
    svg,
    sentence: `To find half of the ${formatCount(best)} with the ${good === 'high' ? 'highest' : 'lowest'} ${record.study.target}, ${formatCount(half.model)} of ${formatCount(samples)} are tested in the order of the predictions, about ${formatCount(Math.round(half.random))} in random order (dashes): ${effect}.${met} Dots: the best order there could be. The model had not seen these samples; among others it may save more or fewer.`,
    alt,
    width: FIGURE_WIDTH,
    data: {
      columns: ['order', 'tested', 'share of the best found'],
      rows: [
        ...points.map(({ tested, found }): [string, number, number] => ['of the predictions', tested, found]),
        ...steps.map(({ random, share }): [string, number, number] => ['random', random, share]),
      ],
    },
  };
}

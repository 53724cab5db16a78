import * as Plot from '@observablehq/plot';
import type { ExplainedFeature } from '../../explain/aggregate-folds.ts';
import { scaleInWords, tickInWords } from '../attribution-words.ts';
import { amountsLike, countOf, formatList, formatScore } from '../format.ts';
import type { ReportInput } from '../input.ts';
import { themed } from '../palette.ts';
import type { ExplanationRecord } from '../record.ts';
import { learnerName } from '../words.ts';
import { drawSvg, FIGURE_WIDTH, type Figure, fitText, INK, labelSpace, MUTED } from './figure.ts';

const SHOWN = 20;
const ROW = 22;

/** How far each feature moves the answer on held-out samples, the spread of that over the folds, and how many folds it led in. Null without an explanation. */
export function driverBars({ record }: ReportInput, document: Document): Figure | null {
  const { explanation, study } = record;
  const features = explanation?.features.slice(0, SHOWN) ?? [];
  if (!explanation || features.length === 0) return null;
  const { folds } = explanation;
  const names = features.map(({ feature }) => feature);
  const nameSpace = labelSpace(names, 150);
  const most = Math.max(...features.flatMap((one) => one['by-fold']));
  const format = amountsLike(most);
  const unit = scaleInWords(explanation.scale, study);
  const chosen = ({ frequency }: ExplainedFeature) => Math.round(frequency * folds);
  const ends = (one: ExplainedFeature) => [Math.min(...one['by-fold']), Math.max(...one['by-fold'])] as const;
  const alt = `Bar chart of mean absolute attribution on held-out samples, in ${unit}. ${features
    .map((one) => `${one.feature}: ${format(one.importance)}, in ${chosen(one)} of ${countOf(folds, 'fold')}`)
    .join('. ')}.`;
  const heads = { frameAnchor: 'top-right', textAnchor: 'start', lineAnchor: 'bottom', dx: 14, dy: -8 } as const;
  const svg = drawSvg(document, alt, {
    height: features.length * ROW + 58,
    marginLeft: nameSpace + 14,
    marginRight: 72,
    marginTop: 28,
    marginBottom: 30,
    x: { domain: [0, most], ticks: 4, tickSize: 0, label: null, tickFormat: tickInWords },
    y: { type: 'band', domain: features.map((_, i) => i), axis: null, padding: 0.25 },
    marks: [
      Plot.barX(features, { y: (_: ExplainedFeature, i: number) => i, x: 'importance', fill: themed('cell') }),
      folds > 1
        ? Plot.link(features, {
            x1: (one: ExplainedFeature) => ends(one)[0],
            x2: (one: ExplainedFeature) => ends(one)[1],
            y: (_: ExplainedFeature, i: number) => i,
            stroke: INK,
            strokeWidth: 1.5,
          })
        : null,
      Plot.ruleX([0], { stroke: MUTED }),
      Plot.text(features, {
        y: (_: ExplainedFeature, i: number) => i,
        text: ({ feature }: ExplainedFeature) => fitText(feature, nameSpace),
        title: 'feature',
        frameAnchor: 'left',
        textAnchor: 'end',
        dx: -8,
        fill: INK,
      }),
      Plot.text(features, {
        y: (_: ExplainedFeature, i: number) => i,
        text: (one: ExplainedFeature) => `${chosen(one)} of ${folds}`,
        frameAnchor: 'right',
        textAnchor: 'start',
        dx: 14,
        fill: ({ frequency }: ExplainedFeature) => (frequency === 1 ? INK : MUTED),
      }),
      Plot.text([`mean |attribution|, ${unit}`], {
        frameAnchor: 'top-left',
        lineAnchor: 'bottom',
        dx: 8 - nameSpace,
        dy: -8,
        fill: MUTED,
      }),
      Plot.text(['folds'], { ...heads, fill: MUTED }),
    ],
    color: { type: 'identity' },
  });
  return {
    title: `What moves the answers of ${learnerName(explanation.learner)}`,
    svg,
    sentence: barsSentence(explanation, features),
    alt,
    width: FIGURE_WIDTH,
    data: {
      columns: ['feature', 'mean absolute attribution', 'least fold', 'largest fold', 'in folds', 'of folds'],
      rows: features.map((one) => [one.feature, one.importance, ...ends(one), chosen(one), folds]),
    },
  };
}

function barsSentence(
  { folds, k, agreement, features: all }: ExplanationRecord,
  shown: readonly ExplainedFeature[],
): string {
  const first = shown.slice(0, 3);
  const lead = `${formatList(first.map(({ feature }) => feature))} ${first.length === 1 ? 'moves' : 'move'} the answers most`;
  if (folds === 1)
    return `${lead}, on samples that the model had not seen. There was one split only, so nothing says how stable this order is.`;
  // Where a fold's first k are all there is, being among them says nothing.
  const choosing = k < all.length;
  const steady = shown.filter(({ frequency }) => frequency === 1).length;
  const shaky = shown.filter(({ frequency }) => frequency < 0.5).length;
  const among = choosing
    ? ` Of the ${countOf(shown.length, 'feature')} shown, ${steady} were among the first ${k} in all ${folds} folds${shaky > 0 ? `, ${shaky} in fewer than half of them: those should not be leaned on` : ''}.`
    : '';
  const { stability } = agreement;
  const agreed =
    choosing && stability !== null
      ? ` Agreement of the folds on their first ${k}: ${formatScore(stability)} (1: the same features; 0: as by chance).`
      : '';
  return `${lead}, on samples that the model had not seen.${among}${agreed} Lines: the smallest and the largest of the folds.`;
}

import * as Plot from '@observablehq/plot';
import { countOf, formatList, formatScore } from '../format.ts';
import type { FeatureWeight, ReportInput } from '../input.ts';
import { themed } from '../palette.ts';
import { learnerName } from '../words.ts';
import { drawSvg, FIGURE_WIDTH, type Figure, fitText, INK, labelSpace, MUTED } from './figure.ts';

const SHOWN = 20;
const ROW = 22;

/** The strongest features of the final model, with the number of outer folds that had them among their 50 strongest. Null without any. */
export function topFeatures({ record, topFeatures }: ReportInput, document: Document): Figure | null {
  const features = topFeatures.slice(0, SHOWN);
  if (features.length === 0) return null;
  const nameSpace = labelSpace(
    features.map(({ feature }) => feature),
    150,
  );
  const alt = `Bar chart of the ${features.length} strongest features, weight relative to the strongest. ${features
    .map(({ feature, folds, of }) => `${feature}: in ${folds} of ${of} folds`)
    .join(', ')}.`;
  const svg = drawSvg(document, alt, {
    height: features.length * ROW + 54,
    marginLeft: nameSpace + 14,
    marginRight: 72,
    marginTop: 28,
    marginBottom: 26,
    x: { domain: [0, 1], ticks: 3, tickSize: 0, label: null },
    y: { type: 'band', domain: features.map((_, i) => i), axis: null, padding: 0.25 },
    marks: [
      Plot.barX(features, {
        y: (_: FeatureWeight, i: number) => i,
        x: 'weight',
        fill: themed('cell'),
        title: ({ feature, weight, folds, of }: FeatureWeight) =>
          `${feature}: weight ${formatScore(weight)}, in ${folds} of ${of} folds`,
      }),
      Plot.ruleX([0], { stroke: MUTED }),
      Plot.text(features, {
        y: (_: FeatureWeight, i: number) => i,
        text: ({ feature }: FeatureWeight) => fitText(feature, nameSpace),
        title: 'feature',
        frameAnchor: 'left',
        textAnchor: 'end',
        dx: -8,
        fill: INK,
      }),
      Plot.text(features, {
        y: (_: FeatureWeight, i: number) => i,
        text: ({ folds, of }: FeatureWeight) => `${folds} of ${of}`,
        frameAnchor: 'right',
        textAnchor: 'start',
        dx: 14,
        fill: ({ folds, of }: FeatureWeight) => (folds === of ? INK : MUTED),
      }),
      Plot.text(['weight, strongest = 1'], { frameAnchor: 'top-left', lineAnchor: 'bottom', dy: -8, fill: MUTED }),
      Plot.text(['folds'], {
        frameAnchor: 'top-right',
        textAnchor: 'start',
        lineAnchor: 'bottom',
        dx: 14,
        dy: -8,
        fill: MUTED,
      }),
    ],
    color: { type: 'identity' },
  });
  return {
    title: `Strongest features of ${learnerName(record.chosen)}`,
    svg,
    sentence: featuresSentence(features),
    alt,
    width: FIGURE_WIDTH,
    data: {
      columns: ['feature', 'weight', 'in folds', 'of folds'],
      rows: features.map(({ feature, weight, folds, of }) => [feature, weight, folds, of]),
    },
  };
}

function featuresSentence(features: readonly FeatureWeight[]): string {
  const lead = `${formatList(features.slice(0, 3).map(({ feature }) => feature))} weigh most in the final model`;
  const steady = features.filter(({ folds, of }) => folds === of).length;
  const of = features[0]!.of;
  const shaky = features.filter(({ folds }) => folds * 2 < of).length;
  const doubt = shaky > 0 ? `; ${shaky} in fewer than half of them, and those should not be leaned on` : '';
  return `${lead}. Of the ${countOf(features.length, 'feature')} shown, ${steady} were among the 50 strongest in all ${of} folds${doubt}.`;
}

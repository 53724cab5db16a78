import * as Plot from '@observablehq/plot';
import { log2 } from '../../base/elementary.ts';
import { formatCount, formatPercent } from '../format.ts';
import type { ReportInput } from '../input.ts';
import type { RunRecord } from '../record.ts';
import { powerSentence } from '../uncertainty-sentences.ts';
import { learnerName, sampleNoun } from '../words.ts';
import { ACCENT, drawSvg, FIGURE_WIDTH, type Figure, LINE, MUTED, PAGE, plainAxis } from './figure.ts';

type Sizes = NonNullable<RunRecord['power']>['sizes'];

/** The chance to show that the model is better than the baseline, by the size of the cohort. Null where the study did not ask. */
export function powerBySize({ record }: ReportInput, document: Document): Figure | null {
  const { power, data, study } = record;
  if (!power) return null;
  const { sizes, asked, now } = power;
  const alt = `Power against the number of samples. ${sizes.map(({ samples, power: chance }) => `${formatCount(samples)}: ${formatPercent(chance)}`).join(', ')}.`;
  // A logarithmic scale leaves out labels that are not round in it, so the logarithm is taken here.
  const at = ({ samples }: Sizes[number]) => log2(samples);
  const labelled = sizes.filter((_, i) => i % 4 === 0);
  const own = { samples: data.samples, power: now };
  const svg = drawSvg(document, alt, {
    height: 300,
    marginLeft: 68,
    marginRight: 26,
    marginTop: 20,
    marginBottom: 46,
    x: {
      ...plainAxis(sampleNoun(study)),
      domain: [at(sizes[0]!), at(sizes.at(-1)!)],
      ticks: labelled.map(at),
      tickFormat: (_: number, i: number) => formatCount(labelled[i]!.samples),
    },
    y: {
      ...plainAxis('chance to show it'),
      domain: [0, 1],
      tickFormat: (share: number) => `${Math.round(100 * share)} %`,
    },
    marks: [
      Plot.gridY({ ticks: 5, stroke: LINE, strokeOpacity: 1 }),
      Plot.ruleY([asked], { stroke: MUTED, strokeDasharray: '3 3' }),
      Plot.ruleX([at(own)], { stroke: MUTED, strokeDasharray: '3 3' }),
      Plot.line(sizes as Sizes[number][], { x: at, y: 'power', stroke: ACCENT, strokeWidth: 2 }),
      Plot.dot([own], { x: at, y: 'power', r: 4.5, fill: ACCENT }),
      Plot.text(['this study'], {
        x: [at(own)],
        frameAnchor: 'bottom',
        textAnchor: 'start',
        lineAnchor: 'bottom',
        dx: 6,
        dy: -6,
        fill: MUTED,
        stroke: PAGE,
        strokeWidth: 4,
      }),
    ],
  });
  return {
    title: `Samples needed to show that ${learnerName(power.learner)} is better`,
    svg,
    sentence: powerSentence(record)!,
    alt,
    width: FIGURE_WIDTH,
    data: { columns: ['samples', 'power'], rows: sizes.map(({ samples, power: chance }) => [samples, chance]) },
  };
}

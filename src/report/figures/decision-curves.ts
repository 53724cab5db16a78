import * as Plot from '@observablehq/plot';
import { formatPercent, formatScore } from '../format.ts';
import type { ReportInput } from '../input.ts';
import type { CurveDecision } from '../record.ts';
import { learnerName } from '../words.ts';
import { ACCENT, drawSvg, FIGURE_WIDTH, type Figure, INK, LINE, MUTED, plainAxis } from './figure.ts';
import { legendAbove, lineSwatch } from './legend.ts';

/** Net benefit of the chosen learner, of acting on all and on nobody: one figure for each class that is decided about. */
export function decisionCurves({ record }: ReportInput, document: Document): Figure[] {
  return (record.decisions?.curves ?? []).map((curve) => draw(curve, record.chosen, document));
}

function draw(curve: CurveDecision, chosen: string, document: Document): Figure {
  const { class: name, prevalence } = curve;
  const points = curve.points.map(({ threshold, model, all }) => ({
    threshold,
    model: model.value,
    low: model.low,
    high: model.high,
    all,
  }));
  const bottom = -0.25 * prevalence;
  const above = (value: number) => Math.max(bottom, value);
  const bounded = points.filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high) && high > bottom);
  const left = 70;
  const right = 26;
  const legend = legendAbove(
    [
      { text: learnerName(chosen), swatch: lineSwatch(ACCENT, 'none', 2.5) },
      { text: 'act on all', swatch: lineSwatch(INK, '7 3', 1.5) },
      { text: 'act on nobody', swatch: lineSwatch(MUTED, '2 3', 1.5) },
    ],
    left,
    right,
  );
  const shown = [0.1, 0.25, 0.5].map((at) => points.find(({ threshold }) => Math.abs(threshold - at) < 0.005)!);
  const alt = `Decision curve for ${name}, net benefit against the probability from which one acts. ${shown
    .map(
      ({ threshold, model, all }) =>
        `From ${formatPercent(threshold)}: model ${formatScore(model)}, all ${formatScore(all)}`,
    )
    .join('. ')}. Nobody: 0.`;
  const svg = drawSvg(document, alt, {
    height: 330 + legend.height,
    marginLeft: left,
    marginBottom: 46,
    marginTop: 12 + legend.height,
    marginRight: right,
    x: {
      ...plainAxis('act from this probability on'),
      domain: [0, 1],
      tickFormat: (share: number) => formatPercent(share),
    },
    y: { ...plainAxis('net benefit a sample'), domain: [bottom, 1.1 * prevalence] },
    marks: [
      legend.marks,
      Plot.gridX({ ticks: 5, stroke: LINE, strokeOpacity: 1 }),
      Plot.gridY({ ticks: 5, stroke: LINE, strokeOpacity: 1 }),
      Plot.areaY(bounded, {
        x: 'threshold',
        y1: ({ low }) => above(low),
        y2: ({ high }) => above(high),
        fill: ACCENT,
        fillOpacity: 0.15,
      }),
      Plot.ruleY([0], { stroke: MUTED, strokeDasharray: '2 3', strokeWidth: 1.5 }),
      Plot.line(
        points.filter(({ all }) => all >= bottom),
        { x: 'threshold', y: 'all', stroke: INK, strokeDasharray: '7 3', strokeWidth: 1.5 },
      ),
      Plot.line(
        points.filter(({ model }) => model >= bottom),
        { x: 'threshold', y: 'model', stroke: ACCENT, strokeWidth: 2.5 },
      ),
    ],
  });
  return {
    title: `Is it worth acting on ${name}?`,
    svg,
    sentence: sentenceOf(curve),
    alt,
    width: FIGURE_WIDTH,
    data: {
      columns: ['threshold', 'net benefit of the model', 'low', 'high', 'net benefit of acting on all'],
      rows: points.map(({ threshold, model, low, high, all }) => [threshold, model, low, high, all]),
    },
  };
}

/** Where the whole interval of the model lies above both other strategies. */
function sentenceOf({ class: name, prevalence, points }: CurveDecision): string {
  const lead = `At a share of ${formatPercent(prevalence)} with ${name}`;
  const useful = points.filter(({ model, all }) => model.low > Math.max(0, all));
  const meaning =
    'a false alarm is charged the odds of the probability from which one acts: whoever acts from 20\u00a0% on takes four false alarms for one hit';
  if (useful.length === 0) {
    return `${lead} there is no probability from which acting on the model is shown to be better than acting on all or on nobody (${meaning}).`;
  }
  const from = formatPercent(useful[0]!.threshold);
  const to = formatPercent(useful.at(-1)!.threshold);
  const broken = useful.length < Math.round(100 * (useful.at(-1)!.threshold - useful[0]!.threshold)) + 1;
  return `${lead}, the model is shown to be worth more than acting on all or on nobody for who would act from ${from} to ${to} on${broken ? ', with gaps' : ''}; ${meaning}.`;
}

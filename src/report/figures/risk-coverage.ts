import * as Plot from '@observablehq/plot';
import { formatPercent } from '../format.ts';
import type { ReportInput } from '../input.ts';
import { learnerName } from '../words.ts';
import { ACCENT, drawSvg, FIGURE_WIDTH, type Figure, INK, LINE, MUTED, PAGE, plainAxis } from './figure.ts';

interface Point {
  readonly coverage: number;
  readonly risk: number;
}

/** Share of wrong answers when only the surest are given, against the share given. Null when nothing was classified. */
export function riskCoverage({ record }: ReportInput, document: Document): Figure | null {
  const reject = record.decisions?.reject;
  if (!reject || reject.points.length < 2) return null;
  const { points, risk, target } = reject;
  const best = bestCurve(risk);
  const top = Math.max(0.02, Math.min(1, 1.15 * Math.max(risk, ...points.map((point) => point.risk))));
  const held = target && target.answered > 0 ? [{ coverage: target.coverage.value, risk: target.error.value }] : [];
  const shown = [0.25, 0.5, 0.75, 1].map((coverage) => ({ coverage, risk: riskAt(points, coverage) }));
  const alt = `Risk against coverage. Share of wrong answers when only the surest are given: ${shown
    .map((point) => `${formatPercent(point.risk)} of the surest ${formatPercent(point.coverage)}`)
    .join(', ')}.`;
  const svg = drawSvg(document, alt, {
    height: 330,
    marginLeft: 60,
    marginBottom: 46,
    marginTop: 16,
    marginRight: 26,
    x: { ...plainAxis('share of samples answered, surest first'), domain: [0, 1], tickFormat: percent },
    y: { ...plainAxis('wrong among those answered'), domain: [0, top], tickFormat: percent },
    marks: [
      Plot.gridX({ ticks: 5, stroke: LINE, strokeOpacity: 1 }),
      Plot.gridY({ ticks: 5, stroke: LINE, strokeOpacity: 1 }),
      Plot.line(best, { x: 'coverage', y: 'risk', stroke: MUTED, strokeDasharray: '3 4' }),
      Plot.line([...points], { x: 'coverage', y: 'risk', stroke: ACCENT, strokeWidth: 2 }),
      target ? Plot.ruleY([target.maxError], { stroke: INK, strokeDasharray: '7 3' }) : null,
      Plot.dot(held, { x: 'coverage', y: 'risk', r: 5, fill: PAGE, stroke: INK, strokeWidth: 2 }),
    ],
  });
  return {
    title: `Errors of ${learnerName(record.chosen)} when unsure answers are withheld`,
    svg,
    sentence: sentenceOf(points, target),
    alt,
    width: FIGURE_WIDTH,
    data: {
      columns: ['share answered', 'wrong among those'],
      rows: points.map(({ coverage, risk: wrong }) => [coverage, wrong]),
    },
  };
}

const percent = (share: number) => formatPercent(share);

/** All right answers first: no risk until only wrong ones are left. */
function bestCurve(risk: number): Point[] {
  const right = 1 - risk;
  return Array.from({ length: 41 }, (_, i) => {
    const coverage = right + ((1 - right) * i) / 40;
    return { coverage, risk: coverage === 0 ? 1 : 1 - right / coverage };
  });
}

function riskAt(points: readonly Point[], coverage: number): number {
  return (points.find((point) => point.coverage >= coverage - 1e-9) ?? points.at(-1)!).risk;
}

function sentenceOf(
  points: readonly Point[],
  target: NonNullable<NonNullable<ReportInput['record']['decisions']>['reject']>['target'],
): string {
  const all = formatPercent(points.at(-1)!.risk);
  const lead = `When every sample is answered ${all} of the answers are wrong, when only the surest half is, ${formatPercent(riskAt(points, 0.5))}.`;
  const dashes = 'Short dashes: the best that any order of these answers could do.';
  if (!target) return `${lead} ${dashes}`;
  const circle =
    target.answered > 0 ? ', the circle what held-out samples got with the thresholds of the other folds' : '';
  return `${lead} ${dashes} Long dashes: the error asked for${circle}.`;
}

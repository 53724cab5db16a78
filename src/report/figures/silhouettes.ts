import * as Plot from '@observablehq/plot';
import { type ClusterGroup, foundGroups } from '../cluster-groups.ts';
import { countOf, formatPercent, formatScore } from '../format.ts';
import type { ReportInput } from '../input.ts';
import { classColour } from '../palette.ts';
import { verdict } from '../verdict.ts';
import { ACCENT, drawSvg, FIGURE_WIDTH, type Figure, fitText, INK, LINE, labelSpace, MUTED } from './figure.ts';

const HEIGHT = 320; // of all samples together
const GAP = 8; // between groups
const STEPS = 160; // of the outline of a group: more than there are pixels for

interface Point {
  readonly y: number;
  readonly value: number;
}

/** The silhouette of every sample, group by group, the best placed first. Null without groups to tell apart. */
export function silhouettes(input: ReportInput, document: Document): Figure | null {
  const found = foundGroups(input);
  const groups = found?.groups.filter(({ label }) => label >= 0) ?? [];
  if (!found || groups.length < 2) return null;
  const n = groups.reduce((sum, { rows }) => sum + rows.length, 0);
  const perSample = HEIGHT / n;
  let top = 0;
  const bands = groups.map((group) => {
    const sorted = Float64Array.from(group.rows, (i) => found.silhouettes[i]!)
      .sort()
      .reverse();
    // A group of few among thousands still gets a line, and room for its name.
    const height = Math.max(14, sorted.length * perSample);
    const band = { group, top, height, sorted, misplaced: sorted.filter((s) => s < 0).length };
    top += height + GAP;
    return band;
  });
  const { chosen, baseline } = verdict(input.record);
  const mean = chosen.metrics.silhouette?.value ?? Number.NaN;
  const noise = baseline?.name === 'shuffled-features' ? (baseline.score.value ?? Number.NaN) : Number.NaN;
  const names = bands.map(({ group }) => `${group.name} (${group.rows.length})`);
  const left = labelSpace(names, 110) + 16;
  const lowest = Math.min(0, ...bands.map(({ sorted }) => sorted.at(-1)!));
  const highest = Math.max(0.1, ...bands.map(({ sorted }) => sorted[0]!));
  const alt = `Silhouettes of ${countOf(n, 'sample')} by group. ${bands
    .map(
      ({ group, misplaced }) =>
        `Group ${group.name}: mean ${formatScore(group.silhouette)}, ${misplaced} of ${group.rows.length} below 0`,
    )
    .join('. ')}.`;
  const svg = drawSvg(document, alt, {
    height: top + 60,
    marginLeft: left,
    marginRight: 12,
    marginTop: 26,
    marginBottom: 34,
    x: { domain: [lowest, highest], nice: true, ticks: 5, tickSize: 0, label: null },
    y: { domain: [0, top - GAP], axis: null, reverse: true },
    marks: [
      Plot.gridX({ ticks: 5, stroke: LINE, strokeOpacity: 1 }),
      bands.map((band) =>
        Plot.areaX(outline(band), { y: 'y', x1: 0, x2: 'value', fill: classColour(band.group.label) }),
      ),
      Plot.ruleX([0], { stroke: MUTED }),
      Plot.ruleX([mean].filter(Number.isFinite), { stroke: INK, strokeDasharray: '4 3' }),
      Plot.ruleX([noise].filter(Number.isFinite), { stroke: ACCENT, strokeDasharray: '1 3', strokeWidth: 2 }),
      Plot.text(bands, {
        y: ({ top, height }: { top: number; height: number }) => top + height / 2,
        text: (_: unknown, b: number) => fitText(names[b]!, left - 16),
        frameAnchor: 'left',
        textAnchor: 'end',
        dx: -8,
        fill: INK,
      }),
      Plot.text(['group'], {
        frameAnchor: 'top-left',
        textAnchor: 'end',
        lineAnchor: 'bottom',
        dx: -8,
        dy: -8,
        fill: MUTED,
      }),
      Plot.text(['silhouette of each sample'], { frameAnchor: 'top-left', lineAnchor: 'bottom', dy: -8, fill: MUTED }),
    ],
  });
  const data = {
    columns: ['group', 'silhouette'],
    rows: bands.flatMap(({ group, sorted }) => Array.from(sorted, (value): [string, number] => [group.name, value])),
  };
  return { title: 'Silhouettes', svg, sentence: sentenceOf(bands, n, mean, noise), alt, width: FIGURE_WIDTH, data };
}

/** The sorted values as steps, at most `STEPS`. */
function outline({ top, height, sorted }: { top: number; height: number; sorted: Float64Array }): Point[] {
  const steps = Math.min(STEPS, sorted.length);
  return Array.from({ length: steps }, (_, step) => {
    const value = Number(sorted[Math.floor(((step + 0.5) * sorted.length) / steps)]!.toPrecision(4));
    return [
      { y: top + (height * step) / steps, value },
      { y: top + (height * (step + 1)) / steps, value },
    ];
  }).flat();
}

function sentenceOf(
  bands: readonly { readonly group: ClusterGroup; readonly misplaced: number }[],
  n: number,
  mean: number,
  noise: number,
): string {
  const below = bands.reduce((sum, { misplaced }) => sum + misplaced, 0);
  const [best] = [...bands].sort((a, b) => b.group.silhouette - a.group.silhouette);
  const lines = `The dashed line is the mean of all, ${formatScore(mean)}${Number.isFinite(noise) ? `; the dotted one that of shuffled data, ${formatScore(noise)}` : ''}.`;
  return `Each sample by how much nearer it is to its own group than to the next. Group ${best!.group.name} holds together best (mean ${formatScore(best!.group.silhouette)}); ${countOf(below, 'sample')} (${formatPercent(below / n)}) lie nearer to another group. ${lines}`;
}

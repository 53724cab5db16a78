import * as Plot from '@observablehq/plot';
import { countOf, formatPercent, formatScore } from '../format.ts';
import type { ReportInput } from '../input.ts';
import { themed } from '../palette.ts';
import { byRecall, type ClassScore, perClass } from '../per-class.ts';
import { verdict } from '../verdict.ts';
import { learnerName } from '../words.ts';
import { drawSvg, FIGURE_WIDTH, type Figure, fitText, INK, LINE, labelSpace, MUTED, textWidth } from './figure.ts';

interface Cell {
  readonly row: number;
  readonly column: number;
  readonly count: number;
  readonly share: number;
}

/** Out-of-fold confusion of the chosen learner: counts, shaded by the share of the true class. Null without classes. */
export function confusion({ record }: ReportInput, document: Document): Figure | null {
  const { chosen } = verdict(record);
  if (!chosen.confusion) return null;
  const { classes, counts } = chosen.confusion;
  const scores = perClass(chosen.confusion);
  const rowLabels = scores.map(({ name, support }) => `${fitText(name, 110)} (${support})`);
  const left = labelSpace(rowLabels, 170) + 14;
  const side = Math.max(30, Math.min(72, Math.floor((FIGURE_WIDTH - left - 8) / classes.length)));
  const columnSpace = labelSpace(classes, 110);
  const turned = columnSpace > side - 6;
  const top = turned ? Math.ceil(columnSpace * 0.72) + 44 : 48;
  // Turned labels of the last columns lean out to the right.
  const right = turned ? Math.ceil(textWidth(fitText(classes.at(-1)!, 110)) * 0.72) + 4 : 8;
  const width = left + side * classes.length + right;
  const roomy = side >= 46;
  const cells: Cell[] = counts.flatMap((row, i) =>
    row.map((count, j) => ({ row: i, column: j, count, share: count / Math.max(1, scores[i]!.support) })),
  );
  const filled = cells.filter((cell) => cell.count > 0);
  const alt = altOf(scores);
  const svg = drawSvg(document, alt, {
    width,
    height: top + side * classes.length + 6,
    marginLeft: left,
    marginRight: right,
    marginTop: top,
    marginBottom: 6,
    x: { type: 'band', domain: classes.map((_, k) => k), axis: null, padding: 0.03, round: false },
    y: { type: 'band', domain: classes.map((_, k) => k), axis: null, padding: 0.03, round: false },
    marks: [
      Plot.cell(cells, { x: 'column', y: 'row', fill: 'none', stroke: LINE, strokeWidth: 0.75 }),
      Plot.cell(filled, {
        x: 'column',
        y: 'row',
        fill: themed('cell'),
        fillOpacity: { value: 'share', scale: null } as never,
        title: ({ row, column, count, share }: Cell) =>
          `${classes[row]} taken for ${classes[column]}: ${count} (${formatPercent(share)})`,
      }),
      Plot.text(filled, {
        x: 'column',
        y: 'row',
        text: (cell: Cell) => String(cell.count),
        dy: roomy ? -7 : 0,
        fontWeight: 600,
        fontSize: roomy ? 14 : 11,
        fill: INK,
        pointerEvents: 'none',
      }),
      roomy
        ? Plot.text(filled, {
            x: 'column',
            y: 'row',
            text: (cell: Cell) => formatPercent(cell.share),
            dy: 10,
            fontSize: 12,
            fill: INK,
            pointerEvents: 'none',
          })
        : null,
      Plot.text(classes, {
        x: (_: string, k: number) => k,
        text: (name: string) => fitText(name, turned ? 110 : side),
        frameAnchor: 'top',
        textAnchor: turned ? 'start' : 'middle',
        rotate: turned ? -45 : 0,
        lineAnchor: 'bottom',
        dy: -8,
        fill: INK,
      }),
      Plot.text(rowLabels, {
        y: (_: string, k: number) => k,
        text: (label: string) => label,
        frameAnchor: 'left',
        textAnchor: 'end',
        dx: -8,
        fill: INK,
      }),
      Plot.text(['predicted class →'], { frameAnchor: 'top-left', lineAnchor: 'top', dy: 5 - top, fill: MUTED }),
      Plot.text(['true class ↓'], {
        frameAnchor: 'top-left',
        lineAnchor: 'top',
        textAnchor: 'end',
        dx: -8,
        dy: -20,
        fill: MUTED,
      }),
    ],
  });
  return {
    title: `Confusion of ${learnerName(chosen.learner)}`,
    svg,
    sentence: confusionSentence(scores),
    alt,
    width,
  };
}

/** Best recognised class, then the commonest mistake of the worst. */
export function confusionSentence(scores: readonly ClassScore[]): string {
  const ranked = byRecall(scores);
  const best = ranked[0];
  const worst = ranked.at(-1);
  if (!best || !worst || best === worst) return 'There is only one class with samples.';
  if (worst.recall === 1) return 'Every sample was given its right class.';
  const lead = `Best recognised is ${best.name} (recall ${formatScore(best.recall)}), least well ${worst.name} (recall ${formatScore(worst.recall)})`;
  const { takenFor } = worst;
  return takenFor
    ? `${lead}, most often taken for ${takenFor.name} (${takenFor.count} of ${worst.support}).`
    : `${lead}.`;
}

function altOf(scores: readonly ClassScore[]): string {
  const parts = scores.map(({ name, support, correct, takenFor }) => {
    const mistake = takenFor ? `, most often taken for ${takenFor.name} (${takenFor.count})` : '';
    return `${name}: ${correct} of ${countOf(support, 'sample')} right${mistake}`;
  });
  return `Confusion matrix, rows are true classes, columns are predicted classes. ${parts.join('. ')}.`;
}

import { countOf, formatScore } from '../format.ts';
import type { ReportInput } from '../input.ts';
import { byRecall, type ClassScore, perClass } from '../per-class.ts';
import { verdict } from '../verdict.ts';
import { learnerName } from '../words.ts';
import { countGrid } from './count-grid.ts';
import type { Figure } from './figure.ts';

/** Out-of-fold confusion of the chosen learner: counts, shaded by the share of the true class. Null without classes. */
export function confusion({ record }: ReportInput, document: Document): Figure | null {
  const { chosen } = verdict(record);
  if (!chosen.confusion) return null;
  const { classes, counts } = chosen.confusion;
  const scores = perClass(chosen.confusion);
  const alt = altOf(scores);
  const { svg, width, data } = countGrid(document, {
    alt,
    counts,
    rows: scores.map(({ name, support }) => ({ name, total: support })),
    columns: classes,
    axes: { rows: 'true class ↓', columns: 'predicted class →' },
    cellTitle: (row, column) => `${row} taken for ${column}`,
  });
  return {
    title: `Confusion of ${learnerName(chosen.learner)}`,
    svg,
    sentence: confusionSentence(scores),
    alt,
    width,
    data,
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

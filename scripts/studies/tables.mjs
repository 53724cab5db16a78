/** A Markdown table. @param rows the first is the head. */
export function markdownTable([head, ...rows]) {
  return [head, head.map(() => '---'), ...rows].map((cells) => `${markdownRow(cells)}\n`).join('');
}

export const markdownRow = (cells) => `| ${cells.join(' | ')} |`;

export const number = (x) => (x === undefined ? '' : x.toFixed(3));

/** `0.867 (0.83–0.90)`: the mean over the seeds, with the interval of the first. */
export function withInterval({ mean, low, high }) {
  return low === undefined ? number(mean) : `${number(mean)} (${low.toFixed(2)}–${high.toFixed(2)})`;
}

/** The metrics that are shown of a study: those of its task, and the one that chose. */
export function shownMetrics({ study }) {
  const byTask = {
    classification: ['accuracy', study.metric],
    survival: ['c-index', 'integrated-brier'],
    regression: ['r2', study.metric === 'r2' ? 'pearson' : study.metric],
    clustering: ['silhouette', 'stability', ...(study.compared ?? []).map((column) => `ari-${column}`)],
  };
  return [...new Set(byTask[study.task] ?? [study.metric])];
}

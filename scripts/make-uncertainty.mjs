// Writes docs/uncertainty.md: what the intervals and the correction for choosing are worth, by simulation with known truth. Minutes on one core.
//   node scripts/build.mjs && node scripts/make-uncertainty.mjs [simulated data sets, default 2000] [file, default docs/uncertainty.md]
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { choice } from './uncertainty/choice.mjs';
import { coverage } from './uncertainty/coverage.mjs';

const [datasets = 2000, file = join(dirname(fileURLToPath(import.meta.url)), '..', 'docs', 'uncertainty.md')] =
  process.argv.slice(2);
const percent = (share) => `${(100 * share).toFixed(1)} %`;
const table = (head, rows) => [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');

const intervals = coverage(Number(datasets));
const choices = choice(Math.ceil(Number(datasets) / 4));
const meanOver = (value) => ((100 * intervals.reduce((sum, one) => sum + value(one), 0)) / intervals.length).toFixed(1);
const off = (method) => meanOver((one) => Math.abs(one[method].covered - 0.95));
const tails = (method) => meanOver((one) => Math.abs(one[method].above - 0.025) + Math.abs(one[method].below - 0.025));

writeFileSync(
  file,
  `${[
    '# Uncertainty',
    `What the intervals of a report are worth, by simulation with known truth: ${datasets} test sets a row. Made by \`scripts/make-uncertainty.mjs\`:
change the code, not this page.`,
    '## Bootstrap intervals',
    `How often a 95 % interval holds the population score, how often it lies wholly above or below it (2.5 % each would be right), and its mean width.
Two classes, 40 % positive, one marker; skewed values of which the predictions know half; exponential times, about a third censored. 1,000 replicates.
On average over the rows the coverage is ${off('percentile')} points off for percentiles and ${off('bca')} for BCa, and the two tails together
${tails('percentile')} and ${tails('bca')} points off their 2.5 % each; the noise of a row is ± ${((100 * 1.96 * Math.sqrt(0.95 * 0.05)) / Math.sqrt(datasets)).toFixed(1)}. BCa is
the default: where the two cover alike, its misses lie more evenly on both sides, and of small samples its AUC covers better. Neither mends R² of
skewed values below some hundred samples: read its lower bound as too high.`,
    table(
      [
        ...['metric', 'samples', 'percentile covers', 'above / below', 'width'],
        ...['BCa covers', 'above / below', 'width'],
      ],
      intervals.map(({ metric, n, percentile, bca }) => [
        metric,
        n,
        ...[percentile, bca].flatMap(({ covered, above, below, width }) => [
          percent(covered),
          `${percent(above)} / ${percent(below)}`,
          width.toFixed(3),
        ]),
      ]),
    ),
    '## The best of ten learners',
    `Ten learners of equal skill (ROC AUC 0.760): the score of the best as it stands, and corrected for having been picked (BBC-CV, \`chosen-corrected\` in
\`run.json\`). Means over ${Math.ceil(Number(datasets) / 4)} simulated studies; its interval is of the 37 % of groups out of bag, hence wide.`,
    table(
      ['samples', 'true', 'naive', 'corrected', '95 % interval covers'],
      choices.map(({ n, truth, naive, corrected, covered }) => [
        n,
        ...[truth, naive, corrected].map((value) => value.toFixed(3)),
        percent(covered),
      ]),
    ),
  ].join('\n\n')}\n`,
);

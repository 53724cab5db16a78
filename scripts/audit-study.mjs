// How often the audit cries wolf, and how often it misses one, on simulated cohorts: writes docs/audit-study.md.
//   npm run audit-study [-- cohorts, default 200]     a few minutes on two cores
// Exits with 1 where more than 5 % of the clean cohorts fail, or less than 95 % of the cohorts with a leak of one kind are caught.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { randomKey } from '../dist/base/random.js';
import { createExecutor } from '../dist/kernels/executor.node.js';
import { auditStudy } from '../dist/validate/audit/audit-study.js';
import { auditRules } from '../dist/validate/audit/rules.js';

const MOST_FALSE = 0.05;
const LEAST_CAUGHT = 0.95;
const cohorts = Number(process.argv[2] ?? 200);
const executor = await createExecutor(2);
const { clean, leaks } = await auditStudy(cohorts, {
  random: randomKey(1),
  executor,
  signal: new AbortController().signal,
  progress: (done, label) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${Math.round(100 * done)} % ${label}\u001b[K`);
  },
  warn: () => {},
});
await executor.close();

const percent = (count, of) => `${((100 * count) / of).toFixed(1)} %`;
/** Wilson's interval of a share, 95 %. */
function interval(count, of) {
  const z = 1.959964;
  const middle = (count + (z * z) / 2) / (of + z * z);
  const half = (z / (of + z * z)) * Math.sqrt((count * (of - count)) / of + (z * z) / 4);
  return `${(100 * Math.max(0, middle - half)).toFixed(1)}–${(100 * Math.min(1, middle + half)).toFixed(1)} %`;
}
const table = (head, rows) => [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
const title = new Map(auditRules.map((rule) => [rule.rule, rule.title]));
const atStart = Object.entries(clean.byRule).filter(
  ([name]) => auditRules.find(({ rule }) => rule === name).stage === 'start',
);

const text = `# The audit, audited
Simulated cohorts of 40 to 300 samples and 100 to 2,000 features: classes (two to five, even or not), numbers, survival, in equal parts; with and
without missing values and repeated patients; batches, sites and dates in the sheet that have nothing to do with the target. Made by
\`npm run audit-study\`: change the code, not this page. The leaks are planted by \`src/simulate/leaks.ts\`.

## Clean cohorts

${clean.failed} of ${clean.cohorts} fail (${percent(clean.failed, clean.cohorts)}, 95 % interval ${interval(clean.failed, clean.cohorts)}; goal: at most 5 %). ${clean.warned} have at least one warning (${percent(clean.warned, clean.cohorts)}).
Warnings that are true of the cohort: \`duplicate-samples\` where patients were measured twice (every second cohort), \`few-events\` where classes or events are few.

${table(
  ['rule', 'asks', 'warns', 'fails'],
  atStart.map(([rule, { warned, failed }]) => [`\`${rule}\``, title.get(rule), warned, failed]),
)}

## One leak planted

Caught: the rule warns, or fails where it may (goal: at least 95 % of each kind).

${table(
  ['leak', 'rule', 'what was done', 'caught', '95 % interval', 'of these fail'],
  leaks.map(({ name, rule, doc, caught, failed, cohorts: of }) => [
    name,
    `\`${rule}\``,
    doc,
    `${caught} of ${of}`,
    interval(caught, of),
    failed,
  ]),
)}
`;
if (cohorts === 200) writeFileSync(join(dirname(fileURLToPath(import.meta.url)), '..', 'docs', 'audit-study.md'), text);
process.stdout.write(text);
const missed = leaks.filter(({ caught, cohorts: of }) => caught < LEAST_CAUGHT * of);
if (clean.failed > MOST_FALSE * clean.cohorts || missed.length > 0) process.exitCode = 1;

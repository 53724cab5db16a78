// Writes docs/parity.md: how far Cistron is from the reference tools. What has a golden in test/golden is computed now; what takes minutes or
// needs real tables comes from scripts/parity/long-runs.json, which scripts/measure-parity.mjs writes.
//   node scripts/build.mjs && node scripts/make-parity.mjs [file, default docs/parity.md]
// Exits with 1 where a difference is above its tolerance.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as biology from './parity/biology.mjs';
import * as calibration from './parity/calibration.mjs';
import * as explain from './parity/explain.mjs';
import * as inference from './parity/inference.mjs';
import * as learners from './parity/learners.mjs';
import * as metrics from './parity/metrics.mjs';
import * as networks from './parity/networks.mjs';
import * as penalised from './parity/penalised.mjs';
import * as prepare from './parity/prepare.mjs';
import * as readers from './parity/readers.mjs';
import * as sequences from './parity/sequences.mjs';
import { atMost, digits, executor } from './parity/support.mjs';
import * as uncertainty from './parity/uncertainty.mjs';
import * as unsupervised from './parity/unsupervised.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const file = process.argv[2] ?? join(dirname(here), 'docs', 'parity.md');
const longRuns = Object.values(JSON.parse(readFileSync(join(here, 'parity/long-runs.json'), 'utf8')));

const sections = [];
for (const { title, rows } of [
  penalised,
  learners,
  explain,
  inference,
  unsupervised,
  metrics,
  calibration,
  uncertainty,
  prepare,
  sequences,
  networks,
  biology,
  readers,
]) {
  sections.push([title, await rows()]);
}
await executor.close();

const beyond = [...sections.flatMap(([, rows]) => rows), ...longRuns].filter(
  (row) => !(row.difference <= row.tolerance),
);
writeFileSync(
  file,
  `${[
    '# Parity',
    `How far Cistron is from the tools that its users would otherwise take. Made by \`scripts/make-parity.mjs\` from the outputs of those
tools in \`test/golden/\`, each beside the script that wrote it: change the code, not this page. \`test/parity.test.ts\` fails when a
difference is above its tolerance, or when this page is not what the script makes.

A difference is the largest absolute one over everything compared; *relative* is over max(1, |reference|). Where ours may only be *worse by*
so much, below 0 is better than the reference. Below 1e−12 is the rounding of doubles. A certificate is a proof of its own, which
needs no reference: a duality gap bounds the distance to the optimum.`,
    ...sections.map(([title, rows]) => `## ${title}\n\n${table(rows)}`),
    `## Real tables

From runs of minutes over tables that are not part of the repository: \`${longRuns[0]?.command.split(' ').slice(0, 2).join(' ')}\` with the word in
the last column, on the day there. Scores are out-of-fold means over seeds, same folds and settings; the tolerance is three standard errors of
the difference over seeds (for the kernel SVM, whose reference has no seeds, two of a proportion).

${table(longRuns, 'run', (row) => `${row.command.split(' ').at(-1)}, ${row.date}`)}`,
  ].join('\n\n')}\n`,
);
for (const row of beyond)
  process.stderr.write(`${row.work}, ${row.data}, ${row.compared}: ${row.difference} > ${row.tolerance}\n`);
process.exitCode = beyond.length > 0 ? 1 : 0;

function table(rows, last = 'certificate', lastOf = (row) => row.certificate ?? '') {
  const cells = rows.map((row) => [
    row.work,
    row.reference,
    row.data,
    row.compared,
    shown(row),
    digits(row.tolerance),
    lastOf(row),
  ]);
  const head = ['what', 'reference', 'data', 'compared', 'difference', 'tolerance', last];
  return [head, head.map(() => '---'), ...cells]
    .map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');
}

/** Counts as they are. */
function shown({ difference, tolerance }) {
  return tolerance === 0 ? String(difference) : atMost(difference);
}

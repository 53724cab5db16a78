// Cox, logistic and linear regression and a Kaplan–Meier curve against R: simulated, 10,000 × 50. R's fits have no penalty either.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomKey } from '../dist/index.js';
import { inTurn, printRow, scratch, timed } from './measure.mjs';

const [n, p] = [10_000, 50];
const table = join(scratch(), `inference-${n}x${p}.csv`);
if (!existsSync(table)) {
  const draws = randomKey(1).stream();
  const lines = [['time', 'event', 'class', ...Array.from({ length: p }, (_, j) => `x${j}`)].join(',')];
  for (let i = 0; i < n; i++) {
    const x = Array.from({ length: p }, () => draws.normal());
    const time = Math.ceil((-1000 * Math.log(1 - draws.uniform())) / Math.exp(0.5 * x[0] - 0.3 * x[1]));
    const event = draws.uniform() < 0.6 ? 1 : 0;
    lines.push([time, event, draws.uniform() < 1 / (1 + Math.exp(-x[0])) ? 1 : 0, ...x].join(','));
  }
  writeFileSync(table, lines.join('\n'));
}
const here = import.meta.dirname;
for (const work of ['cox', 'logistic', 'linear', 'kaplan-meier']) {
  const results = await inTurn(
    {
      ours: () => timed(process.execPath, [join(here, 'inference.worker.mjs'), table, work]),
      R: () => timed('Rscript', [join(here, 'peers/inference.R'), table, work]),
    },
    5,
  );
  const { ours, R } = results;
  const apart = Math.max(...ours.result.map((v, j) => Math.abs(v - R.result[j])));
  for (const contender of [ours, R]) delete contender.result; // fifty numbers: not for the table
  printRow(`${work}, 10,000 × 50`, results, `results apart by at most ${apart.toExponential(0)}; one thread`);
}

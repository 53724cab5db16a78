// Multinomial elastic-net path against glmnet (same penalties) and one penalty against scikit-learn (saga): a simulated table, 934 × 1,558, 5 classes.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { randomKey, simulateCohort } from '../dist/index.js';
import { inTurn, PYTHON, printRow, scratch, timed } from './measure.mjs';
import { writeTable } from './tables.mjs';

const table = join(scratch(), 'elastic-net-934x1558.tsv');
if (!existsSync(table)) {
  const { expression, sheet } = simulateCohort({
    samples: 934,
    features: 1558,
    classes: 5,
    informative: 150,
    duplicates: 0,
    missing: 0,
    random: randomKey(1),
  });
  writeTable(table, expression, sheet.columns.find(({ name }) => name === 'subtype').values);
}
const here = import.meta.dirname;
for (const l1Ratio of ['1', '0.5', '0.1']) {
  const results = await inTurn(
    {
      ours: () => timed(process.execPath, [join(here, 'elastic-net.worker.mjs'), table, l1Ratio, '100']),
      glmnet: () => timed('Rscript', [join(here, 'peers/elastic-net.R'), table, l1Ratio, '100']),
    },
    5,
  );
  printRow(
    `multinomial path, 100 penalties, 934 × 1,558, 5 classes, α = ${l1Ratio}`,
    results,
    `largest gap: ours ${results.ours.gap.toExponential(0)}, glmnet ${results.glmnet.gap.toExponential(0)}; one thread`,
  );
}
if (process.env.GOALS) process.exit(0); // no goal was set for what follows
const one = await inTurn(
  {
    ours: () => timed(process.execPath, [join(here, 'elastic-net.worker.mjs'), table, '0.5', '8']),
    'scikit-learn saga': () => timed(PYTHON, [join(here, 'peers/elastic-net.py'), table, '0.5', '8']),
  },
  3,
);
printRow(
  'multinomial path, 8 penalties, same table, α = 0.5',
  one,
  `largest gap: ours ${one.ours.gap.toExponential(0)}, saga ${one['scikit-learn saga'].gap.toExponential(0)} (tol 1e-3)`,
);

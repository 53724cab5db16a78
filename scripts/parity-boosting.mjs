// Log-loss of boosting beside XGBoost's on the real tables of test/golden/boosting.json: same folds, rounds and settings, own random
// numbers, as many seeds. Prints one line of a table for each. Needs `npm run build` and ../shared/data. Arguments: tables, default all.
import { readFileSync } from 'node:fs';
import { checkParams } from '../dist/base/params.js';
import { learnerByWord, randomKey } from '../dist/index.js';
import { createExecutor } from '../dist/kernels/executor.node.js';
import { fileSource, readTable, tableToAnnotations, tableToBlock } from '../dist/read/index.node.js';
import { takeRows } from '../dist/table/matrix.js';
import { classTarget, takeTargetRows } from '../dist/table/target.js';

const golden = JSON.parse(readFileSync(new URL('../test/golden/boosting.json', import.meta.url), 'utf8'));
const data = new URL('../../shared/data/', import.meta.url).pathname;
const { eta, max_depth, lambda, min_child_weight, max_bin, subsample, colsample_bytree } = golden.settings;
const settings = {
  ...{ rounds: golden.rounds, 'learning-rate': eta, 'max-depth': max_depth, lambda, 'max-bins': max_bin },
  ...{ 'min-child-weight': min_child_weight, 'row-sample': subsample, 'column-sample': colsample_bytree },
  // Settings of ours to be tried on the same folds: node scripts/parity-boosting.mjs khan rounds=300
  ...Object.fromEntries(
    process.argv
      .filter((word) => word.includes('='))
      .map((word) => word.split('='))
      .map(([name, value]) => [name, Number.isNaN(Number(value)) ? value : Number(value)]),
  ),
};
const entry = learnerByWord('boosting', 'parity');
const learner = (await entry.load()).create(checkParams(entry.params, settings, 'boosting'));
const wanted = process.argv.slice(2).filter((word) => !word.includes('='));
const executor = await createExecutor(2);
const mean = (values) => values.reduce((a, b) => a + b, 0) / values.length;
const errorOf = (values) =>
  Math.sqrt(values.reduce((sum, v) => sum + (v - mean(values)) ** 2, 0) / (values.length - 1) / values.length);

console.log(`XGBoost: ${golden['made by']}; ours: ${JSON.stringify(settings)}`);
console.log(
  '| table | log-loss ours | XGBoost | difference | its standard error over seeds | accuracy ours, XGBoost | rounds |',
);
console.log('|---|---|---|---|---|---|---|');
for (const [name, table] of Object.entries(golden.tables)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const read = await readTable(await fileSource(data + table.file), { text: [table.label] });
  const block = tableToBlock(read, { name: 'expression', kind: 'expression', rows: 'samples' });
  const target = classTarget(tableToAnnotations(read, { columns: [table.label] }).columns[0].values, table.file);
  const seen = new Array(target.classes.length).fill(0);
  const folds = Array.from(target.codes, (code) => seen[code]++ % 5);
  const losses = [];
  const rights = [];
  const rounds = [];
  for (let seed = 0; seed < table.logLoss.length; seed++) {
    let [loss, right] = [0, 0];
    for (let k = 0; k < 5; k++) {
      const view = (inside) => {
        const rows = Array.from(folds.keys()).filter((i) => (folds[i] === k) === inside);
        return { X: takeRows(block.matrix, rows), features: block.features, target: takeTargetRows(target, rows) };
      };
      const random = randomKey(seed).at('fold', k);
      const ctx = { executor, random, signal: new AbortController().signal, progress() {}, warn() {} };
      const [train, test] = [view(false), view(true)];
      const model = await learner.fit(train, ctx);
      rounds.push(model.summary().rounds);
      const { probabilities, classes } = await model.predict(test, ctx);
      test.target.codes.forEach((code, i) => {
        const row = probabilities.subarray(i * classes.length, (i + 1) * classes.length);
        loss -= Math.log(Math.max(row[code], 1e-15)) / folds.length;
        right += Number(row.indexOf(Math.max(...row)) === code) / folds.length;
      });
    }
    losses.push(loss);
    rights.push(right);
  }
  const [a, b] = [mean(losses), mean(table.logLoss)];
  const error = Math.hypot(errorOf(losses), errorOf(table.logLoss));
  const cells = [a, b, a - b, error].map((v) => v.toFixed(4));
  console.log(
    `| ${[name, ...cells, `${mean(rights).toFixed(4)}, ${mean(table.accuracy).toFixed(4)}`, mean(rounds).toFixed(0)].join(' | ')} |`,
  );
}
await executor.close();

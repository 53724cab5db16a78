// Tree SHAP against XGBoost's pred_contribs on the same trees: a model of 500 trees of depth 6 on a table of 1,000 × 20,000, made once by our own
// boosting and written as XGBoost's JSON, which both load. The time of the explanation alone, and how far apart the values are. Then the survival
// forest, 500 trees on 1,000 × 500 features, which no peer here explains.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkParams } from '../dist/base/params.js';
import { randomKey } from '../dist/base/random.js';
import { createExecutor } from '../dist/kernels/executor.node.js';
import { create } from '../dist/learn/boosting/boosting.js';
import { boostingParams } from '../dist/learn/boosting/params.js';
import { exportXgboost } from '../dist/learn/boosting/xgboost-json.js';
import { inTurn, PYTHON, printRow, timed } from './measure.mjs';
import { writeResponses } from './tables.mjs';
import { typed } from './wide.mjs';

const [N, P, TREES, THREADS, ROUNDS] = [1000, 20_000, 500, 2, 5];
const folder = writeResponses(N, P);
if (!existsSync(join(folder, 'model.json'))) {
  const X = { nRows: N, nCols: P, data: typed(Float32Array, join(folder, 'x.f32')) };
  const features = Array.from({ length: P }, (_, j) => `g${j}`);
  const target = { task: 'regression', values: typed(Float64Array, join(folder, 'y.f64')) };
  const settings = {
    rounds: TREES,
    'max-depth': 6,
    'learning-rate': 0.05,
    'column-sample': 0.1,
    'min-child-weight': 1,
  };
  const executor = await createExecutor(THREADS);
  const ctx = { executor, random: randomKey(1), signal: new AbortController().signal, progress() {}, warn() {} };
  const learner = create(checkParams(boostingParams, { ...settings, 'max-bins': 64 }, 'boosting'));
  writeFileSync(join(folder, 'model.json'), exportXgboost(await learner.fit({ X, features, target }, ctx)));
  await executor.close();
}
const run = (command, script) => () =>
  timed(command, [join(import.meta.dirname, script), folder, ...[N, P, THREADS].map(String)]);
const results = await inTurn(
  { ours: run(process.execPath, 'tree-shap.worker.mjs'), XGBoost: run(PYTHON, 'peers/tree-shap.py') },
  ROUNDS,
);
const { ours, XGBoost } = results;
const apart = Math.max(...XGBoost.sample.map((value, at) => Math.abs(value - ours.sample[at])));
const forest = await timed(process.execPath, [
  join(import.meta.dirname, 'tree-shap.worker.mjs'),
  ...[writeResponses(1000, 500), '1000', '500', String(THREADS), 'survival'],
]);
// The values are for this comparison alone: 20,000 of each have no place among the results.
for (const one of Object.values(results)) delete one.sample;
printRow(
  `tree SHAP, ${TREES} trees of depth 6, ${N} × ${P.toLocaleString('en')}`,
  results,
  `same trees; values of XGBoost ${XGBoost.version} in the first row within ${apart.toExponential(0)}; ${ours.used} features used; ours of a survival forest, 500 trees, 1000 × 500: ${forest.seconds.toFixed(1)} s`,
);

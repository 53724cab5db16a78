// One piece of work of bench/ablation.mjs, with its trick or without. Arguments: folder, work, with | without.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkParams } from '../dist/base/params.js';
import { randomKey } from '../dist/base/random.js';
import { withBooster } from '../dist/kernels/boosting.js';
import { elasticNetPath, strongestGradient } from '../dist/kernels/elastic-net.js';
import { createExecutor } from '../dist/kernels/executor.node.js';
import { growForest } from '../dist/kernels/forest.js';
import { kMeansRuns } from '../dist/kernels/k-means.js';
import { learnerByWord } from '../dist/learn/registry.js';
import { kMeans } from '../dist/numeric/k-means.js';
import { pca } from '../dist/numeric/pca.js';
import { chooseAtOnce, chooseColumns } from '../dist/prepare/choose-columns.js';
import { createColumnChoices } from '../dist/prepare/column-choices.js';
import { createStep, parseStep } from '../dist/prepare/step.js';
import { takeTargetRows } from '../dist/table/target.js';
import { readWide, typed } from './wide.mjs';

const [folder, work, which] = process.argv.slice(2);
const on = which === 'with';
const executor = await createExecutor(work.endsWith('-threads') && !on ? 1 : 2);
const ctx = { executor, random: randomKey(1), signal: new AbortController().signal, progress() {}, warn() {} };
const fitWord = async (word, settings, table) => {
  const entry = learnerByWord(word, 'bench');
  return (await entry.load()).create(checkParams(entry.params, settings, word)).fit(table, ctx);
};
const boosting = (bins) => ({
  ...{ rounds: 5, 'max-bins': bins, 'learning-rate': 0.3, 'max-depth': 6, 'min-child-weight': 1 },
  ...{ 'row-sample': 1, 'column-sample': 1 },
});
const grow = ({ X, target }, general) => {
  const nClasses = target.classes.length;
  const response = { kind: 'classes', nClasses, codes: target.codes, classWeights: new Float64Array(nClasses).fill(1) };
  const limits = { minSamplesSplit: 2, minSamplesLeaf: 1, maxDepth: Number.POSITIVE_INFINITY };
  const sampling = { draws: X.nRows, replace: true };
  return growForest(
    { X, response, sampling, nTrees: 100, mtry: Math.round(Math.sqrt(X.nCols)), ...limits, general },
    ctx,
  );
};

/** Twenty trees on the class as a number: gradients of squared error. */
function boost({ X, target }, general) {
  const n = X.nRows;
  const settings = { X, nOutputs: 1, maxBins: 256, growth: 'depth', maxDepth: 6, maxLeaves: Number.POSITIVE_INFINITY };
  const penalties = { lambda: 1, alpha: 0, gamma: 0, minChildWeight: 1, general };
  const rows = Uint32Array.from({ length: n }, (_, i) => i);
  const features = Uint32Array.from({ length: X.nCols }, (_, j) => j);
  return withBooster({ ...settings, ...penalties }, ctx, async (booster) => {
    const eta = new Float64Array(n);
    for (let round = 0; round < 20; round++) {
      const gradients = new Float32Array(2 * n);
      for (let i = 0; i < n; i++) gradients.set([eta[i] - target.codes[i], 1], 2 * i);
      const [{ tree, leafOf }] = await booster.grow(gradients, { rows, features });
      for (let i = 0; i < n; i++) eta[i] += 0.3 * tree.value[leafOf[i]];
    }
    booster.finish();
  });
}

function readResponses() {
  const { samples, features } = JSON.parse(readFileSync(join(folder, 'shape.json'), 'utf8'));
  const X = { nRows: samples, nCols: features, data: typed(Float32Array, join(folder, 'x.f32')) };
  return {
    family: 'gaussian',
    X,
    y: typed(Float64Array, join(folder, 'y.f64')),
    weights: new Float64Array(samples).fill(1 / samples),
  };
}

/** One call for the path, or one for each penalty. */
async function lasso(data, together) {
  const strongest = await strongestGradient(data, ctx);
  const lambdas = Array.from({ length: 30 }, (_, l) => strongest * 0.01 ** (l / 29));
  const solve = (list) => elasticNetPath({ ...data, l1Ratio: 1, lambdas: list, tolerance: 1e-3, maxCycles: 5000 }, ctx);
  if (together) await solve(lambdas);
  else for (const lambda of lambdas) await solve([lambda]);
}

/** The first p features. */
const narrow = (table, p) => ({
  ...{ ...table, features: table.features.slice(0, p) },
  X: { nRows: table.X.nRows, nCols: p, data: table.X.data.subarray(0, table.X.nRows * p) },
});

/** One of top-variance for the training rows of an outer fold and those of its four inner folds. */
async function filter({ X, features, target }, together) {
  const ids = Array.from({ length: X.nRows }, (_, i) => `s${i}`);
  const block = { name: 'x', kind: 'expression', ids, features, matrix: X };
  const steps = await Promise.all(
    ['impute', 'drop-constant', { 'top-variance': 5000 }].map((entry) => createStep(parseStep(entry, 'bench'))),
  );
  const rows = Int32Array.from({ length: 800 }, (_, i) => i);
  const sets = [rows, ...[0, 1, 2, 3].map((fold) => rows.filter((i) => i % 4 !== fold))];
  if (together) await chooseAtOnce(block, sets, target, steps, createColumnChoices(), ctx);
  else {
    const every = Uint32Array.from(features.keys());
    for (const own of sets) {
      await chooseColumns(block, own, every, takeTargetRows(target, own), steps.slice(0, 2), steps[2].selection, ctx);
    }
  }
}

const table = work === 'lasso-warm' ? readResponses() : readWide(folder, 'train');
const works = {
  'forest-threads': () => grow(table, false),
  'forest-lanes': () => grow(table, !on),
  'boosting-threads': () => fitWord('boosting', boosting(256), table),
  'boosting-bins': () => fitWord('boosting', boosting(on ? 64 : 256), table),
  'boosting-general': () => boost(table, !on),
  'lasso-warm': () => lasso(table, on),
  'pca-exact': () => pca(ctx, table.X, 50, { solver: on ? 'exact' : 'randomised' }),
  'k-means-gram': () => (on ? kMeans(ctx, table.X, 5) : kMeansRuns(ctx, table.X, 5, 10, 300)),
  'filter-folds': () => filter(table, on),
  'svm-gram': () => fitWord('linear-svm', { C: 0.0001 }, narrow(table, on ? 1000 : 999)),
};
const began = performance.now();
await works[work]();
const seconds = (performance.now() - began) / 1000;
await executor.close();
console.log(JSON.stringify({ seconds }));

// How time and memory grow with features and with samples: each learner alone, at 1000 × 5k, 20k, 60k and at 250, 1k, 4k × 20k. Settings as in
// the other benchmarks, shorter where they would take minutes. LEARNERS=forest,boosting, SCALE=0.1 (of both sizes) and ROUNDS make it shorter.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomKey } from '../dist/index.js';
import { inTurn, printFact, scratch, timed } from './measure.mjs';

const scale = Number(process.env.SCALE ?? 1);
const wanted = process.env.LEARNERS?.split(',');
const sized = (numbers) => numbers.map((v) => Math.round(v * scale));
const [FEATURES, SAMPLES] = [sized([5000, 20_000, 60_000]), sized([250, 1000, 4000])];
const [n0, p0] = [SAMPLES[1], FEATURES[1]];
const learners = {
  forest: 'forest, 500 trees, 5 classes',
  boosting: 'boosting, 20 rounds, 5 classes',
  'elastic-net': 'lasso path, 100 penalties',
  'linear-svm': 'linear SVM, 5 classes',
};

/** Noise of which 50 features follow 5 classes and a number; its folder. */
function table(n, p) {
  const folder = join(scratch(), `growth-${n}x${p}`);
  if (existsSync(join(folder, 'y.f64'))) return folder;
  mkdirSync(folder, { recursive: true });
  const draws = randomKey(11).at(n, p).stream();
  const X = new Float32Array(n * p);
  const y = new Float64Array(n);
  for (let j = 0; j < p; j++) {
    const moves = Array.from({ length: 5 }, () => (j < 50 ? 0.6 * draws.normal() : 0));
    const effect = j < 50 ? draws.normal() : 0;
    for (let i = 0; i < n; i++) {
      X[j * n + i] = draws.normal() + moves[i % 5];
      y[i] += effect * X[j * n + i];
    }
  }
  writeFileSync(join(folder, 'x.f32'), X);
  writeFileSync(
    join(folder, 'y.f64'),
    y.map((value) => value + 4 * draws.normal()),
  );
  return folder;
}

/** The b of size^b through the points, by least squares of the logarithms. */
function exponent(sizes, values) {
  const [x, y] = [sizes, values].map((list) => list.map(Math.log));
  const mean = (list) => list.reduce((a, b) => a + b) / list.length;
  const [mx, my] = [mean(x), mean(y)];
  return x.reduce((sum, v, i) => sum + (v - mx) * (y[i] - my), 0) / x.reduce((sum, v) => sum + (v - mx) ** 2, 0);
}

for (const [learner, work] of Object.entries(learners)) {
  if (wanted && !wanted.includes(learner)) continue;
  for (const [axis, sizes, shapes] of [
    ['features', FEATURES, FEATURES.map((p) => [n0, p])],
    ['samples', SAMPLES, SAMPLES.map((n) => [n, p0])],
  ]) {
    const contenders = shapes.map(([n, p], at) => [
      at,
      () =>
        timed(
          process.execPath,
          [join(import.meta.dirname, 'growth.worker.mjs'), table(n, p), learner, n, p].map(String),
        ),
    ]);
    const runs = Object.values(await inTurn(Object.fromEntries(contenders), 3));
    const [seconds, peakMiB] = ['seconds', 'learnerMiB'].map((what) => runs.map((run) => run[what]));
    printFact('growth', {
      ...{ work, axis, sizes, seconds, peakMiB, rounds: runs[0].rounds, fixed: axis === 'features' ? n0 : p0 },
      ...{ timeExponent: exponent(sizes, seconds), memoryExponent: exponent(sizes, peakMiB) },
    });
  }
}

// Processor seconds of one epoch of one member, and peak memory, of each network with its defaults on tables of two sizes: what src/study/run/cost.ts expects of
// them. One process a fit (WORDS=mlp,… for some): node scripts/network-costs.mjs
import { spawnSync } from 'node:child_process';
import { createEngine } from '../dist/graph/engine.node.js';
import { checkParams, randomKey } from '../dist/index.js';
import { createExecutor } from '../dist/kernels/executor.node.js';
import { learnerByWord } from '../dist/learn/registry.js';

/** Rows, and the shape of a row: features, letters, channels first. */
const SIZES = {
  mlp: [
    { n: 400, shape: [500] },
    { n: 800, shape: [4000] },
  ],
  autoencoder: [
    { n: 400, shape: [500] },
    { n: 800, shape: [4000] },
  ],
  fusion: [
    { n: 400, shape: [500] },
    { n: 800, shape: [4000] },
  ],
  'sequence-cnn': [
    { n: 300, shape: [100], kind: 'sequence' },
    { n: 800, shape: [300], kind: 'sequence' },
  ],
  'sequence-rnn': [
    { n: 300, shape: [100], kind: 'sequence' },
    { n: 800, shape: [300], kind: 'sequence' },
  ],
  'signal-cnn': [
    { n: 100, shape: [2, 256], kind: 'signal' },
    { n: 300, shape: [2, 512], kind: 'signal' },
  ],
  'image-cnn': [
    { n: 100, shape: [1, 16, 16], kind: 'image' },
    { n: 200, shape: [3, 32, 32], kind: 'image' },
  ],
};
const EPOCHS = 4;

async function measured(word, { n, shape, kind = 'expression' }, epochs) {
  const draws = randomKey(5).at(word).stream();
  const p = shape.reduce((a, b) => a * b, 1);
  const data = Float32Array.from({ length: n * p }, () => (kind === 'sequence' ? draws.below(4) : draws.normal()));
  const view = {
    X: { nRows: n, nCols: p, data },
    features: Array.from({ length: p }, (_, j) => `f${j}`),
    target: { task: 'classification', classes: ['a', 'b'], codes: Int32Array.from({ length: n }, (_, i) => i % 2) },
    groups: Int32Array.from({ length: n }, (_, i) => i),
    ...(kind === 'sequence' ? { levels: Array.from({ length: p }, () => ['A', 'C', 'G', 'T']) } : {}),
    parts: [{ name: 'block', kind, start0: 0, end0: p, ...(shape.length > 1 ? { shape } : {}) }],
  };
  const entry = learnerByWord(word, 'network-costs');
  const params = checkParams(entry.params, { epochs, members: 1, held: 0 }, word);
  const [executor, networks] = [await createExecutor(1), createEngine({ threads: 1 })];
  const seconds = () => Object.values(process.cpuUsage()).reduce((a, b) => a + b) / 1e6;
  const began = seconds();
  const learner = (await entry.load()).create(params);
  const signal = new AbortController().signal;
  await learner.fit(view, { random: randomKey(1), executor, networks, signal, progress() {}, warn() {} });
  const took = seconds() - began;
  await executor.close();
  return { took, peakMiB: process.resourceUsage().maxRSS / 1024 };
}

const [word, size, epochs] = process.argv.slice(2);
if (word) process.stdout.write(JSON.stringify(await measured(word, SIZES[word][size], Number(epochs))));
else
  for (const name of process.env.WORDS?.split(',') ?? Object.keys(SIZES)) {
    SIZES[name].forEach(({ n, shape }, at) => {
      const run = (count) => {
        const { stdout, stderr, status } = spawnSync(process.execPath, [import.meta.filename, name, at, count], {
          encoding: 'utf8',
        });
        if (status !== 0) throw new Error(stderr);
        return JSON.parse(stdout);
      };
      // The first epoch has the making of the graphs in it.
      const [one, more] = [run(1), run(1 + EPOCHS)];
      const millions = (n * shape.reduce((a, b) => a * b, 1)) / 1e6;
      const perEpoch = (more.took - one.took) / EPOCHS;
      process.stdout.write(
        `${name} ${n} × ${shape.join(' × ')}: ${millions.toFixed(3)} million, ${perEpoch.toFixed(3)} s an epoch, ${one.took.toFixed(2)} s the first, ${Math.round(more.peakMiB)} MiB\n`,
      );
    });
  }

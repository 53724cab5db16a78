// The networks of bench/neural.mjs, trained on random numbers: seconds of a step after a warm-up. Runs in Node and in a page.
import { randomKey } from '../dist/base/random.js';
import { convolution } from '../dist/graph/layers/convolution.js';
import { dense } from '../dist/graph/layers/dense.js';
import { dropped } from '../dist/graph/layers/dropped.js';
import { rectified } from '../dist/graph/layers/rectified.js';
import { letterChannels } from '../dist/graph/layers/sequence-input.js';
import { crossEntropy } from '../dist/graph/loss/cross-entropy.js';
import { weightedMean } from '../dist/graph/loss/weighted-mean.js';
import { concat, max, maxPool, reshape } from '../dist/graph/ops/index.js';
import { optimiser } from '../dist/graph/training/optimiser.js';
import { stepRunner } from '../dist/graph/training/step-runner.js';
import { writeTraining } from '../dist/graph/training/write-training.js';

const layer = (scope, x, units) => rectified(scope, dense(scope, x, units));
const field = (dtype, ...shape) => ({ dtype, shape });
const NETS = {
  'mlp-wide': {
    inputs: { x: field('float32', 20_000) },
    batch: 64,
    steps: 20,
    net: (s, { x }) => dense(s.at('b'), layer(s.at('a'), x, 256), 5),
  },
  'mlp-narrow': {
    inputs: { x: field('float32', 1000) },
    batch: 64,
    steps: 200,
    net: (s, { x }) => dense(s.at('b'), layer(s.at('a'), x, 256), 5),
  },
  dna: {
    ...{ inputs: { x: field('uint8', 1000) }, batch: 64, steps: 20 },
    net(s, { x }) {
      // The largest of a pool is rectified, not the other way round: the same function.
      const first = rectified(s.at('a'), maxPool(convolution(s.at('a'), letterChannels(s, x, 4), 64, [19]), 13));
      const second = convolution(s.at('b'), first, 64, [7]);
      return dense(s.at('c'), rectified(s.at('b'), max(second, [2])), 2);
    },
  },
  image: {
    ...{ inputs: { x: field('float32', 3, 64, 64) }, batch: 32, steps: 20 },
    net(s, { x }) {
      const block = (own, y) => rectified(own, maxPool(convolution(own, y, 32, [3, 3], { padding: 'same' }), 2));
      const y = block(s.at('b'), block(s.at('a'), x));
      return dense(s.at('c'), reshape(y, [y.shape[0], 32 * 16 * 16]), 5);
    },
  },
  fusion: {
    ...{
      inputs: { a: field('float32', 700), b: field('float32', 700), c: field('float32', 700) },
      batch: 64,
      steps: 100,
    },
    net(s, inputs) {
      const encode = (name) => dropped(s.at(name), layer(s.at(name), inputs[name], 128), 0.5);
      return dense(s.at('e'), layer(s.at('d'), concat(['a', 'b', 'c'].map(encode), 1), 64), 2);
    },
  },
};

/** @param engine of Node or of the browser. @returns {Promise<{ seconds: number, loss: number }>} */
export async function timeSteps(engine, name) {
  const { inputs, batch, steps, net } = NETS[name];
  const network = {
    ...{ inputs, targets: { y: field('int64') }, outputs: (s, fed) => ({ y: net(s, fed) }) },
    loss: (s, { y, ...fed }, weights) => weightedMean(crossEntropy(net(s, fed), y), weights),
  };
  const n = batch * 4;
  const draws = randomKey(1).stream();
  const fields = { y: { data: BigInt64Array.from({ length: n }, () => BigInt(draws.below(2))), shape: [n] } };
  for (const [input, { dtype, shape }] of Object.entries(inputs)) {
    const length = shape.reduce((a, b) => a * b, n);
    const data =
      dtype === 'uint8'
        ? Uint8Array.from({ length }, () => draws.below(4))
        : Float32Array.from({ length }, () => draws.uniform() - 0.5);
    fields[input] = { data, shape: [n, ...shape] };
  }
  const method = optimiser();
  const graph = writeTraining(network, { batch, optimiser: method });
  const session = await engine.open(graph.model);
  // The rows over and over, so that an epoch is as many steps as are timed.
  const rows = Int32Array.from({ length: steps * batch }, (_, i) => i % n);
  const data = { fields, weights: new Float32Array(n).fill(1), rows, held: new Int32Array() };
  const ctx = { random: randomKey(2), signal: new AbortController().signal, progress() {}, warn() {} };
  const runner = stepRunner(session, graph, data, batch, (step) => method.schedule(1e-3, step + 1), ctx);
  const states = runner.initial();
  await runner.epoch(0, states);
  const began = performance.now();
  const losses = await runner.epoch(1, states);
  const seconds = (performance.now() - began) / 1000 / steps;
  await session.close();
  return { seconds, loss: losses.at(-1) };
}

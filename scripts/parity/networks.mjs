// Networks against PyTorch, and their survival loss against R.
import { createEngine } from '../../dist/graph/engine.node.js';
import { gradients } from '../../dist/graph/gradients.js';
import { gru, lstm } from '../../dist/graph/layers/recurrent.js';
import { NetworkParts, Scope } from '../../dist/graph/layers/scope.js';
import { coxPartialLikelihood } from '../../dist/graph/loss/cox-partial-likelihood.js';
import { add, cast, concat, mul, sum } from '../../dist/graph/ops/index.js';
import { readModel } from '../../dist/graph/read-model.js';
import { constant, input, scalar } from '../../dist/graph/tensor.js';
import { writeModel } from '../../dist/graph/write-model.js';
import { apart, golden } from './support.mjs';

export const title = 'Networks';

/** What is below differs between processors, since ONNX Runtime chooses its arithmetic by them: the page says no less. */
const LEAST = 1e-6;
const engine = createEngine({ threads: 1 });

export async function rows() {
  return [await ofTorch(), await ofRecurrent(), await ofCox()];
}

/** A network exported by PyTorch, read, written again and run. */
async function ofTorch() {
  const { versions, ...networks } = golden('torch-networks');
  let difference = LEAST;
  for (const { onnx, shape, x, y } of Object.values(networks)) {
    const { outputs, inputs } = readModel(Uint8Array.from(Buffer.from(onnx, 'base64')));
    const session = await engine.open(writeModel(outputs, Object.values(inputs)));
    const answer = (await session.run({ x: { data: Float32Array.from(x), shape } })).y.data;
    y.forEach((value, i) => {
      difference = Math.max(difference, Math.abs(answer[i] - value));
    });
    await session.close();
  }
  return {
    work: 'networks read from ONNX: convolutions in one and two dimensions, groups, strides, normalisations, pools',
    reference: `PyTorch ${versions.torch}`,
    data: 'random weights and inputs',
    compared: 'answers; 1e−6 stands for that or less',
    difference,
    tolerance: 1e-5,
  };
}

/** States and gradients of recurrent layers in both directions, some of their sequences shorter. */
async function ofRecurrent() {
  const { versions, sizes, lengths, cells } = golden('torch-recurrent');
  const { n, steps, features, units } = sizes;
  const there = lengths.flatMap((length) => Array.from({ length: steps }, (_, t) => Number(t < length)));
  let difference = LEAST;
  for (const [name, cell] of Object.entries(cells)) {
    const layer = name.startsWith('gru') ? gru : lstm;
    const present = name.includes('shorter') ? cast(constant(Uint8Array.from(there), [n, steps]), 'bool') : undefined;
    const parts = new NetworkParts(true);
    const x = input('x', 'float32', [n, steps, features]);
    const both = ['forward', 'backward'].map((way) =>
      layer(new Scope(parts, way), x, units, { backward: way === 'backward', ...(present ? { present } : {}) }),
    );
    const last = both.map((one) => one.last);
    const every = both.map((one) => one.states);
    const states = concat(every, 2);
    const pulled = sum(mul(states, constant(Float32Array.from(cell.pull), states.shape)));
    const loss = last.reduce((total, one) => add(total, mul(sum(one), scalar(3))), pulled);
    const named = [...parts.parameters].map(([name, { value, shape }]) => ({ name, value, shape }));
    const slopes = gradients(loss, [x, ...named.map(({ value }) => value)]);
    const feeds = { x: { data: Float32Array.from(cell.x), shape: [n, steps, features] } };
    for (const { name, shape } of named) feeds[name] = { data: Float32Array.from(cell.parameters[name]), shape };
    const outputs = Object.fromEntries(slopes.map((slope, k) => [`slope ${k}`, slope]));
    const inputs = [x, ...named.map(({ value }) => value)];
    const session = await engine.open(writeModel({ last: concat(last, 0), ...outputs }, inputs));
    const out = await session.run(feeds);
    await session.close();
    const wanted = [cell.gradient, ...named.map(({ name }) => cell.gradients[name])];
    const pairs = [[out.last.data, cell.last], ...wanted.map((one, k) => [out[`slope ${k}`].data, one])];
    for (const [got, one] of pairs) difference = Math.max(difference, apart(got, one, 'relative'));
  }
  return {
    work: 'recurrent layers GRU and LSTM, both directions, whole and shorter sequences',
    reference: `PyTorch ${versions.torch}`,
    data: 'random weights and inputs',
    compared: 'last states and gradients, relative; 1e−6 stands for that or less',
    difference,
    tolerance: 1e-5,
  };
}

async function ofCox() {
  const { versions, losses, ...data } = golden('cox-loss');
  const names = ['risks', 'times', 'events', 'strata'];
  const columns = Object.fromEntries(names.map((name) => [name, input(name, 'float32', ['N'])]));
  const weights = input('weights', 'float32', ['N']);
  const host = (values) => ({ data: Float32Array.from(values), shape: [values.length] });
  let difference = LEAST;
  for (const [name, expected] of Object.entries(losses)) {
    const [ties, within] = name.split('-');
    const { strata, ...rest } = columns;
    const loss = coxPartialLikelihood({ ...rest, weights, ...(within ? { strata } : {}) }, ties);
    const session = await engine.open(writeModel({ loss }, [...Object.values(columns), weights]));
    const feeds = Object.fromEntries(names.map((one) => [one, host(data[one])]));
    const got = (await session.run({ ...feeds, weights: host(data.times.map(() => 1)) })).loss.data[0];
    difference = Math.max(difference, Math.abs(got / expected - 1));
    await session.close();
  }
  return {
    work: 'Cox loss, Breslow and Efron ties, with and without strata',
    reference: `R survival ${versions.survival}`,
    data: 'simulated, 40, ties',
    compared: 'partial likelihood, relative; 1e−6 stands for that or less',
    difference,
    tolerance: 1e-5,
  };
}

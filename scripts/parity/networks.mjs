// Networks against PyTorch, and their survival loss against R.
import { createEngine } from '../../dist/graph/engine.node.js';
import { coxPartialLikelihood } from '../../dist/graph/loss/cox-partial-likelihood.js';
import { readModel } from '../../dist/graph/read-model.js';
import { input } from '../../dist/graph/tensor.js';
import { writeModel } from '../../dist/graph/write-model.js';
import { golden } from './support.mjs';

export const title = 'Networks';

/** What is below differs between processors, since ONNX Runtime chooses its arithmetic by them: the page says no less. */
const LEAST = 1e-6;
const engine = createEngine({ threads: 1 });

export async function rows() {
  return [await ofTorch(), await ofCox()];
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

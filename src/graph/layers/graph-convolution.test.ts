import { afterAll, expect, test } from 'vitest';
import { randomKey } from '../../base/random.ts';
import { createEngine } from '../engine.node.ts';
import { gradients } from '../gradients.ts';
import { mul } from '../ops/mul.ts';
import { relu } from '../ops/relu.ts';
import { sum } from '../ops/sum.ts';
import { constant, input } from '../tensor.ts';
import { writeModel } from '../write-model.ts';
import { graphConvolution, normalisedAdjacency, type WeightedEdge } from './graph-convolution.ts';
import { NetworkParts, Scope } from './scope.ts';

const engine = createEngine({ threads: 1 });
const [SAMPLES, BEFORE, NODES, CHANNELS] = [2, 3, 5, 4];
/** The last node stands alone. */
const EDGES: readonly WeightedEdge[] = [
  [0, 1, 1],
  [1, 2, 0.5],
  [0, 3, 0.25],
  [2, 3, 1],
];
const draws = randomKey(8).stream();
const normals = (length: number) => Float64Array.from({ length }, () => draws.normal());

/** Â H W + b of one sample, rectified, by the textbook: H [nodes, before]. */
function reference(h: Float64Array, w: Float64Array, b: Float64Array): Float64Array {
  const withSelf = Array.from({ length: NODES }, (_, i) => Array.from({ length: NODES }, (_, j) => Number(i === j)));
  for (const [i, j, weight] of EDGES) withSelf[i]![j] = withSelf[j]![i] = weight;
  const degrees = withSelf.map((row) => row.reduce((a, c) => a + c, 0));
  const out = new Float64Array(SAMPLES * CHANNELS * NODES);
  for (let n = 0; n < SAMPLES; n++) {
    for (let c = 0; c < CHANNELS; c++) {
      for (let i = 0; i < NODES; i++) {
        let value = b[c]!;
        for (let j = 0; j < NODES; j++) {
          const share = withSelf[i]![j]! / Math.sqrt(degrees[i]! * degrees[j]!);
          for (let k = 0; k < BEFORE; k++) value += share * h[(n * BEFORE + k) * NODES + j]! * w[c * BEFORE + k]!;
        }
        out[(n * CHANNELS + c) * NODES + i] = Math.max(0, value);
      }
    }
  }
  return out;
}

test('a graph convolution and its slopes are those of a plain computation', async () => {
  const values = { h: normals(SAMPLES * BEFORE * NODES), weight: normals(CHANNELS * BEFORE), bias: normals(CHANNELS) };
  const weigh = normals(SAMPLES * CHANNELS * NODES);
  const h = input('h', 'float32', [SAMPLES, BEFORE, NODES]);
  const scope = new Scope(new NetworkParts(true));
  const y = relu(graphConvolution(scope, h, normalisedAdjacency(NODES, EDGES), CHANNELS));
  const [weight, bias] = ['weight', 'bias'].map((name) => scope.parts.parameters.get(name)!.value);
  const inputs = [h, weight!, bias!];
  const loss = sum(mul(y, constant(Float32Array.from(weigh), y.shape)));
  const slopes = gradients(loss, inputs);
  const outputs = { y, ...Object.fromEntries(slopes.map((one, k) => [`slope ${inputs[k]!.name}`, one])) };
  const session = await engine.open(writeModel(outputs, inputs));
  afterAll(() => session.close());
  const found = await session.run(
    Object.fromEntries(
      inputs.map(({ name, shape }) => [
        name!,
        { data: Float32Array.from(values[name as keyof typeof values]), shape: shape as number[] },
      ]),
    ),
  );
  const expected = reference(values.h, values.weight, values.bias);
  expected.forEach((value, at) => {
    expect(Number(found.y!.data[at])).toBeCloseTo(value, 5);
  });
  const total = (of: typeof values) =>
    reference(of.h, of.weight, of.bias).reduce((whole, value, at) => whole + value * weigh[at]!, 0);
  for (const name of ['h', 'weight', 'bias'] as const) {
    values[name].forEach((_, at) => {
      const moved = (by: number) => total({ ...values, [name]: values[name].map((v, k) => (k === at ? v + by : v)) });
      const numeric = (moved(1e-5) - moved(-1e-5)) / 2e-5;
      expect(Number(found[`slope ${name}`]!.data[at]), `${name} at ${at}`).toBeCloseTo(numeric, 4);
    });
  }
});

test('any number of samples goes through, and the file holds the edges, not the matrix', async () => {
  const nodes = 600;
  const ring = Array.from({ length: nodes }, (_, i): WeightedEdge => [i, (i + 1) % nodes, 1]);
  const h = input('h', 'float32', ['N', 1, nodes]);
  const scope = new Scope(new NetworkParts(false, (_, shape) => constant(new Float32Array(2).fill(1), shape)));
  const model = writeModel({ y: graphConvolution(scope, h, normalisedAdjacency(nodes, ring), 2) }, [h]);
  expect(model.length).toBeLessThan(30_000);
  const session = await engine.open(model);
  for (const n of [1, 3]) {
    const { y } = await session.run({ h: { data: new Float32Array(n * nodes).fill(1), shape: [n, 1, nodes] } });
    expect(y!.shape).toEqual([n, 2, nodes]);
    // Every node has two neighbours and itself, each with a share of a third.
    expect((y!.data as Float32Array).every((value) => Math.abs(value - 2) < 1e-5)).toBe(true);
  }
  await session.close();
});

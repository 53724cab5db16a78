import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { randomKey } from '../../base/random.ts';
import { partialLikelihood } from '../../numeric/survival/partial-likelihood.ts';
import { coxProblem } from '../../numeric/survival/risk-sets.ts';
import { createEngine } from '../engine.node.ts';
import { gradients } from '../gradients.ts';
import { mul } from '../ops/mul.ts';
import { reshape } from '../ops/reshape.ts';
import { slice } from '../ops/slice.ts';
import { constant, input, type Tensor } from '../tensor.ts';
import { writeModel } from '../write-model.ts';
import { binaryCrossEntropy } from './binary-cross-entropy.ts';
import { contrastive } from './contrastive.ts';
import { type CoxBatch, coxPartialLikelihood } from './cox-partial-likelihood.ts';
import { crossEntropy } from './cross-entropy.ts';
import { dice } from './dice.ts';
import { discreteTimeSurvival, intervalsOf } from './discrete-time-survival.ts';
import { focal } from './focal.ts';
import { huber } from './huber.ts';
import { klNormal } from './kl-normal.ts';
import { reconstruction } from './reconstruction.ts';
import { squared } from './squared.ts';
import { weightedMean } from './weighted-mean.ts';

const engine = createEngine({ threads: 1 });
const draws = randomKey(31).stream();
const normals = (length: number) => Float32Array.from({ length }, () => draws.normal());
const N = 12;
const CLASSES = 4;

const codes = BigInt64Array.from({ length: N }, (_, i) => BigInt(i % CLASSES));
const truth = normals(N);
const weights = Float32Array.from({ length: N }, (_, i) => (i % 5 === 4 ? 0 : 1 + (i % 2)));
const times = Float32Array.from({ length: N }, (_, i) => 1 + ((i * 5) % 7));
const events = Float32Array.from({ length: N }, (_, i) => Number(i % 3 !== 0));
const labels = Float32Array.from({ length: 3 * N }, (_, k) => Number(k % 7 < 3));

interface LossCase {
  readonly name: string;
  readonly width: number;
  readonly build: (prediction: Tensor, fixed: Record<string, Tensor>) => Tensor;
  /** In float64, from the prediction [N, width]. */
  readonly reference: (p: (i: number, k: number) => number) => number;
}

const mean = (each: (i: number) => number) => {
  let sum = 0;
  let total = 0;
  for (let i = 0; i < N; i++) {
    sum += weights[i]! * each(i);
    total += weights[i]!;
  }
  return sum / total;
};

/** Straight from the definitions; Efron's takes the events of one time in any order, since they weigh the mean of their weights each. */
function coxReference(eta: (i: number) => number, ties: 'breslow' | 'efron'): number {
  const rows = [...Array(N).keys()].filter((i) => weights[i]! > 0);
  const hazard = (list: number[]) => list.reduce((s, j) => s + weights[j]! * Math.exp(eta(j)), 0);
  let sum = 0;
  for (const time of new Set(times)) {
    const died = rows.filter((i) => times[i] === time && events[i] === 1);
    const there = rows.filter((i) => times[i]! >= time);
    const share = died.reduce((s, i) => s + weights[i]!, 0) / Math.max(1, died.length);
    died.forEach((i, l) => {
      const set = hazard(there) - (ties === 'efron' ? (l / died.length) * hazard(died) : 0);
      sum += weights[i]! * eta(i) - (ties === 'efron' ? share : weights[i]!) * Math.log(set);
    });
  }
  return -sum / rows.reduce((s, i) => s + weights[i]! * events[i]!, 0);
}

const cox = (ties: 'breslow' | 'efron'): LossCase => ({
  ...{ name: `Cox, ${ties}`, width: 1, reference: (p) => coxReference((i) => p(i, 0), ties) },
  build: (risks, { times, events, weights }) =>
    coxPartialLikelihood({ risks, times: times!, events: events!, weights: weights! }, ties),
});
const intervals = intervalsOf(Float64Array.from(times), Uint8Array.from(events), 3);

const CASES: readonly LossCase[] = [
  {
    ...{
      name: 'cross-entropy',
      width: CLASSES,
      build: (p, { codes, weights }) => weightedMean(crossEntropy(p, codes!), weights!),
    },
    reference: (p) =>
      mean((i) => Math.log([0, 1, 2, 3].reduce((s, k) => s + Math.exp(p(i, k)), 0)) - p(i, Number(codes[i]))),
  },
  {
    ...{ name: 'squared', width: 1, build: (p, { truth, weights }) => weightedMean(squared(p, truth!), weights!) },
    reference: (p) => mean((i) => (p(i, 0) - truth[i]!) ** 2),
  },
  {
    ...{ name: 'Huber', width: 1, build: (p, { truth, weights }) => weightedMean(huber(p, truth!, 0.7), weights!) },
    reference: (p) =>
      mean((i) => {
        const error = Math.abs(p(i, 0) - truth[i]!);
        return error <= 0.7 ? error ** 2 / 2 : 0.7 * (error - 0.35);
      }),
  },
  ...[0.5, 2].map(
    (gamma): LossCase => ({
      ...{ name: `focal of ${gamma}`, width: CLASSES },
      build: (p, { codes, weights }) => weightedMean(focal(p, codes!, gamma), weights!),
      reference: (p) =>
        mean((i) => {
          const chance = Math.exp(p(i, Number(codes[i]))) / [0, 1, 2, 3].reduce((s, k) => s + Math.exp(p(i, k)), 0);
          return (1 - chance) ** gamma * -Math.log(chance);
        }),
    }),
  ),
  ...[1, 3].map(
    (width): LossCase => ({
      ...{ name: `binary cross-entropy of ${width}`, width },
      build: (p, { weights, events, labels }) =>
        weightedMean(binaryCrossEntropy(p, width === 1 ? events! : labels!), weights!),
      reference: (p) =>
        mean((i) => {
          const each = Array.from({ length: width }, (_, k) => {
            const chance = 1 / (1 + Math.exp(-p(i, k)));
            return -Math.log((width === 1 ? events[i] : labels[i * 3 + k]) ? chance : 1 - chance);
          });
          return each.reduce((a, b) => a + b, 0) / width;
        }),
    }),
  ),
  {
    ...{ name: 'Dice', width: 3, build: (p, { labels, weights }) => weightedMean(dice(p, labels!), weights!) },
    reference: (p) =>
      mean((i) => {
        const chance = [0, 1, 2].map((k) => 1 / (1 + Math.exp(-p(i, k))));
        const own = [0, 1, 2].map((k) => labels[i * 3 + k]!);
        const all = (values: number[]) => values.reduce((a, b) => a + b, 0);
        return 1 - (2 * all(chance.map((c, k) => c * own[k]!)) + 1) / (all(chance) + all(own) + 1);
      }),
  },
  {
    ...{
      name: 'reconstruction',
      width: 3,
      build: (p, { labels, weights }) => weightedMean(reconstruction(p, labels!), weights!),
    },
    reference: (p) => mean((i) => [0, 1, 2].reduce((s, k) => s + (p(i, k) - labels[i * 3 + k]!) ** 2 / 3, 0)),
  },
  {
    // Where a label is 1, the value counts; a sample without any has the value 0.
    ...{ name: 'reconstruction of what counts', width: 3 },
    build: (p, { labels, weights, truth }) =>
      weightedMean(reconstruction(p, mul(reshape(truth!, [N, 1]), labels!), labels!), weights!),
    reference: (p) =>
      mean((i) => {
        const own = [0, 1, 2].filter((k) => labels[i * 3 + k]);
        return own.reduce((s, k) => s + (p(i, k) - truth[i]!) ** 2, 0) / Math.max(1, own.length);
      }),
  },
  {
    ...{ name: 'divergence from the normal', width: 4 },
    build: (p, { weights }) => weightedMean(klNormal(slice(p, 1, 0, 2), slice(p, 1, 2, 4)), weights!),
    reference: (p) =>
      mean((i) => [0, 1].reduce((s, k) => s + (Math.exp(p(i, k + 2)) + p(i, k) ** 2 - 1 - p(i, k + 2)) / 2, 0)),
  },
  {
    ...{ name: 'contrastive', width: 6 },
    build: (p, { weights }) =>
      weightedMean(
        contrastive(slice(p, 1, 0, 3), slice(p, 1, 3, 6), { temperature: 0.5, weights: weights! }),
        weights!,
      ),
    reference: (p) => {
      const view = (i: number, from: number) => {
        const v = [0, 1, 2].map((k) => p(i, from + k));
        const length = Math.hypot(...v);
        return v.map((x) => x / length);
      };
      const alike = (i: number, l: number) => view(i, 0).reduce((s, x, k) => s + x * view(l, 3)[k]!, 0) / 0.5;
      const there = [...Array(N).keys()].filter((i) => weights[i]! > 0);
      const of = (i: number) => (weights[i]! > 0 ? there : [...there, i]);
      return mean((i) => {
        const rows = Math.log(of(i).reduce((s, l) => s + Math.exp(alike(i, l)), 0));
        const columns = Math.log(of(i).reduce((s, l) => s + Math.exp(alike(l, i)), 0));
        return (rows + columns) / 2 - alike(i, i);
      });
    },
  },
  cox('breslow'),
  cox('efron'),
  {
    ...{ name: 'discrete time', width: intervals.ends.length },
    build: (p, { lived, events, weights }) => weightedMean(discreteTimeSurvival(p, lived!, events!), weights!),
    reference: (p) =>
      mean((i) => {
        const h = (k: number) => 1 / (1 + Math.exp(-p(i, k)));
        const survived = Array.from({ length: intervals.codes[i]! }, (_, k) => -Math.log(1 - h(k)));
        return survived.reduce((a, b) => a + b, 0) - (events[i] ? Math.log(h(intervals.codes[i]!)) : 0);
      }),
  },
];

describe.each(CASES)('$name', ({ width, build, reference }) => {
  const shape = width === 1 ? [N] : [N, width];
  const column = (name: string) => input(name, 'float32', [N]);
  const fixed = {
    ...{ truth: column('truth'), weights: column('weights'), times: column('times'), events: column('events') },
    ...{
      codes: input('codes', 'int64', [N]),
      lived: input('lived', 'int64', [N]),
      labels: input('labels', 'float32', [N, 3]),
    },
  };
  const host = { truth, weights, times, events, codes, lived: BigInt64Array.from(intervals.codes, BigInt) };
  const feeds = {
    ...Object.fromEntries(Object.entries(host).map(([name, data]) => [name, { data, shape: [N] }])),
    labels: { data: labels, shape: [N, 3] },
  };

  test('is what its definition says, and its gradient that of finite differences; rows of weight 0 take no part', async () => {
    const p = input('p', 'float32', shape);
    const loss = build(p, fixed);
    const [slope] = gradients(loss, [p]);
    const session = await engine.open(writeModel({ loss, slope: slope! }, [p, ...Object.values(fixed)]));
    const data = normals(N * width);
    const out = await session.run({ ...feeds, p: { data, shape } });
    const at = (values: ArrayLike<number>) => reference((i, k) => values[i * width + k]!);
    expect(Number(out.loss!.data[0])).toBeCloseTo(at(data), 5);
    for (let k = 0; k < data.length; k++) {
      const moved = (by: number) => Array.from(data, (value, l) => (l === k ? value + by : value));
      const numeric = (at(moved(1e-4)) - at(moved(-1e-4))) / 2e-4;
      expect(Number(out.slope!.data[k]), `at ${k}`).toBeCloseTo(numeric, 4);
      if (weights[Math.floor(k / width)] === 0) expect(Number(out.slope!.data[k])).toBeCloseTo(0, 7);
    }
    await session.close();
  });
});

describe('the Cox loss', () => {
  const golden = JSON.parse(readFileSync(new URL('../../../test/golden/cox-loss.json', import.meta.url), 'utf8'));
  const columns = (['risks', 'times', 'events', 'strata'] as const).map((name) => input(name, 'float32', ['N']));
  const weights = input('weights', 'float32', ['N']);
  const [risks, times, events, strata] = columns as [Tensor, Tensor, Tensor, Tensor];
  const host = (data: readonly number[]) => ({ data: Float32Array.from(data), shape: [data.length] });

  test.each(['breslow', 'efron', 'breslow-strata', 'efron-strata'])("equals R survival's: %s", async (name) => {
    const [ties, within] = name.split('-') as ['breslow' | 'efron', string | undefined];
    const batch: CoxBatch = { risks, times, events, weights, ...(within ? { strata } : {}) };
    const session = await engine.open(writeModel({ loss: coxPartialLikelihood(batch, ties) }, [...columns, weights]));
    const { loss } = await session.run({
      ...Object.fromEntries(columns.map(({ name }) => [name!, host(golden[name!])])),
      weights: host(golden.times.map(() => 1)),
    });
    expect(Math.abs(Number(loss!.data[0]) / golden.losses[name] - 1)).toBeLessThan(1e-6);
    await session.close();
  });

  test('is 0 without events, and finite at risks that would overflow', async () => {
    const fixed = [1, 2].map((n) => input(['risks', 'times'][n - 1]!, 'float32', [2]));
    const rest = ['events', 'weights'].map((name) => input(name, 'float32', [2]));
    const loss = coxPartialLikelihood({ risks: fixed[0]!, times: fixed[1]!, events: rest[0]!, weights: rest[1]! });
    const inputs = [...fixed, ...rest];
    const session = await engine.open(writeModel({ loss, slope: gradients(loss, [fixed[0]!])[0]! }, inputs));
    const run = (events: number[], risks: number[]) =>
      session.run({ risks: host(risks), times: host([1, 2]), events: host(events), weights: host([1, 1]) });
    const none = await run([0, 0], [1, 2]);
    expect(Number(none.loss!.data[0])).toBeCloseTo(0, 10);
    expect([...(none.slope!.data as Float32Array)].map(Math.abs)).toEqual([0, 0]);
    expect(Number((await run([1, 0], [-500, 500])).loss!.data[0])).toBeCloseTo(1000, 2);
    await session.close();
  });
});

describe('the Cox loss beside Cox regression', () => {
  const n = 48;
  const stream = randomKey(12).stream();
  const values = (each: (i: number) => number) => Float32Array.from({ length: n }, (_, i) => each(i));
  const x = [0, 1].map(() => values(() => stream.normal()));
  const times = values((i) => Math.ceil(6 * Math.exp(-x[0]![i]!) * -Math.log(1 - stream.uniform())));
  const events = values(() => Number(stream.uniform() < 0.7));
  const strata = values((i) => i % 3);
  const weights = values((i) => (i % 7 === 6 ? 0 : 0.5 + (i % 2)));
  const names = ['risks', 'times', 'events', 'weights', 'strata'] as const;
  const inputs = names.map((name) => input(name, 'float32', [n]));
  const batch = Object.fromEntries(inputs.map((one) => [one.name!, one])) as unknown as CoxBatch;
  const feed = (risks: Float32Array) =>
    Object.fromEntries(
      Object.entries({ risks, times, events, weights, strata }).map(([name, data]) => [name, { data, shape: [n] }]),
    );

  // The largest risks of a batch are a hundred above the rest here: sets without them keep their hazards.
  test.each((['breslow', 'efron'] as const).flatMap((ties) => [1, 40].map((scale) => [ties, scale] as const)))(
    '%s, risks times %d: with weights and strata, the value and the slopes are those of our partial likelihood',
    async (ties, scale) => {
      const loss = coxPartialLikelihood(batch, ties);
      const [slope] = gradients(loss, [batch.risks]);
      const session = await engine.open(writeModel({ loss, slope: slope! }, inputs));
      const out = await session.run(feed(x[0]!.map((v) => scale * v)));
      const data = {
        columns: x.map((column) => Float64Array.from(column)),
        ...{ times: Float64Array.from(times), events: Uint8Array.from(events) },
        ...{ weights: Float64Array.from(weights), strata: Int32Array.from(strata) },
      };
      const problem = coxProblem(data);
      const beta = Float64Array.of(scale * problem.scales[0]!, 0);
      const truth = partialLikelihood(problem, beta, ties);
      const all = weights.reduce((s, w, i) => s + w * events[i]!, 0);
      expect(Number(out.loss!.data[0]) / (-truth.logLikelihood / all)).toBeCloseTo(1, 5);
      for (const [j, score] of truth.score.entries()) {
        const own = x[j]!.reduce((s, v, i) => s + Number(out.slope!.data[i]) * v, 0);
        // Slopes sum to 0 within a stratum, so that the means of the columns are of no account.
        expect(own).toBeCloseTo((-score * problem.scales[j]!) / all, 3);
      }
      await session.close();
    },
  );
});

test('the slope of a focal loss is finite where the answer is sure', async () => {
  const [p, truth] = [input('p', 'float32', ['N', 2]), input('codes', 'int64', ['N'])];
  const known = [input('p', 'float32', [1, 2]), input('codes', 'int64', [1])] as const;
  const value = await engine.open(writeModel({ loss: focal(p, truth, 0.5) }, [p, truth]));
  const slope = await engine.open(
    writeModel({ slope: gradients(weightedMean(focal(...known, 0.5), constant(Float32Array.of(1))), [known[0]])[0]! }, [
      ...known,
    ]),
  );
  const feeds = {
    p: { data: Float32Array.of(30, 0), shape: [1, 2] },
    codes: { data: BigInt64Array.of(0n), shape: [1] },
  };
  expect(Number((await value.run(feeds)).loss!.data[0])).toBeCloseTo(0, 10);
  for (const one of (await slope.run(feeds)).slope!.data as Float32Array) expect(Math.abs(one)).toBeLessThan(1e-6);
  for (const session of [value, slope]) await session.close();
});

describe('intervalsOf', () => {
  test('cuts at quantiles of the events; somebody censored has lived through an interval that was half seen', () => {
    const times = Float64Array.of(1, 2, 3, 4, 3.6, 3.4);
    const events = Uint8Array.of(1, 1, 1, 1, 0, 0);
    const { ends, codes } = intervalsOf(times, events, 2);
    expect([...ends]).toEqual([3, 4]);
    expect([...codes]).toEqual([0, 0, 0, 1, 2, 1]);
  });
});

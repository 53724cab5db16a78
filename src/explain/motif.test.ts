import { describe, expect, test } from 'vitest';
import { classView } from '../../test/support/learner-views.ts';
import type { Context, Executor } from '../base/context.ts';
import { UnsupportedError } from '../base/errors.ts';
import { checkParams } from '../base/params.ts';
import { randomKey } from '../base/random.ts';
import { createEngine } from '../graph/engine.node.ts';
import { learnerByWord } from '../learn/registry.ts';
import type { Model, TrainView } from '../table/contract.ts';
import { createMatrix } from '../table/matrix.ts';
import { filterMotifs } from './filter-motifs.ts';
import { letterSlopes } from './letter-slopes.ts';

const LETTERS = ['A', 'C', 'G', 'T'];
const MOTIF = [1, 2, 0, 1, 1, 2, 0, 0]; // CGACCGAA
const L = 30;
const context = (): Context => ({
  ...{ random: randomKey(2), executor: {} as Executor, networks: createEngine({ threads: 1 }) },
  ...{ signal: new AbortController().signal, progress: () => {}, warn: () => {} },
});

/** Half of the sequences have the motif somewhere. @param shuffled labels have nothing to do with it. */
function sequences(n: number, seed: number, shuffled = false) {
  const draws = randomKey(seed).stream();
  const X = createMatrix(n, L);
  const starts = Int32Array.from({ length: n }, (_, i) => (i % 2 ? draws.below(L - MOTIF.length) : -1));
  const codes = starts.map((start) => Number(shuffled ? draws.below(2) : start >= 0));
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < L; j++) {
      const at = j - starts[i]!;
      X.data[j * n + i] = starts[i]! >= 0 && at >= 0 && at < MOTIF.length ? MOTIF[at]! : draws.below(4);
    }
  }
  const view: TrainView = {
    ...{
      X,
      features: Array.from({ length: L }, (_, j) => `pos${j + 1}`),
      levels: Array.from({ length: L }, () => LETTERS),
    },
    parts: [{ name: 'dna', kind: 'sequence', start0: 0, end0: L }],
    target: { task: 'classification', classes: ['free', 'bound'], codes },
  };
  return { view, starts, codes };
}

async function trained(view: TrainView, given: Readonly<Record<string, unknown>> = {}): Promise<Model> {
  const entry = learnerByWord('sequence-cnn', 'test');
  const quick = { members: 1, layers: 1, filters: 16, width: 10, places: 'anywhere', units: 16, rate: 0.01, ...given };
  return (await entry.load()).create(checkParams(entry.params, quick, 'test')).fit(view, context());
}

async function accuracy(model: Model, { view, codes }: ReturnType<typeof sequences>): Promise<number> {
  const prediction = await model.predict(view, context());
  if (prediction.task !== 'classification') throw new Error('no classes');
  return codes.reduce((sum, code, i) => sum + Number(prediction.probabilities[2 * i + code]! > 0.5), 0) / codes.length;
}

/** Share of the sequences with the motif in which the window that the answer leans on most is the motif's, give or take a letter. */
async function recovered(model: Model, { view, starts }: ReturnType<typeof sequences>): Promise<number> {
  const { slopes } = await letterSlopes(model, view, context());
  const n = view.X.nRows;
  const with_ = [...starts.keys()].filter((i) => starts[i]! >= 0);
  const hits = with_.filter((i) => {
    const own = Array.from({ length: L }, (_, j) => slopes[(i * 4 + view.X.data[j * n + i]!) * L + j]!);
    const sums = Array.from({ length: L - MOTIF.length + 1 }, (_, s) =>
      own.slice(s, s + MOTIF.length).reduce((a, b) => a + b, 0),
    );
    return Math.abs(sums.indexOf(Math.max(...sums)) - starts[i]!) <= 1;
  });
  return hits.length / with_.length;
}

describe('a motif that was planted', () => {
  test('is learned, and found again by the slopes of the letters and in a filter; by random weights it is not', async () => {
    const model = await trained(sequences(400, 1).view);
    const fresh = sequences(200, 2);
    expect(await accuracy(model, fresh)).toBeGreaterThan(0.95);
    expect(await recovered(model, fresh)).toBeGreaterThan(0.9);
    const motifs = await filterMotifs(model, fresh.view);
    expect(
      motifs
        .slice(0, 4)
        .some(
          ({ consensus }) =>
            'CGACCGAA'.includes(consensus.replace(/^·+|·+$/g, '')) && consensus.replaceAll('·', '').length >= 6,
        ),
    ).toBe(true);
    for (const { bits, shares, windows } of motifs) {
      expect(windows).toBeGreaterThanOrEqual(0);
      expect(bits.every((bit) => bit >= 0 && bit <= 2)).toBe(true);
      expect(shares.length).toBe(40);
    }

    const random = await trained(sequences(400, 1).view, { epochs: 1, rate: 1e-8 });
    expect(await recovered(random, fresh)).toBeLessThan(0.5);
  });

  test('shuffled labels teach nothing', async () => {
    const model = await trained(sequences(400, 3, true).view);
    expect(Math.abs((await accuracy(model, sequences(300, 4, true))) - 0.5)).toBeLessThan(0.1);
  });

  test('slopes are those of finite changes of the answer', async () => {
    // One letter for another moves the log odds by about the difference of their slopes, on average over many places.
    const model = await trained(sequences(300, 5).view);
    const { view } = sequences(64, 6);
    const { slopes } = await letterSlopes(model, view, context());
    const logOdds = async (X: Float32Array) => {
      const prediction = await model.predict({ ...view, X: { ...view.X, data: X } }, context());
      if (prediction.task !== 'classification') throw new Error('no classes');
      return Array.from({ length: 64 }, (_, i) =>
        Math.log(prediction.probabilities[2 * i + 1]! / prediction.probabilities[2 * i]!),
      );
    };
    const before = await logOdds(view.X.data);
    const [said, seen]: [number[], number[]] = [[], []];
    for (let j = 0; j < L; j += 3) {
      const moved = view.X.data.slice();
      for (let i = 0; i < 64; i++) moved[j * 64 + i] = (moved[j * 64 + i]! + 1) % 4;
      const after = await logOdds(moved);
      for (let i = 0; i < 64; i++) {
        const [from, to] = [view.X.data[j * 64 + i]!, moved[j * 64 + i]!];
        said.push(slopes[(i * 4 + to) * L + j]! - slopes[(i * 4 + from) * L + j]!);
        seen.push(after[i]! - before[i]!);
      }
    }
    const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
    const [a, b] = [mean(said), mean(seen)];
    const cov = mean(said.map((x, k) => (x - a) * (seen[k]! - b)));
    const r = cov / Math.sqrt(mean(said.map((x) => (x - a) ** 2)) * mean(seen.map((x) => (x - b) ** 2)));
    expect(r).toBeGreaterThan(0.5);
  });

  test('the layers of a recurrent network are seen through as well', async () => {
    const entry = learnerByWord('sequence-rnn', 'test');
    const quick = { members: 1, filters: 12, width: 10, units: 16, rate: 0.01, epochs: 30, dropout: 0.1 };
    const { view } = sequences(400, 1);
    const model = await (await entry.load()).create(checkParams(entry.params, quick, 'test')).fit(view, context());
    const fresh = sequences(200, 2);
    expect(await accuracy(model, fresh)).toBeGreaterThan(0.9);
    expect(await recovered(model, fresh)).toBeGreaterThan(0.8);
    expect((await filterMotifs(model, fresh.view)).length).toBe(12);
  });

  test('models that are no network, and networks without letters, are refused', async () => {
    const { view } = sequences(40, 7);
    const table = classView(40, 5, 2);
    for (const word of ['majority', 'mlp']) {
      const entry = learnerByWord(word, 'test');
      const known = word === 'mlp' ? { epochs: 1 } : {};
      const model = await (await entry.load()).create(checkParams(entry.params, known, word)).fit(table, context());
      await expect(letterSlopes(model, table, context())).rejects.toThrow(UnsupportedError);
      await expect(filterMotifs(model, view)).rejects.toThrow(UnsupportedError);
    }
  });
});

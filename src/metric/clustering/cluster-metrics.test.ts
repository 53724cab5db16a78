import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context, Executor } from '../../base/context.ts';
import { randomKey } from '../../base/random.ts';
import { createExecutor } from '../../kernels/executor.node.ts';
import { rowDistances } from '../../numeric/row-distances.ts';
import { scorer } from '../scorer.ts';
import { adjustedRandIndex } from './adjusted-rand-index.ts';
import { ariWith } from './ari-with.ts';
import { meanSilhouette } from './mean-silhouette.ts';
import { rowSilhouettes } from './row-silhouettes.ts';
import { silhouettes } from './silhouette.ts';
import { stability } from './stability.ts';

let executor: Executor;
let ctx: Context;
beforeAll(async () => {
  executor = await createExecutor(2);
  ctx = {
    random: randomKey(1),
    executor,
    signal: new AbortController().signal,
    progress: () => {},
    warn: () => {},
  };
});
afterAll(() => executor.close());

const stream = randomKey(2).stream();
const draw = (n: number, k: number) => Int32Array.from({ length: n }, () => stream.below(k));

describe('the weighted Rand index', () => {
  const a = draw(60, 3);
  const b = a.map((label, i) => (i % 3 === 0 ? stream.below(3) : label));

  it('with equal weights is the plain one', () => {
    expect(adjustedRandIndex(a, b, new Float64Array(60).fill(2.5))).toBeCloseTo(adjustedRandIndex(a, b), 12);
  });
  it('leaves out rows without weight', () => {
    const weights = Float64Array.from(a, (_, i) => (i < 40 ? 1 : 0));
    expect(adjustedRandIndex(a, b, weights)).toBe(adjustedRandIndex(a.slice(0, 40), b.slice(0, 40)));
  });
  it('makes no pair of a row with itself: partitions at random stay at 0, however often a row was drawn', () => {
    let sum = 0;
    for (let round = 0; round < 400; round++) {
      const weights = new Float64Array(20);
      for (let draws = 0; draws < 20; draws++) weights[stream.below(20)]!++;
      sum += adjustedRandIndex(draw(20, 3), draw(20, 3), weights);
    }
    // 400 indices of a spread of about 0.06 each; pairs of copies would add 0.1.
    expect(Math.abs(sum / 400)).toBeLessThan(0.02);
  });
});

describe('silhouettes of rows', () => {
  const n = 530; // more than one batch
  const X = { nRows: n, nCols: 7, data: Float32Array.from({ length: 7 * n }, () => stream.normal()) };

  it('are those of the distances', async () => {
    const labels = draw(n, 4).map((label, i) => (i % 50 === 0 ? -1 : label));
    const expected = silhouettes(await rowDistances(ctx, X), labels);
    const ours = await rowSilhouettes(ctx, X, labels);
    ours.forEach((value, i) => {
      if (labels[i]! < 0) expect(value).toBeNaN();
      else expect(value).toBeCloseTo(expected[i]!, 5);
    });
  });
  it('are 0 where nothing is told apart', async () => {
    expect(await rowSilhouettes(ctx, X, new Int32Array(n))).toEqual(new Float64Array(n));
    expect((await rowSilhouettes(ctx, X, new Int32Array(n).fill(-1))).every(Number.isNaN)).toBe(true);
  });
});

describe('metrics of clusters', () => {
  it('the silhouette counts noise as 0, and a sample of weight 2 twice', () => {
    const labels = Int32Array.of(0, 0, 1, -1);
    const given = Float64Array.of(0.4, 0.2, 0.6, Number.NaN);
    expect(meanSilhouette.compute({ labels, silhouettes: given })).toBeCloseTo(0.3, 12);
    const weights = Float64Array.of(2, 0, 1, 1);
    expect(meanSilhouette.compute({ labels, silhouettes: given, weights })).toBeCloseTo(1.4 / 4, 12);
    expect(meanSilhouette.compute({ labels })).toBeNaN();
  });
  it('the stability looks at each fold by itself, whose fit has names of its own', () => {
    const labels = Int32Array.of(0, 0, 1, 1, 0, 0, 1, 1);
    const folds = Int32Array.of(0, 0, 0, 0, 1, 1, 1, 1);
    const swapped = Int32Array.of(0, 0, 1, 1, 1, 1, 0, 0);
    expect(stability.compute({ labels, folds, assigned: swapped })).toBe(1);
    const crossed = Int32Array.of(0, 0, 1, 1, 0, 1, 0, 1); // Hubert & Arabie: −0.5 for the second fold
    expect(stability.compute({ labels, folds, assigned: crossed })).toBeCloseTo(0.25, 12);
    const first = Float64Array.of(1, 1, 1, 1, 0, 0, 0, 0);
    expect(stability.compute({ labels, folds, assigned: crossed, weights: first })).toBe(1);
    expect(stability.compute({ labels, folds })).toBeNaN();
  });
  it('the agreement with known groups leaves out samples whose group is not known', () => {
    const ari = ariWith('stage', Int32Array.of(0, 0, 1, 1, -1, -1));
    expect(ari.name).toBe('ari-stage');
    expect(ari.compute({ labels: Int32Array.of(1, 1, 0, 0, 0, 1) })).toBe(1);
    expect(ari.compute({ labels: draw(6, 2), weights: Float64Array.of(0, 0, 0, 0, 1, 1) })).toBeNaN();
  });
  it('come by the scorer as those of other tasks do', () => {
    const prediction = { task: 'clustering', nClusters: 2, labels: Int32Array.of(0, 0, 1, 1) } as const;
    const target = { task: 'clustering', nSamples: 4 } as const;
    const bare = scorer(target, prediction);
    expect(bare.value(meanSilhouette)).toBeNaN();
    expect(bare.value(ariWith('side', Int32Array.of(1, 1, 0, 0)))).toBe(1);
    const known = scorer(target, prediction, { silhouettes: Float64Array.of(0.1, 0.2, 0.3, 0.4) });
    expect(known.value(meanSilhouette)).toBeCloseTo(0.25, 12);
    expect(() => scorer({ ...target, nSamples: 5 }, prediction)).toThrow(/5 samples must have 5 predictions, got 4/);
  });
});

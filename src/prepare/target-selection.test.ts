import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blockOf, randomRows, testContext } from '../../test/support/blocks.ts';
import type { Executor } from '../base/context.ts';
import { UnsupportedError } from '../base/errors.ts';
import { randomKey } from '../base/random.ts';
import { createExecutor } from '../kernels/executor.node.ts';
import type { Block } from '../table/block.ts';
import { columnOf } from '../table/matrix.ts';
import { classTarget, type Target } from '../table/target.ts';
import { falsePositives, featuresOfHalf } from './stability-selection.ts';
import { createStep, parseStep } from './step.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(2);
});
afterAll(() => executor.close());

const learn = async (entry: unknown, block: Block, target: Target, ctx = testContext(undefined, executor)) =>
  (await createStep(parseStep(entry, 'test'))).fit(block, target, ctx);
const scores = async (entry: unknown, block: Block, target: Target) =>
  Array.from((await createStep(parseStep(entry, 'test'))).selection!.score(block, target));

/** n × p noise in which class 1 of two shifts the first `signal` features. */
function shifted(n: number, p: number, signal: number, effect: number, seed = 3): { block: Block; target: Target } {
  const draws = randomKey(seed).stream();
  const labels = Array.from({ length: n }, (_, i) => String(i % 2));
  const rows = labels.map((label) =>
    Array.from({ length: p }, (_, j) => draws.normal() + (j < signal && label === '1' ? effect : 0)),
  );
  return { block: blockOf(rows), target: classTarget(labels, 'test') };
}

describe('mutual-information', () => {
  it('of a feature of few values is near its table of counts: ln 2 for the class itself, 0 for a constant', async () => {
    const n = 400;
    const labels = Array.from({ length: n }, (_, i) => String(i % 2));
    // the class; a constant; a value that says half of the class; values apart from the class
    const block = blockOf(
      labels.map((label, i) => [Number(label), 3, label === '1' && i % 4 === 1 ? 1 : 0, (i >> 1) % 5]),
    );
    const [own, constant, half, none] = await scores('mutual-information', block, classTarget(labels, 'test'));
    expect(own).toBeCloseTo(Math.LN2, 2);
    expect(constant).toBeCloseTo(0, 12);
    expect(half).toBeCloseTo(0.2158, 2); // H(1/4) − ½·H(1/2)
    expect(none).toBeLessThan(0.01);
    const target: Target = { task: 'regression', values: Float64Array.from(labels, Number) };
    expect((await scores('mutual-information', block, target))[0]).toBeCloseTo(Math.LN2, 2);
  });

  it('of two normals of correlation ρ is −½·ln(1 − ρ²), and sees what no line shows', async () => {
    const draws = randomKey(5).stream();
    const n = 3000;
    const values = Float64Array.from({ length: n }, () => draws.normal());
    const rho = 0.8;
    const rows = Array.from(values, (y) => [
      rho * y + Math.sqrt(1 - rho * rho) * draws.normal(),
      y * y + 0.1 * draws.normal(),
      draws.normal(),
    ]);
    const target: Target = { task: 'regression', values };
    const [line, bow, noise] = await scores('mutual-information', blockOf(rows), target);
    expect(line).toBeCloseTo(-0.5 * Math.log(1 - rho * rho), 1);
    expect(bow).toBeGreaterThan(1);
    expect(noise).toBeLessThan(0.03);
    const f = await scores('anova-f', blockOf(rows), target);
    expect(f[1]!).toBeLessThan(f[0]! / 100);
  });

  it('refuses survival, naming what serves it', async () => {
    const target: Target = {
      task: 'survival',
      times: Float64Array.from([1, 2, 3]),
      events: Uint8Array.from([1, 0, 1]),
    };
    await expect(learn('mutual-information', blockOf(randomRows(3, 2)), target)).rejects.toThrow(UnsupportedError);
  });
});

describe('anova-f on survival', () => {
  it('without tied times is the log-rank test of two groups', async () => {
    // Groups 0 1 at times 1 … 6, all events. Log-rank by hand: O − E = Σ (x − share at risk), V = Σ share·(1 − share).
    const x = [1, 0, 1, 1, 0, 0];
    let u = 0;
    let v = 0;
    x.forEach((own, i) => {
      const share = x.slice(i).reduce((sum, each) => sum + each, 0) / (6 - i);
      u += own - share;
      v += share * (1 - share);
    });
    const target: Target = {
      task: 'survival',
      times: Float64Array.from([1, 2, 3, 4, 5, 6]),
      events: new Uint8Array(6).fill(1),
    };
    const block = blockOf(x.map((own) => [own, 7]));
    const [score, constant] = await scores('anova-f', block, target);
    expect(score).toBeCloseTo((u * u) / v, 12);
    expect(constant).toBe(-1);
  });

  it('refuses rows without an event', async () => {
    const target: Target = { task: 'survival', times: Float64Array.from([1, 2]), events: new Uint8Array(2) };
    await expect(learn('anova-f', blockOf([[1], [2]]), target)).rejects.toThrow(/must hold an event, got none/);
  });
});

describe('lasso-selection', () => {
  it('keeps one of two copies of a strong feature and still finds a weaker one, where anova-f keeps both copies', async () => {
    const { block, target } = shifted(120, 30, 2, 1.2);
    const draws = randomKey(8).stream();
    // g0 strong; g5 nearly its copy; g1 weaker than either
    const strong = columnOf(block.matrix, 0).map((z, i) => z + (i % 2));
    columnOf(block.matrix, 0).set(strong);
    columnOf(block.matrix, 5).set(strong.map((z) => z + 0.05 * draws.normal()));
    const alone = (await learn({ 'anova-f': 2 }, block, target)).apply(structuredClone(block)).features;
    expect(alone).toEqual(['g0', 'g5']);
    const together = (await learn({ 'lasso-selection': 2 }, block, target)).apply(structuredClone(block)).features;
    expect(together).toContain('g1');
    expect(together).toHaveLength(2);
  });

  it('chooses the same whatever the unit of a feature', async () => {
    const { block, target } = shifted(60, 20, 4, 1);
    const scaled = structuredClone(block);
    for (let j = 0; j < 20; j++) for (let i = 0; i < 60; i++) scaled.matrix.data[j * 60 + i]! *= 2 ** (j % 7);
    const chosen = async (each: Block) => (await learn({ 'lasso-selection': 5 }, each, target)).apply(each).features;
    expect(await chosen(scaled)).toEqual(await chosen(block));
  });
});

describe('stability-selection', () => {
  it('keeps what shifts with the class and hardly any noise; the same with any number of threads', async () => {
    const { block, target } = shifted(100, 300, 5, 2);
    const one = await createExecutor(1);
    try {
      const kept = (await learn('stability-selection', block, target)).apply(structuredClone(block)).features;
      expect(kept.slice(0, 5)).toEqual(['g0', 'g1', 'g2', 'g3', 'g4']);
      expect(kept.length).toBeLessThanOrEqual(7);
      const alone = await learn('stability-selection', block, target, testContext(undefined, one));
      expect(alone.toState()).toEqual((await learn('stability-selection', block, target)).toState());
    } finally {
      await one.close();
    }
  });

  it.each(['regression', 'survival'] as const)('keeps what a %s target hangs on', async (task) => {
    const draws = randomKey(6).stream();
    const rows = Array.from({ length: 120 }, () => Array.from({ length: 60 }, () => draws.normal()));
    const signal = rows.map(([a, b]) => 2 * a! - 2 * b! + 0.3 * draws.normal());
    const target: Target =
      task === 'regression'
        ? { task, values: Float64Array.from(signal) }
        : { task, times: Float64Array.from(signal, (x) => Math.exp(-x)), events: new Uint8Array(120).fill(1) };
    const kept = (await learn('stability-selection', blockOf(rows), target)).apply(blockOf(rows)).features;
    expect(kept.slice(0, 2)).toEqual(['g0', 'g1']);
    expect(kept.length).toBeLessThanOrEqual(4);
  });

  it('on noise keeps one feature, and says so', async () => {
    const { block, target } = shifted(60, 300, 0, 0);
    const ctx = testContext(undefined, executor);
    const fitted = await learn({ 'stability-selection': 0.95 }, block, target, ctx);
    expect(fitted.apply(block).features).toHaveLength(1);
    expect(ctx.warnings[0]!.code).toBe('nothing-stable');
  });

  it('q is the largest that holds the bound of theorem 1', () => {
    for (const [p, threshold, allowed] of [
      [20000, 0.75, 1],
      [1000, 0.6, 2.5],
      [50, 0.9, 0.5],
    ] as const) {
      const q = featuresOfHalf(p, threshold, allowed);
      expect(falsePositives(q, p, threshold)).toBeLessThanOrEqual(allowed);
      expect(falsePositives(q + 1, p, threshold)).toBeGreaterThan(allowed);
    }
    expect(falsePositives(100, 20000, 0.75)).toBe(1); // by hand: 10⁴ / (½ · 2·10⁴)
  });

  it('stops between two halves when told to', async () => {
    const { block, target } = shifted(40, 50, 3, 1);
    const control = new AbortController();
    control.abort();
    await expect(learn('stability-selection', block, target, testContext(control.signal, executor))).rejects.toThrow(
      /cancelled/,
    );
  });
});

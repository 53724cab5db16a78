import { describe, expect, test } from 'vitest';
import golden from '../../test/golden/gsea.json' with { type: 'json' };
import { DataError, ParamError, ShapeError } from '../base/errors.ts';
import { randomKey } from '../base/random.ts';
import { gsea } from './gsea.ts';
import { overRepresentation } from './over-representation.ts';
import { randomSetScores } from './random-sets.ts';
import { runningSum } from './running-sum.ts';

const { genes, scores } = golden;
const sets = Object.entries(golden.sets).map(([name, members]) => ({ name, description: '', members }));
const all = { minSize: 1, maxSize: 500, random: randomKey(1) };

describe('pre-ranked GSEA', () => {
  test('scores and leading edges are those of an independent program, p values and FDR but for the draws', () => {
    const { sets: found, background, tied } = gsea(sets, genes, scores, { ...all, permutations: 8000 });
    expect([found.length, background]).toEqual([sets.length, 600]);
    expect(tied).toBe(scores.filter((s) => scores.indexOf(s) !== scores.lastIndexOf(s)).length);
    for (const one of found) {
      const wanted = golden.weighted[one.set as keyof typeof golden.weighted];
      expect(one.es).toBeCloseTo(wanted.es, 12);
      expect(one.leadingEdge).toEqual(wanted.leadingEdge);
      // The reference draws 20,000 random sets, we 8,000: the errors of mean and share.
      expect(Math.abs(one.nes / wanted.nes - 1)).toBeLessThan(0.02);
      expect(Math.abs(one.p - wanted.p)).toBeLessThan(6 * Math.sqrt((wanted.p * (1 - wanted.p)) / 3000) + 5e-4);
    }
    // By rank: two sets of nearly one score may change places, and their rates with them.
    const [ours, theirs] = [found, Object.values(golden.weighted)].map((list) =>
      [...list].sort((a, b) => a.nes - b.nes),
    );
    ours!.forEach(({ fdr }, r) => {
      expect(Math.abs(fdr - theirs![r]!.fdr)).toBeLessThan(0.1 * fdr + 5e-3);
    });
    const q = Object.fromEntries(found.map((one) => [one.set, one.q]));
    expect([q.S0, q.S6, q.S1, q.S7].every((v) => v! < 0.01)).toBe(true);
  });

  test('ranks alone', () => {
    for (const one of gsea(sets, genes, scores, { ...all, weight: 0, permutations: 10 }).sets) {
      const wanted = golden.ranks[one.set as keyof typeof golden.ranks];
      expect(one.es).toBeCloseTo(wanted.es, 12);
      expect(one.leadingEdge).toEqual(wanted.leadingEdge);
    }
  });

  test('p values of sets of nothing are spread evenly', () => {
    const stream = randomKey(5).stream();
    const names = genes.slice();
    const random = Array.from({ length: 400 }, (_, s) => ({
      ...{ name: `R${s}`, description: '', members: stream.shuffle(names).slice(0, 20 + (s % 5)) },
    }));
    const found = gsea(random, genes, scores, { ...all, permutations: 2000 }).sets;
    for (const level of [0.05, 0.2, 0.5, 0.8]) {
      const share = found.filter(({ p }) => p <= level).length / 400;
      expect(Math.abs(share - level)).toBeLessThan(4 * Math.sqrt((level * (1 - level)) / 400));
    }
    expect(found.filter(({ fdr }) => fdr < 0.05).length).toBeLessThanOrEqual(2);
  });

  test('another order of the sets changes nothing; sizes out of range are left out and counted', () => {
    const one = gsea(sets, genes, scores, { ...all, permutations: 50 });
    const other = gsea([...sets].reverse(), genes, scores, { ...all, permutations: 50 });
    const byName = (found: typeof one) => Object.fromEntries(found.sets.map((s) => [s.set, s]));
    expect(byName(other)).toEqual(byName(one));
    const few = gsea(sets, genes, scores, { ...all, minSize: 20, maxSize: 40, permutations: 10 });
    const sizes = one.sets.map(({ size }) => size);
    expect([few.tooSmall, few.tooLarge]).toEqual([
      sizes.filter((s) => s < 20).length,
      sizes.filter((s) => s > 40).length,
    ]);
  });

  test('what cannot be ranked is refused', () => {
    expect(() => gsea(sets, genes, [1], all)).toThrow(ShapeError);
    expect(() => gsea(sets, ['a', 'a'], [1, 2], all)).toThrow(DataError);
    expect(() => gsea(sets, ['a', 'b'], [1, 2], all)).toThrow(/none in common/);
    expect(() => gsea(sets, ['g0', 'b'], [1, Number.NaN], all)).toThrow(/NaN for 'b'/);
    expect(() => gsea(sets, genes, scores, { ...all, permutations: 0 })).toThrow(ParamError);
  });
});

test('the running sum of sets that can be told by hand', () => {
  const flat = new Float64Array(10).fill(1);
  const zeros = new Float64Array(10);
  expect(runningSum(Int32Array.of(0, 1), 2, flat)).toEqual({ score: 1, at: 1 });
  expect(runningSum(Int32Array.of(8, 9), 2, flat).score).toBeCloseTo(-1, 12);
  expect(runningSum(Int32Array.of(8, 9), 2, flat).at).toBe(0);
  expect(runningSum(Int32Array.of(0, 9), 2, zeros).score).toBeCloseTo(0.5, 12); // no weight at all: each the same
});

test('random sets of any size have that size, drawn evenly', () => {
  const weights = new Float64Array(64).fill(1);
  const sizes = [1, 10, 32, 33, 63];
  const all = randomSetScores(weights, sizes, 4000, randomKey(1));
  expect(randomSetScores(weights, [33], 4000, randomKey(1)).get(33)).toEqual(all.get(33));
  for (const size of sizes) {
    const scores = all.get(size)!;
    // Of one member the score is 1 − rank/63 or −rank/63, whichever is further from 0: its size has mean near 3/4.
    if (size === 1) expect(scores.reduce((sum, es) => sum + Math.abs(es), 0) / 4000).toBeCloseTo(0.75, 1);
    const positive = scores.filter((es) => es > 0).length / 4000;
    expect(Math.abs(positive - 0.5)).toBeLessThan(0.05);
  }
});

test('over-representation has the tails of the hypergeometric distribution over the stated background', () => {
  const found = overRepresentation(sets, golden.chosen, genes, { minSize: 1 });
  expect([found.background, found.chosen]).toEqual([600, 70]);
  for (const one of found.sets) {
    const wanted = golden.overRepresentation[one.set as keyof typeof golden.overRepresentation];
    expect([one.found, one.size]).toEqual([wanted.found, wanted.size]);
    expect(Math.abs(one.p / wanted.p - 1)).toBeLessThan(1e-9);
    expect(one.expected).toBeCloseTo((one.size * 70) / 600, 12);
    expect(one.members.length).toBe(one.found);
  }
  expect(found.sets.map(({ q }) => q)).toEqual(found.sets.map(({ q }) => q).sort((a, b) => a - b));
  expect(() => overRepresentation(sets, ['nobody'], genes)).toThrow(/'nobody'/);
  expect(() => overRepresentation(sets, [], genes)).toThrow(DataError);
});

import { describe, expect, test } from 'vitest';
import { randomKey } from '../base/random.ts';
import { matrixFromRows } from '../table/matrix.ts';
import type { Target } from '../table/target.ts';
import { attributedEnrichment, driverSets, type SetGround, summedSets } from './attributed-sets.ts';
import type { Attribution } from './attribution.ts';
import { featureEffects } from './feature-effects.ts';
import type { FoldAttribution } from './fold-attribution.ts';
import { setEffects } from './set-effects.ts';

const [N, MODULES, SIZE, SINGLES, FOLDS] = [100, 8, 20, 40, 5];
const P = MODULES * SIZE + SINGLES;
const features = Array.from({ length: P }, (_, j) => `g${j}`);
/** Genes of a module move together. */
const sets = Array.from({ length: MODULES }, (_, m) => ({
  ...{ name: `M${m}`, description: '' },
  members: features.slice(m * SIZE, (m + 1) * SIZE),
}));

/**
 * A model whose weights are the covariances of the training rows, explained on the held-out ones. @param signal what label and value owe to modules 0 (up) and 1 (down); 0: nothing.
 */
function ground(seed: number, signal: number, task: 'classification' | 'regression' = 'classification'): SetGround {
  const draws = randomKey(seed).stream();
  const factors = Array.from({ length: N }, () => Array.from({ length: MODULES }, () => draws.normal()));
  const rows = factors.map((f) =>
    Array.from({ length: P }, (_, j) => {
      const module = f[Math.floor(j / SIZE)];
      return module === undefined ? draws.normal() : 0.8 * module + 0.6 * draws.normal();
    }),
  );
  const y = factors.map((f) => signal * (f[0]! - f[1]!) + draws.normal());
  const codes = Int32Array.from(y, (v) => Number(v > 0));
  const folds = Array.from({ length: FOLDS }, (_, k): FoldAttribution => {
    const test = rows.flatMap((_, i) => (i % FOLDS === k ? [i] : []));
    const train = rows.flatMap((_, i) => (i % FOLDS === k ? [] : [i]));
    const truth = (i: number) => (task === 'classification' ? codes[i]! - 0.5 : y[i]!);
    const weights = features.map((_, j) => train.reduce((sum, i) => sum + truth(i) * rows[i]![j]!, 0) / train.length);
    const attribution: Attribution = {
      ...{ outputs: [task === 'classification' ? 'yes' : 'value'], scale: 'log-odds', base: Float64Array.of(0) },
      ...{ features: Uint32Array.from(features.keys()), names: features, nRows: test.length },
      values: Float64Array.from(features.flatMap((_, j) => test.map((i) => weights[j]! * rows[i]![j]!))),
    };
    const X = matrixFromRows(test.map((i) => rows[i]!));
    const target: Target =
      task === 'classification'
        ? { task, classes: ['no', 'yes'], codes: Int32Array.from(test, (i) => codes[i]!) }
        : { task, values: Float64Array.from(test, (i) => y[i]!) };
    return {
      ...{
        method: 'linear-shap',
        outputs: attribution.outputs,
        scale: 'log-odds',
        base: attribution.base,
        nFeatures: P,
      },
      ...{ effects: featureEffects(attribution, { X, features }), equivalents: {} },
      single: {
        ...{ features: [], rows: new Int32Array(), values: new Float64Array(), rest: new Float64Array() },
        x: new Float32Array(),
      },
      sets: [setEffects(attribution, target, 'rna', sets, (name) => name)],
    };
  });
  return { folds, block: 'rna', sets, background: features, nameOf: (name) => name, random: randomKey(seed) };
}

const strongest = ({ folds: [fold] }: SetGround) =>
  [...features].sort((a, b) => {
    const of = (name: string) => fold!.effects.magnitude[fold!.effects.features.indexOf(name)]!;
    return of(b) - of(a);
  });

describe('sets on attributions', () => {
  test.each(['classification', 'regression'] as const)(
    'modules that drive the answer are found, with their sign and in every fold: %s',
    (task) => {
      const own = ground(1, 2, task);
      const [found] = attributedEnrichment(own, own.folds[0]!.outputs as string[]);
      const by = new Map(found!.sets.map((one) => [one.set, one]));
      expect(found!.background).toBe(P);
      for (const [name, sign] of [
        ['M0', 1],
        ['M1', -1],
      ] as const) {
        const one = by.get(name)!;
        expect(Math.sign(one.nes)).toBe(sign);
        expect(one.q).toBeLessThan(0.02);
        expect(one.frequency).toBe(1);
        expect(one['by-fold']).toHaveLength(FOLDS);
        expect(one['held-out'].z).toBeGreaterThan(3);
      }
      expect(
        found!.sets
          .filter(({ q }) => q < 0.05)
          .map(({ set }) => set)
          .sort(),
      ).toEqual(['M0', 'M1']);

      const sums = summedSets(own, found!.output === 'value' ? ['value'] : ['yes']);
      expect(
        sums.sets
          .slice(0, 2)
          .map(({ set }) => set)
          .sort(),
      ).toEqual(['M0', 'M1']);
      const [first] = sums.sets;
      expect(first!.q).toBeLessThan(0.02);
      expect(first!.share).toBeGreaterThan(2 * first!.expected);
      // Genes that move together add up: no member cancels another.
      expect(first!.moved).toBeGreaterThan(0);
      expect(first!['by-fold'].reduce((a, b) => a + b) / FOLDS).toBeCloseTo(first!.share, 1);

      const drivers = driverSets(own, strongest(own).slice(0, 30), [found!.output]);
      expect(
        drivers.sets
          .filter(({ q }) => q < 0.05)
          .map(({ set }) => set)
          .sort(),
      ).toEqual(['M0', 'M1']);
    },
  );

  test('of labels that mean nothing no set is found, though the model leans on sets', () => {
    let [leaned, found, asked] = [0, 0, 0];
    for (let seed = 10; seed < 50; seed++) {
      const own = ground(seed, 0);
      const [one] = attributedEnrichment(own, ['yes']);
      const all = [
        one!.sets,
        summedSets(own, ['yes']).sets,
        driverSets(own, strongest(own).slice(0, 30), ['yes']).sets,
      ];
      leaned += Number(one!.sets.some(({ fdr }) => fdr < 0.05));
      for (const sets of all) {
        asked++;
        found += Number(sets.some(({ q }) => q! < 0.05));
      }
    }
    // Random sets know nothing of genes that move together: their rate alone would name sets in nearly every run.
    expect(leaned).toBeGreaterThan(30);
    // At a rate of 0.05 one run in twenty may name a set.
    expect(found / asked).toBeLessThan(0.05);
  });

  test('a fold without the output, and features of another block, have no say', () => {
    const own = ground(1, 2);
    const [first, ...rest] = own.folds;
    const lacking = { ...first!, outputs: ['other'] };
    const [found] = attributedEnrichment({ ...own, folds: [lacking, ...rest] }, ['yes']);
    const one = found!.sets.find(({ set }) => set === 'M0')!;
    expect(one['by-fold'][0]).toBeNull();
    expect(one.frequency).toBeCloseTo(0.8, 12);
    const elsewhere = { ...own, nameOf: (name: string) => (name === 'g0' ? undefined : name) };
    const [without] = summedSets(elsewhere, ['yes']).sets.filter(({ set }) => set === 'M0');
    const [whole] = summedSets(own, ['yes']).sets.filter(({ set }) => set === 'M0');
    expect(without!.share).toBeLessThan(whole!.share);
  });
});

test('shares are against random sets of the same size', async () => {
  const { setShares } = await import('./set-shares.ts');
  const amounts = features.map((_, j) => Number(j < SIZE));
  const found = setShares(sets, features, amounts, { random: randomKey(1), permutations: 99 });
  expect(found.sets[0]).toMatchObject({ set: 'M0', share: 1, expected: 0.1, p: 0.01 });
  expect(found.sets[1]).toMatchObject({ share: 0, p: 1 });
  const even = setShares(
    sets,
    features,
    features.map(() => 0.1),
    { random: randomKey(1), permutations: 99 },
  );
  expect(even.sets.every(({ p }) => p === 1)).toBe(true);
});

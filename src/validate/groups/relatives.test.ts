import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testContext } from '../../../test/support/blocks.ts';
import type { Context, Executor } from '../../base/context.ts';
import { randomKey } from '../../base/random.ts';
import { createExecutor } from '../../kernels/executor.node.ts';
import { withGenotypePlanes } from '../../kernels/kinship.ts';
import { type FamilyOptions, simulateFamilies } from '../../simulate/families.ts';
import { createMatrix, type Matrix, matrixFromRows } from '../../table/matrix.ts';
import { kinshipFromCounts, relatives } from './relatives.ts';

let executor: Executor;
let ctx: Context;
beforeAll(async () => {
  executor = await createExecutor(2);
  ctx = testContext(undefined, executor);
});
afterAll(() => executor.close());

describe('counts', () => {
  test('are those of a plain loop, whatever is missing, on one thread and on two', async () => {
    const stream = randomKey(3).stream();
    const X = createMatrix(23, 201);
    for (let at = 0; at < X.data.length; at++) X.data[at] = [0, 1, 2, Number.NaN, 1.05][stream.below(5)]!;
    const pairs = Array.from({ length: 23 }, (_, i) => [i, (i * 7 + 1) % 23] as const);
    const made = await withGenotypePlanes(ctx, X, (planes) => planes.counts(pairs));
    expect(made).toEqual(pairs.map(([i, l]) => countsOf(X, i, l)));
    const all = await withGenotypePlanes(ctx, X, (planes) => planes.above(-1e9, -1e9));
    expect(all).toHaveLength((23 * 22) / 2);
    expect(all.every((one) => JSON.stringify(one) === JSON.stringify(countsOf(X, one.i, one.l)))).toBe(true);
    const single = await createExecutor(1);
    const again = await withGenotypePlanes(testContext(undefined, single), X, (planes) => planes.above(-1e9, -1e9));
    await single.close();
    expect(again).toEqual(all);
  });

  test('more pairs than one call has room for come back all the same', async () => {
    const X = createMatrix(500, 64);
    const stream = randomKey(4).stream();
    for (let at = 0; at < X.data.length; at++) X.data[at] = stream.below(3);
    const all = await withGenotypePlanes(ctx, X, (planes) => planes.above(-1e9, -1e9));
    expect(all).toHaveLength((500 * 499) / 2);
    expect(new Set(all.map(({ i, l }) => i * 500 + l)).size).toBe(all.length);
  });

  test('give the kinship of the paper: worked by hand on eight SNPs', () => {
    // i: 1 1 1 0 2 1 0 2; l: 1 1 0 1 0 2 0 2 → both het 2, het/hom 2 (3rd, 6th), hom/het 1 (4th), opposite 1 (5th).
    const X = matrixFromRows([
      [1, 1, 1, 0, 2, 1, 0, 2],
      [1, 1, 0, 1, 0, 2, 0, 2],
    ]);
    const counts = countsOf(X, 0, 1);
    expect(counts).toMatchObject({ bothHet: 2, hetHom: 2, homHet: 1, opposite: 1 });
    // Eq. 11: (2 − 2·1)/(2·3) + ½ − ¼(4 + 3)/3
    expect(kinshipFromCounts(counts)).toBeCloseTo((2 - 2) / 6 + 0.5 - 7 / 12, 15);
  });
});

describe('kinship of simulated families', () => {
  test.each([0, 0.02])('is unbiased for every relation, %d of the genotypes missing', async (missing) => {
    const none = { unrelated: 0, trios: 0, siblings: 0, halfSiblings: 0, avuncular: 0, cousins: 0 };
    const size = { ...none, snps: 4000, missing };
    for (const kind of ['twice', 'siblings', 'halfSiblings', 'avuncular', 'cousins'] as const) {
      const made = simulateFamilies({ ...size, [kind]: 60, random: randomKey(11) });
      const at = new Map(made.genotypes.ids.map((id, i) => [id, i]));
      const values = made.truth.map(({ samples }) =>
        kinshipFromCounts(countsOf(made.genotypes.matrix, at.get(samples[0])!, at.get(samples[1])!)),
      );
      const mean = values.reduce((a, b) => a + b, 0) / values.length;
      const sd = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1));
      // The smaller of two heterozygote counts lies below their mean: a bias of a fraction of one standard error, as the paper says.
      expect(Math.abs(mean - made.truth[0]!.kinship), kind).toBeLessThan(4 * (sd / Math.sqrt(60)) + 0.006);
    }
  });

  test('strangers spread as the standard error says', async () => {
    const { genotypes } = simulateFamilies({ ...STRANGERS, snps: 2000, unrelated: 150, random: randomKey(5) });
    const found = await relatives(ctx, genotypes.matrix);
    const values = await withGenotypePlanes(ctx, genotypes.matrix, async (planes) =>
      (await planes.above(-1e9, -1e9)).map(kinshipFromCounts),
    );
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const sd = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
    expect(values).toHaveLength(11175);
    expect((sd * found.inflation) / found.standardError).toBeGreaterThan(0.9);
    expect((sd * found.inflation) / found.standardError).toBeLessThan(1.05);
    expect(found.inflation).toBeLessThan(1.1);
  });
});

const STRANGERS = { unrelated: 400, trios: 0, siblings: 0, halfSiblings: 0, avuncular: 0, cousins: 0 };
const FAMILIES = { unrelated: 300, trios: 15, siblings: 30, halfSiblings: 30, avuncular: 30, cousins: 30, twice: 10 };

/** Shares of the true relatives found, by kinship, and how many strangers were. */
async function foundIn(options: Omit<FamilyOptions, 'random'>, seed: number) {
  const made = simulateFamilies({ ...options, random: randomKey(seed) });
  const found = await relatives(ctx, made.genotypes.matrix);
  const key = (a: string, b: string) => [a, b].sort().join(' ');
  const { ids } = made.genotypes;
  const called = new Set(found.pairs.map(({ i, l }) => key(ids[i]!, ids[l]!)));
  const true_ = new Map(made.truth.map(({ samples, kinship }) => [key(...samples), kinship]));
  const share = (kinship: number) => {
    const asked = [...true_].filter(([, value]) => value === kinship);
    return asked.filter(([pair]) => called.has(pair)).length / asked.length;
  };
  return { ...found, share, strangers: [...called].filter((pair) => !true_.has(pair)).length };
}

describe('relatives are found', () => {
  test('to the second degree with 5,000 SNPs, in one population and in four, and no strangers', async () => {
    for (const populations of [1, 4]) {
      const found = await foundIn({ ...FAMILIES, snps: 5000, populations }, 21);
      expect(found.share(0.5)).toBe(1);
      expect(found.share(0.25)).toBe(1);
      expect(found.share(0.125)).toBeGreaterThanOrEqual(0.95);
      expect(found.strangers).toBe(0);
      expect(found.reach).toBeGreaterThanOrEqual(2);
    }
  });

  test('to the third degree with 30,000 SNPs', async () => {
    const found = await foundIn({ ...FAMILIES, unrelated: 60, snps: 30_000 }, 22);
    expect(found.reach).toBe(3);
    expect(found.threshold).toBeCloseTo(2 ** -4.5, 12);
    expect(found.share(0.0625)).toBeGreaterThanOrEqual(0.9);
    expect(found.strangers).toBe(0);
  });

  test('with errors and missing genotypes', async () => {
    const found = await foundIn({ ...FAMILIES, snps: 5000, error: 0.005, missing: 0.05 }, 23);
    expect(found.share(0.25)).toBe(1);
    expect(found.share(0.125)).toBeGreaterThanOrEqual(0.9);
    expect(found.strangers).toBe(0);
  });

  test('and people of mixed descent are not all relatives', async () => {
    const found = await foundIn(
      { ...FAMILIES, unrelated: 100, admixed: 200, snps: 5000, populations: 3, fst: 0.15 },
      24,
    );
    expect(found.strangers).toBe(0);
    expect(found.share(0.25)).toBe(1);
  });

  test('a hundred SNPs tell next to nothing, and it says so', async () => {
    const found = await foundIn({ ...FAMILIES, snps: 120 }, 25);
    expect(found.strangers).toBe(0);
    expect(found.reach).toBeLessThanOrEqual(0);
    expect(found.threshold).toBeGreaterThan(0.25);
  });

  test('linked SNPs count for less: every SNP ten times makes no relatives of strangers', async () => {
    const { genotypes } = simulateFamilies({ ...STRANGERS, snps: 300, random: randomKey(26) });
    const { matrix } = genotypes;
    const X = createMatrix(400, 3000);
    for (let j = 0; j < 3000; j++) X.data.set(matrix.data.subarray((j % 300) * 400, ((j % 300) + 1) * 400), j * 400);
    const [once, tenfold] = [await relatives(ctx, matrix), await relatives(ctx, X)];
    expect(once.pairs).toEqual([]);
    expect(tenfold.pairs).toEqual([]);
    // √10 = 3.16
    expect(tenfold.inflation).toBeGreaterThan(2.8);
    expect(tenfold.inflation).toBeLessThan(3.7);
    expect(tenfold.threshold / once.threshold).toBeGreaterThan(0.8);
  });

  test('nobody, nobody heterozygous', async () => {
    expect((await relatives(ctx, createMatrix(0, 5))).pairs).toEqual([]);
    expect((await relatives(ctx, createMatrix(1, 5))).pairs).toEqual([]);
    expect(await relatives(ctx, createMatrix(4, 5))).toMatchObject({ pairs: [], reach: -1 });
  });
});

function countsOf(X: Matrix, i: number, l: number) {
  const counts = { i, l, bothHet: 0, hetHom: 0, homHet: 0, opposite: 0 };
  for (let j = 0; j < X.nCols; j++) {
    const a = Math.round(X.data[j * X.nRows + i]!);
    const b = Math.round(X.data[j * X.nRows + l]!);
    if (Number.isNaN(a) || Number.isNaN(b)) continue;
    if (a === 1 && b === 1) counts.bothHet++;
    else if (a === 1) counts.hetHom++;
    else if (b === 1) counts.homHet++;
    else if (a !== b) counts.opposite++;
  }
  return counts;
}

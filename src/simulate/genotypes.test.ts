import { expect, test } from 'vitest';
import { randomKey } from '../base/random.ts';
import { textValues } from '../table/annotations.ts';
import { columnOf, takeRows } from '../table/matrix.ts';
import { simulateGenotypes } from './genotypes.ts';

const none = { trios: 0, siblings: 0, halfSiblings: 0, avuncular: 0, cousins: 0 };

/** F_ST of two groups of samples, a ratio of sums over variants: Hudson's estimator, Bhatia et al. 2013, Genome Research 23: 1514, eq. 10. */
function hudson(a: readonly Float32Array[], b: readonly Float32Array[]): number {
  const frequency = (column: Float32Array) => {
    const known = column.filter((x) => !Number.isNaN(x));
    return { f: known.reduce((sum, x) => sum + x, 0) / (2 * known.length), m: 2 * known.length };
  };
  let [between, all] = [0, 0];
  a.forEach((column, j) => {
    const [x, y] = [frequency(column), frequency(b[j]!)];
    between += (x.f - y.f) ** 2 - (x.f * (1 - x.f)) / (x.m - 1) - (y.f * (1 - y.f)) / (y.m - 1);
    all += x.f * (1 - y.f) + y.f * (1 - x.f);
  });
  return between / all;
}

test.each([1, 10])('F_ST of two populations is the one asked for, in blocks of %i', (block) => {
  const options = { ...none, snps: 6000, unrelated: 200, populations: 2, block, fst: 0.05, random: randomKey(2) };
  const { genotypes, sheet } = simulateGenotypes(options);
  const population = textValues(sheet.columns[0]!);
  const of = (name: string) => {
    const rows = population.flatMap((one, i) => (one === name ? i : []));
    const X = takeRows(genotypes.matrix, rows);
    return Array.from({ length: X.nCols }, (_, j) => columnOf(X, j));
  };
  // Standard error of the estimate over 6,000 variants is about 0.001.
  expect(Math.abs(hudson(of('POP1'), of('POP2')) - 0.05)).toBeLessThan(0.004);
});

test('neighbours of a block are linked, those of two blocks are not, and frequencies are kept', () => {
  const options = { ...none, snps: 2000, unrelated: 300, populations: 1, missing: 0, random: randomKey(3) };
  const { genotypes, variants, frequencies } = simulateGenotypes({ ...options, chromosomes: 2, block: 10 });
  const r2 = (j: number) => {
    const [x, y] = [columnOf(genotypes.matrix, j), columnOf(genotypes.matrix, j + 2)];
    const mean = (v: Float32Array) => v.reduce((sum, value) => sum + value, 0) / v.length;
    const [a, b] = [mean(x), mean(y)];
    let [xy, xx, yy] = [0, 0, 0];
    x.forEach((value, i) => {
      xy += (value - a) * (y[i]! - b);
      xx += (value - a) ** 2;
      yy += (y[i]! - b) ** 2;
    });
    return (xy * xy) / (xx * yy);
  };
  const average = (first: number) => {
    const values = Array.from({ length: 100 }, (_, k) => r2(first + 10 * k)).filter((value) => !Number.isNaN(value));
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  expect(average(3)).toBeGreaterThan(0.2);
  expect(average(8)).toBeLessThan(0.01);
  const off = frequencies[0]!.map((f, j) =>
    Math.abs(columnOf(genotypes.matrix, j).reduce((a, b) => a + b, 0) / 600 - f),
  );
  expect(off.reduce((a, b) => a + b, 0) / off.length).toBeLessThan(0.02);
  expect(textValues(variants.columns[0]!).slice(999, 1001)).toEqual(['1', '2']);
});

test('relatives keep their kinship where SNPs are linked', () => {
  const { genotypes, truth } = simulateGenotypes({
    ...{ ...none, snps: 20_000, unrelated: 0, siblings: 12, cousins: 12, populations: 1, missing: 0 },
    random: randomKey(6),
  });
  const dense = Array.from({ length: genotypes.matrix.nCols }, (_, j) => columnOf(genotypes.matrix, j));
  const place = new Map(genotypes.ids.map((id, i) => [id, i]));
  const found = new Map<string, number[]>();
  for (const { samples, kind } of truth) {
    const [i, l] = samples.map((id) => place.get(id)!) as [number, number];
    let [squares, first, second] = [0, 0, 0];
    for (const column of dense) {
      squares += (column[i]! - column[l]!) ** 2;
      first += Number(column[i] === 1);
      second += Number(column[l] === 1);
    }
    found.set(kind, [...(found.get(kind) ?? []), 0.5 - squares / (4 * Math.min(first, second))]);
  }
  const mean = (kind: string) => found.get(kind)!.reduce((a, b) => a + b, 0) / found.get(kind)!.length;
  expect(Math.abs(mean('siblings') - 0.25)).toBeLessThan(0.03);
  expect(Math.abs(mean('cousins') - 0.0625)).toBeLessThan(0.03);
});

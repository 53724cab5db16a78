import { afterAll, beforeAll, expect, test } from 'vitest';
import { testContext } from '../../test/support/blocks.ts';
import type { Executor } from '../base/context.ts';
import { randomKey } from '../base/random.ts';
import { createExecutor } from '../kernels/executor.node.ts';
import { simulateFamilies } from '../simulate/families.ts';
import { textValues } from '../table/annotations.ts';
import { type Block, takeBlockRows } from '../table/block.ts';
import { genotypeMatrix } from '../table/matrix.ts';
import { pack } from '../table/packed.ts';
import { fitPipeline } from './pipeline.ts';
import { createStep, parseStep } from './step.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(2);
});
afterAll(() => executor.close());

/** Three populations; every variant `copies` times over, as complete linkage makes of it. */
function cohort(snps: number, copies: number): { block: Block; population: readonly (string | null)[] } {
  const { genotypes, sheet } = simulateFamilies({
    ...{ snps, unrelated: 240, trios: 0, siblings: 0, halfSiblings: 0, avuncular: 0, cousins: 0 },
    ...{ populations: 3, fst: 0.02, missing: 0.01, random: randomKey(4) },
  });
  const { nRows, nCols, data } = genotypes.matrix;
  const all = new Float32Array(nRows * nCols * copies);
  for (let c = 0; c < copies; c++) all.set(data, c * data.length);
  const packed = pack(all, nRows, nCols * copies)!;
  const features = Array.from({ length: nCols * copies }, (_, j) => `v${j}`);
  return {
    block: { ...genotypes, features, matrix: genotypeMatrix(nRows, packed) },
    population: textValues(sheet.columns[0]!),
  };
}

/** Σ test mean · training mean / Σ training mean² over populations, for one component: 1 where new samples lie among those of training. */
function ratio(train: Block, test: Block, population: readonly (string | null)[], rows: number[][], c: number): number {
  const means = (block: Block, own: number[]) => {
    const sums = new Map<string, [number, number]>();
    own.forEach((row, i) => {
      const [sum, count] = sums.get(population[row]!) ?? [0, 0];
      sums.set(population[row]!, [sum + block.matrix.data[c * own.length + i]!, count + 1]);
    });
    return [...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, [sum, count]]) => sum / count);
  };
  const [a, b] = [means(train, rows[0]!), means(test, rows[1]!)];
  const dot = (x: number[], y: number[]) => x.reduce((sum, value, k) => sum + value * y[k]!, 0);
  return dot(a, b) / dot(a, a);
}

test.each([
  ['unlinked variants', 6000, 1],
  ['linked variants, five of a kind', 1500, 5],
])('%s: projected samples lie where training samples of their population do', async (_, snps, copies) => {
  const { block, population } = cohort(snps, copies);
  const every = Array.from({ length: block.ids.length }, (_row, i) => i);
  const rows = [every.filter((i) => i % 3 !== 0), every.filter((i) => i % 3 === 0)];
  const project = async (correct: boolean) => {
    const transform = await createStep(parseStep({ 'genotype-pca': { count: 2, correct } }, 'test'));
    const { fitted, prepared } = await fitPipeline(
      takeBlockRows(block, rows[0]!),
      null,
      [{ transform }],
      testContext(undefined, executor),
    );
    const test = fitted.apply(takeBlockRows(block, rows[1]!));
    return [0, 1].map((c) => ratio(prepared, test, population, rows, c));
  };
  const [plain, corrected] = [await project(false), await project(true)];
  for (const value of plain) expect(value).toBeLessThan(0.8);
  for (const value of corrected) expect(Math.abs(value - 1)).toBeLessThan(0.1);
});

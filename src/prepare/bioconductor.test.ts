import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { blockOf, rowOf, testContext } from '../../test/support/blocks.ts';
import type { Block } from '../table/block.ts';
import type { Resources } from '../table/contract.ts';
import type { Target } from '../table/target.ts';
import { createStep, parseStep } from './step.ts';

type Rows = (number | null)[][];
interface Golden {
  versions: Record<string, string>;
  counts: number[][];
  newCounts: number[][];
  lengths: number[];
  sizeFactors: number[];
  newSizeFactors: number[];
  upperQuartile: number[];
  fpkm: number[][];
  quantile: Record<string, { X: Rows; out: Rows }>;
  combat: { batch: string[]; shipped: number[][] } & Record<
    'complete' | 'missing' | 'constant',
    { X: Rows; out: Rows }
  >;
  cox: { times: number[]; events: number[]; X: number[][]; score: number[]; missing: Rows; scoreMissing: number[] };
}
const path = new URL('../../test/golden/bioconductor.json', import.meta.url);
const golden: Golden = JSON.parse(readFileSync(path, 'utf8'));
const { versions } = golden;

const table = (rows: Rows, batch?: readonly string[]): Block => ({
  ...blockOf(rows.map((row) => row.map((x) => x ?? Number.NaN))),
  ...(batch ? { annotations: [{ name: 'batch', type: 'text', values: batch }] } : {}),
});
const learn = async (entry: unknown, block: Block, resources: Resources = {}) =>
  (await createStep(parseStep(entry, 'test'), resources)).fit(block, null, testContext());
const rowsOf = (block: Block) => block.ids.map((_, i) => rowOf(block, i));

/** The largest |got − expected| / max(1, |expected|); what is missing must be missing in both. */
function largestDifference(got: readonly number[][], expected: Rows): number {
  let largest = 0;
  expected.forEach((row, i) => {
    row.forEach((want, j) => {
      const x = got[i]![j]!;
      if (want === null) expect(x).toBeNaN();
      else largest = Math.max(largest, Math.abs(x - want) / Math.max(1, Math.abs(want)));
    });
  });
  return largest;
}

describe(`against DESeq2 ${versions.DESeq2}`, () => {
  // DESeq2 brings size factors against given means to a geometric mean of 1 over the new samples: a row would depend on the others.
  it('median-of-ratios: the size factors of training rows agree to 1e-6, those of new rows up to one factor', async () => {
    const fitted = await learn('median-of-ratios', table(golden.counts));
    const divided = (rows: number[][], sizes: number[]) => rows.map((row, i) => row.map((x) => x / sizes[i]!));
    const train = rowsOf(fitted.apply(table(golden.counts)));
    expect(largestDifference(train, divided(golden.counts, golden.sizeFactors))).toBeLessThan(1e-6);
    const fresh = rowsOf(fitted.apply(table(golden.newCounts)));
    const factor = (fresh[0]![0]! * golden.newSizeFactors[0]!) / golden.newCounts[0]![0]!;
    const sizes = golden.newSizeFactors.map((size) => size / factor);
    expect(largestDifference(fresh, divided(golden.newCounts, sizes))).toBeLessThan(1e-6);
  });
});

describe(`against edgeR ${versions.edgeR}`, () => {
  it('upper-quartile: the scale of the samples agrees to 1e-6 up to one factor', async () => {
    const train = rowsOf((await learn('upper-quartile', table(golden.counts))).apply(table(golden.counts)));
    const factor = (train[0]![0]! * golden.upperQuartile[0]!) / golden.counts[0]![0]!;
    const expected = golden.counts.map((row, i) => row.map((x) => (x / golden.upperQuartile[i]!) * factor));
    expect(largestDifference(train, expected)).toBeLessThan(1e-6);
  });

  it('fpkm agrees to 1e-6', async () => {
    const lengths = new Map(golden.lengths.map((bases, j) => [`g${j}`, bases]));
    const fitted = await learn({ fpkm: 'lengths.tsv' }, table(golden.counts), { lengths });
    expect(largestDifference(rowsOf(fitted.apply(table(golden.counts))), golden.fpkm)).toBeLessThan(1e-6);
  });
});

describe(`against limma ${versions.limma}`, () => {
  it.each(['complete', 'tied', 'missing'])('quantile agrees to 1e-6: %s', async (name) => {
    const { X, out } = golden.quantile[name]!;
    expect(largestDifference(rowsOf((await learn('quantile', table(X))).apply(table(X))), out)).toBeLessThan(1e-6);
  });
});

describe(`against sva ${versions.sva}`, () => {
  const { batch, shipped } = golden.combat;

  it.each(['complete', 'missing', 'constant'] as const)(
    'combat agrees to 2e-6 when sva iterates to the end: %s',
    async (name) => {
      const { X, out } = golden.combat[name];
      const fitted = await learn('combat', table(X, batch));
      expect(largestDifference(rowsOf(fitted.apply(table(X, batch))), out)).toBeLessThan(2e-6);
    },
  );

  it('combat agrees to 1e-3 with sva as shipped, which stops at a change of 1e-4', async () => {
    const { X } = golden.combat.complete;
    const fitted = await learn('combat', table(X, batch));
    expect(largestDifference(rowsOf(fitted.apply(table(X, batch))), shipped)).toBeLessThan(1e-3);
  });
});

describe(`against survival ${versions.survival}`, () => {
  const { times, events, X, score, missing, scoreMissing } = golden.cox;
  const target: Target = { task: 'survival', times: Float64Array.from(times), events: Uint8Array.from(events) };

  it('anova-f on survival: the Cox score statistic of every feature agrees to 1e-6, tied times and missing values too', async () => {
    const { selection } = await createStep(parseStep('anova-f', 'test'));
    expect(largestDifference([Array.from(selection!.score(table(X), target))], [score])).toBeLessThan(1e-6);
    expect(largestDifference([Array.from(selection!.score(table(missing), target))], [scoreMissing])).toBeLessThan(
      1e-6,
    );
  });
});

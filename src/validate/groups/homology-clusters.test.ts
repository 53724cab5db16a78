import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testContext } from '../../../test/support/blocks.ts';
import { groupCohort } from '../../../test/support/group-cohort.ts';
import type { Context, Executor } from '../../base/context.ts';
import { ParamError } from '../../base/errors.ts';
import { randomKey } from '../../base/random.ts';
import { createExecutor } from '../../kernels/executor.node.ts';
import { simulateSequenceFamilies } from '../../simulate/sequence-families.ts';
import { BAND, bandedAlignment } from './banded-alignment.ts';
import { encodeDna, looksLikeDna, reverseComplement } from './dna.ts';
import { homology } from './homology.ts';
import { homologyClusters } from './homology-clusters.ts';
import { GAP, MATCH, MISMATCH, scoreLaw } from './sequence-score.ts';

let executor: Executor;
let ctx: Context;
beforeAll(async () => {
  executor = await createExecutor(1);
  ctx = testContext(undefined, executor);
});
afterAll(() => executor.close());

const randomDna = (length: number, seed: number) => {
  const stream = randomKey(seed).at('dna').stream();
  return Array.from({ length }, () => 'ACGT'[stream.below(4)]).join('');
};

describe('the band', () => {
  test.each([1, 2, 3, 4, 5, 6])('holds the best local alignment of the whole matrix, seed %d', (seed) => {
    const { sequences } = simulateSequenceFamilies({
      ...{ families: 1, members: 2, length: 90, divergence: 0.25, indels: 0.02, random: randomKey(seed) },
    });
    const [a, b] = sequences.map(encodeDna) as [Uint8Array, Uint8Array];
    expect(Math.abs(a.length - b.length)).toBeLessThan(BAND);
    expect(bandedAlignment(a, b, 0).score).toBe(wholeMatrix(a, b));
  });

  test('counts equal letters; an unknown letter equals nothing', () => {
    const a = encodeDna('ACGTACGTAC');
    expect(bandedAlignment(a, a, 0)).toEqual({ score: 50, matches: 10 });
    expect(bandedAlignment(encodeDna('ACGTNCGTAC'), encodeDna('ACGTNCGTAC'), 0)).toEqual({ score: 41, matches: 9 });
    expect(bandedAlignment(encodeDna('TTTTACGTACGTAC'), a, -4)).toEqual({ score: 50, matches: 10 });
  });
});

test('the other strand is read backwards', () => {
  const decode = (codes: Uint8Array) => Array.from(codes, (code) => 'ACGTN'[code]).join('');
  expect(decode(reverseComplement(encodeDna('AACGNT')))).toBe('ANCGTT');
  expect(decode(encodeDna('acgu-R'))).toBe('ACGTNN');
});

test('λ solves its equation: published for blastn 5/−4, and larger scores by chance where letters are uneven', () => {
  expect(scoreLaw([encodeDna('ACGT')]).lambda).toBeCloseTo(0.192, 3);
  expect(scoreLaw([encodeDna('AATTAATTACGT')]).lambda).toBeLessThan(0.15);
});

/** Pairs put together: what share of the true ones, and what share of those put together are true. */
function agreement(truth: Int32Array, clusters: Int32Array) {
  let both = 0;
  let family = 0;
  let cluster = 0;
  for (let l = 1; l < truth.length; l++) {
    for (let i = 0; i < l; i++) {
      const [t, c] = [truth[i] === truth[l], clusters[i] === clusters[l]];
      family += Number(t);
      cluster += Number(c);
      both += Number(t && c);
    }
  }
  return { recall: both / family, precision: cluster === 0 ? 1 : both / cluster };
}

describe('families are found', () => {
  const shape = { families: 30, members: 8, length: 300 };
  test.each([
    [0.05, 0, 0, 1],
    [0.2, 0.01, 0.5, 1],
    [0.3, 0.01, 0.5, 0.95],
    [0.4, 0.005, 0.5, 0.8],
  ])(
    'at divergence %d, indels %d, %d on the other strand: recall at least %d, nothing false',
    async (divergence, indels, reversed, least) => {
      const made = simulateSequenceFamilies({ ...shape, divergence, indels, reversed, random: randomKey(31) });
      const { clusters } = await homologyClusters(ctx, made.sequences);
      const { recall, precision } = agreement(made.families, clusters);
      expect(recall).toBeGreaterThanOrEqual(least);
      expect(precision).toBe(1);
    },
  );

  test('not strangers, however the letters are made up', async () => {
    const stream = randomKey(32).stream();
    for (const letters of ['ACGT', 'AAATTTCG', 'GGGCCCAT']) {
      const sequences = Array.from({ length: 600 }, () =>
        Array.from({ length: 150 }, () => letters[stream.below(letters.length)]).join(''),
      );
      const { clusters } = await homologyClusters(ctx, sequences);
      expect(new Set(clusters).size, letters).toBe(600);
    }
  });

  test('an identity of 0.9 parts what 0.5 keeps together', async () => {
    const made = simulateSequenceFamilies({ ...shape, divergence: 0.25, random: randomKey(33) });
    const strict = await homologyClusters(ctx, made.sequences, { identity: 0.9 });
    const loose = await homologyClusters(ctx, made.sequences, { identity: 0.5 });
    expect(new Set(strict.clusters).size).toBe(240);
    expect(new Set(loose.clusters).size).toBe(30);
  });
});

describe('homologyClusters', () => {
  test('puts equal sequences together, whatever strand, case and length; unknown letters equal nothing', async () => {
    const short = randomDna(22, 1);
    const turned = Array.from(reverseComplement(encodeDna(short)), (code) => 'ACGT'[code]).join('');
    const many = Array.from({ length: 300 }, (_, i) => randomDna(22, 100 + i));
    const { clusters, identical } = await homologyClusters(ctx, [
      short,
      turned,
      short.toLowerCase(),
      'N'.repeat(22),
      'N'.repeat(22),
      ...many,
    ]);
    expect([...clusters.slice(0, 5)]).toEqual([0, 0, 0, 1, 2]);
    expect(identical).toBe(2);
    expect(new Set(clusters).size).toBe(303);
  });

  test('a family of a thousand whose words are everywhere is still one', async () => {
    const made = simulateSequenceFamilies({
      families: 1,
      members: 1000,
      length: 120,
      divergence: 0.1,
      random: randomKey(34),
    });
    expect(new Set((await homologyClusters(ctx, made.sequences)).clusters).size).toBe(1);
  });

  test('repeats of few letters are no homology', async () => {
    const stream = randomKey(35).stream();
    const flank = () => Array.from({ length: 100 }, () => 'ACGT'[stream.below(4)]).join('');
    const sequences = Array.from({ length: 60 }, () => `${flank()}${'CA'.repeat(15)}${flank()}`);
    expect(new Set((await homologyClusters(ctx, sequences)).clusters).size).toBe(60);
  });

  test('says what identity short sequences need to stand out', async () => {
    const sequences = Array.from({ length: 500 }, (_, i) => randomDna(60, 500 + i));
    const { leastIdentity, leastScore } = await homologyClusters(ctx, sequences);
    expect(leastIdentity).toBeCloseTo((leastScore / 60 + 4) / 9, 12);
    expect(leastIdentity).toBeGreaterThan(0.6);
    expect((await homologyClusters(ctx, [randomDna(5000, 1), randomDna(5000, 2)])).leastIdentity).toBe(0.5);
  });

  test('none, one, an identity out of range', async () => {
    expect((await homologyClusters(ctx, [])).clusters).toHaveLength(0);
    expect([...(await homologyClusters(ctx, ['ACGT'])).clusters]).toEqual([0]);
    await expect(homologyClusters(ctx, ['ACGT'], { identity: 0 })).rejects.toThrow(ParamError);
  });
});

test('a text column of DNA is found and grouped; one of words, or of short codes, is not', async () => {
  const made = simulateSequenceFamilies({
    families: 4,
    members: 3,
    length: 200,
    divergence: 0.1,
    random: randomKey(36),
  });
  const words = made.sequences.map(() => 'a sentence of more than twenty letters');
  const cohort = groupCohort({
    columns: { notes: words, barcode: made.sequences.map((s) => s.slice(0, 12)), sequence: made.sequences },
  });
  const found = await homology.find(cohort, ctx);
  expect(found.map(({ source }) => source)).toEqual(['homology']);
  expect(found[0]!.evidence).toContain("12 sequences of column 'sequence' fall into 4 clusters");
  expect(await homology.find({ ...cohort, homology: 'off' }, ctx)).toEqual([]);
  expect(looksLikeDna([made.sequences[0]!, null])).toBe(false);
});

/** Smith–Waterman without a band, kept apart from the code under test. */
function wholeMatrix(a: Uint8Array, b: Uint8Array): number {
  let best = 0;
  let before = new Array<number>(b.length + 1).fill(0);
  for (let i = 1; i <= a.length; i++) {
    const row = [0];
    for (let j = 1; j <= b.length; j++) {
      const step = a[i - 1] === b[j - 1] ? MATCH : MISMATCH;
      row.push(Math.max(0, before[j - 1]! + step, before[j]! - GAP, row[j - 1]! - GAP));
      best = Math.max(best, row[j]!);
    }
    before = row;
  }
  return best;
}

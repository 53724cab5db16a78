import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testContext } from '../../test/support/blocks.ts';
import type { Executor } from '../base/context.ts';
import { NotFoundError, ParamError } from '../base/errors.ts';
import { randomKey } from '../base/random.ts';
import { alignmentScores } from './alignment-scores.ts';
import { type AlignmentScoring, alignmentCodes, alignmentScoring } from './alignment-scoring.ts';
import { createExecutor } from './executor.node.ts';

const executors: Executor[] = [];
beforeAll(async () => {
  for (const threads of [1, 3]) executors.push(await createExecutor(threads));
});
afterAll(() => Promise.all(executors.map((executor) => executor.close())));
const context = (e = 0) => testContext(undefined, executors[e]!);

const draws = randomKey(4).stream();
const drawn = (letters: string, length: number) =>
  Array.from({ length }, () => letters[draws.below(letters.length)]!).join('');

/** The definition: gaps of every length in every cell, no state of a gap carried along. Cost O(n³). */
function plain(a: string, b: string, scoring: AlignmentScoring, local: boolean): number {
  const [x, y] = [alignmentCodes(scoring, a), alignmentCodes(scoring, b)];
  const gap = (l: number) => scoring.gapOpen + (l - 1) * scoring.gapExtend;
  const cells = Array.from({ length: a.length + 1 }, () => new Float64Array(b.length + 1));
  let top = 0;
  for (let i = 0; i <= a.length; i++) {
    for (let j = 0; j <= b.length; j++) {
      let best = (i === 0 && j === 0) || local ? 0 : -Infinity;
      if (i > 0 && j > 0) {
        best = Math.max(best, cells[i - 1]![j - 1]! + scoring.scores[x[i - 1]! * scoring.letters.length + y[j - 1]!]!);
      }
      for (let l = 1; l <= i; l++) best = Math.max(best, cells[i - l]![j]! - gap(l));
      for (let l = 1; l <= j; l++) best = Math.max(best, cells[i]![j - l]! - gap(l));
      cells[i]![j] = best;
      top = Math.max(top, best);
    }
  }
  return local ? top : cells[a.length]![b.length]!;
}

const scorings = {
  dna: alignmentScoring(),
  'cheap gaps': alignmentScoring({ gapOpen: 3, gapExtend: 1 }),
  BLOSUM62: alignmentScoring({ scores: 'BLOSUM62' }),
  // Beyond 16 bits: four lanes of 32.
  large: { ...alignmentScoring({ match: 127, mismatch: -127, gapOpen: 1000, gapExtend: 900 }) },
};
const lengths = [0, 1, 2, 9, 17, 30, 31, 8, 5, 40, 3];
test.each(Object.entries(scorings))('%s: every score is that of the definition', async (_, scoring) => {
  const letters = scoring.letters.length === 5 ? 'ACGTNu' : `${scoring.letters}u`;
  const a = lengths.map((length) => drawn(letters, length));
  const b = [...a.slice(3, 8).map((sequence) => `${sequence.slice(4)}${drawn(letters, 3)}`), '', ...a.slice(2)];
  for (const mode of ['local', 'global'] as const) {
    const scores = await alignmentScores(context(), a, b, { mode, scoring });
    expect([...scores]).toEqual(a.flatMap((x) => b.map((y) => plain(x, y, scoring, mode === 'local'))));
    expect(await alignmentScores(context(1), a, b, { mode, scoring })).toEqual(scores);
  }
});

test('scores of 32 bits are those of the definition where 16 would not do', async () => {
  const a = [drawn('ACGT', 300)];
  const scoring = scorings.large;
  const b = [a[0]!, a[0]!.slice(0, 290), drawn('ACGT', 280)];
  const scores = await alignmentScores(context(), a, b, { mode: 'global', scoring });
  expect(scores[0]).toBe(300 * 127);
  expect(scores[0]).toBeGreaterThan(32_767);
  expect([...scores]).toEqual(b.map((y) => plain(a[0]!, y, scoring, false)));
});

interface Golden {
  readonly cases: readonly {
    readonly scores: 'dna' | 'BLOSUM62' | 'PAM250';
    readonly mode: 'local' | 'global';
    readonly gapOpen: number;
    readonly gapExtend: number;
    readonly a: readonly string[];
    readonly b: readonly string[];
    readonly all: readonly number[];
  }[];
}
const golden: Golden = JSON.parse(readFileSync(new URL('../../test/golden/alignment.json', import.meta.url), 'utf8'));
test.each(golden.cases)('$scores, $mode, gaps $gapOpen and $gapExtend: as Biopython', async ({ a, b, all, ...one }) => {
  const scores = await alignmentScores(context(), a, b, { mode: one.mode, scoring: alignmentScoring(one) });
  expect([...scores]).toEqual(all);
});

test('an alignment of many sequences is that of each; none gives nothing', async () => {
  const a = Array.from({ length: 70 }, (_, i) => drawn('ACGT', 1 + i));
  const all = await alignmentScores(context(1), a, a);
  for (const [i, l] of [
    [3, 69],
    [40, 41],
    [69, 69],
  ] as const) {
    expect((await alignmentScores(context(), [a[i]!], [a[l]!]))[0]).toBe(all[70 * i + l]);
    expect(all[70 * i + l]).toBe(all[70 * l + i]);
  }
  expect((await alignmentScores(context(), [], a)).length).toBe(0);
});

test('refuses scores that do not exist or are no whole numbers in range', () => {
  expect(() => alignmentScoring({ scores: 'BLOSUM99' as 'PAM250' })).toThrow(NotFoundError);
  for (const wrong of [{ match: 0 }, { mismatch: 0.5 }, { gapOpen: 2, gapExtend: 3 }, { match: 128 }]) {
    expect(() => alignmentScoring(wrong)).toThrow(ParamError);
  }
});

import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { randomKey } from '../base/random.ts';
import { alignmentCodes, alignmentScoring } from '../kernels/alignment-scoring.ts';
import { type Alignment, alignment } from './alignment.ts';

interface Golden {
  readonly cases: readonly {
    readonly scores: 'dna' | 'BLOSUM62' | 'PAM250';
    readonly mode: 'local' | 'global';
    readonly gapOpen: number;
    readonly gapExtend: number;
    readonly a: readonly string[];
    readonly b: readonly string[];
    readonly all: readonly number[];
    readonly paths: readonly [string, string, readonly (readonly (readonly [number, number])[])[]][];
  }[];
}
const golden: Golden = JSON.parse(readFileSync(new URL('../../test/golden/alignment.json', import.meta.url), 'utf8'));

/** Stretches without gaps, as Biopython names them. */
function stretches({ a, b, aStart0, bStart0 }: Alignment) {
  const [left, right]: [number[][], number[][]] = [[], []];
  let [i, j, open] = [aStart0, bStart0, false];
  for (let at = 0; at < a.length; at++) {
    const [x, y] = [a[at] !== '-', b[at] !== '-'];
    if (x && y && !open) {
      left.push([i, i]);
      right.push([j, j]);
    }
    open = x && y;
    i += Number(x);
    j += Number(y);
    if (open) {
      left.at(-1)![1] = i;
      right.at(-1)![1] = j;
    }
  }
  return [left, right];
}

test.each(golden.cases)(
  '$scores, $mode, gaps $gapOpen and $gapExtend: scores and single best paths of Biopython',
  (one) => {
    const { a, b, all, paths, mode } = one;
    const scoring = alignmentScoring(one);
    for (const [i, x] of a.entries()) expect(alignment(x, b[i]!, { mode, scoring }).score).toBe(all[i * b.length + i]);
    for (const [x, y, wanted] of paths) expect(stretches(alignment(x, y, { mode, scoring }))).toEqual(wanted);
  },
);

test.each(['local', 'global'] as const)('%s: the columns are worth the score, and are the letters', (mode) => {
  const draws = randomKey(9).stream();
  const drawn = (length: number) => Array.from({ length }, () => 'ACGTN'[draws.below(5)]!).join('');
  const scoring = alignmentScoring({ gapOpen: 5, gapExtend: 1 });
  for (let turn = 0; turn < 50; turn++) {
    const [x, y] = [drawn(turn), drawn(draws.below(40))];
    const found = alignment(x, y, { mode, scoring });
    expect(found.a.replaceAll('-', '')).toBe(x.slice(found.aStart0, found.aEnd0));
    expect(found.b.replaceAll('-', '')).toBe(y.slice(found.bStart0, found.bEnd0));
    const [left, right] = [alignmentCodes(scoring, found.a), alignmentCodes(scoring, found.b)];
    let [score, before] = [0, ''];
    for (let at = 0; at < found.a.length; at++) {
      const now = found.a[at] === '-' ? 'a' : found.b[at] === '-' ? 'b' : '';
      score += now === '' ? scoring.scores[left[at]! * 5 + right[at]!]! : now === before ? -1 : -5;
      before = now;
    }
    expect(score).toBe(found.score);
  }
});

test('says where and how alike; unknown letters equal nothing', () => {
  expect(alignment('TTTTACGTACGT', 'GGACGTNCGT')).toMatchObject({
    ...{ score: 31, a: 'ACGTACGT', b: 'ACGTNCGT', identity: 7 / 8 },
    ...{ aStart0: 4, aEnd0: 12, bStart0: 2, bEnd0: 10 },
  });
  expect(alignment('ACGT', 'ACT', { mode: 'global' })).toMatchObject({
    a: 'ACGT',
    b: 'AC-T',
    score: -1,
    identity: 0.75,
  });
  expect(alignment('', 'A')).toMatchObject({ score: 0, a: '', identity: Number.NaN });
});

import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rowOf, testContext } from '../../test/support/blocks.ts';
import type { Executor } from '../base/context.ts';
import { DataError, ParamError } from '../base/errors.ts';
import { randomKey } from '../base/random.ts';
import { alignmentScores } from '../kernels/alignment-scores.ts';
import { alignmentScoring } from '../kernels/alignment-scoring.ts';
import { createExecutor } from '../kernels/executor.node.ts';
import type { Block } from '../table/block.ts';
import { createMatrix } from '../table/matrix.ts';
import { kMerCounts } from './k-mers.ts';
import { createStep, parseStep } from './step.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(1);
});
afterAll(() => executor.close());

const PROTEIN = 'ACDEFGHIKLMNPQRSTVWY';
function block(sequences: readonly string[], letters = 'ACGT'): Block {
  const length = Math.max(...sequences.map((sequence) => sequence.length));
  const matrix = createMatrix(sequences.length, length);
  matrix.data.fill(Number.NaN);
  sequences.forEach((sequence, i) => {
    [...sequence].forEach((letter, j) => {
      if (letters.includes(letter)) matrix.data[j * sequences.length + i] = letters.indexOf(letter);
    });
  });
  const features = Array.from({ length }, (_, j) => `pos${j + 1}`);
  const ids = sequences.map((_, i) => `s${i}`);
  return { name: 'dna', kind: 'sequence', ids, features, matrix, levels: features.map(() => [...letters]) };
}
async function run(step: unknown, rows: Block, fitOn = rows): Promise<Block> {
  const transform = await createStep(parseStep(step, 'test'));
  return (await transform.fit(fitOn, null, testContext(undefined, executor))).apply(rows);
}
const texts = ({ matrix, levels, ids }: Block) =>
  ids.map((_, i) =>
    Array.from({ length: matrix.nCols }, (_, j) => levels![j]![matrix.data[j * matrix.nRows + i]!] ?? '-')
      .join('')
      .replace(/-+$/, ''),
  );

const draws = randomKey(12).stream();
const drawn = (letters: string, length: number) =>
  Array.from({ length }, () => letters[draws.below(letters.length)]!).join('');

describe('words within mismatches', () => {
  const apart = (a: string, b: string) => [...a].filter((letter, at) => letter !== b[at]).length;
  const complement = (word: string) =>
    [...word]
      .reverse()
      .map((letter) => 'TGCA'['ACGT'.indexOf(letter)])
      .join('');
  const windows = (text: string, k: number) =>
    Array.from({ length: Math.max(0, text.length - k + 1) }, (_, at) => text.slice(at, at + k)).filter(
      (word) => !word.includes('N'),
    );
  const dna = [drawn('ACGTN', 40), drawn('ACGT', 25), 'ACG', drawn('ACGTN', 60), 'NNNNNN'];
  test.each([
    [1, 0],
    [2, 1],
    [3, 1],
    [4, 2],
    [5, 3],
  ])('k = %d, m = %d: as counted over all words, both strands or one, and their inner products the kernel', (k, m) => {
    for (const canonical of [false, true]) {
      const { features, matrix } = kMerCounts(
        dna.map((_, i) => `${i}`),
        dna,
        { k, mismatches: m, canonical },
      );
      features.forEach((word, j) => {
        const forms = canonical ? [...new Set([word, complement(word)])] : [word];
        const wanted = dna.map((text) =>
          windows(text, k).reduce((n, own) => n + forms.filter((form) => apart(own, form) <= m).length, 0),
        );
        expect([...matrix.data.subarray(j * dna.length, (j + 1) * dna.length)]).toEqual(wanted);
      });
    }
  });

  test('the normalised kernel of every sequence with itself is 1; shares add up to 1', async () => {
    for (const k of [2, 6]) {
      const unit = await run({ 'k-mers': { k, mismatches: 1, scale: 'unit' } }, block(dna));
      const share = await run({ 'k-mers': { k, scale: 'share' } }, block(dna));
      dna.forEach((text, i) => {
        const own = windows(text, k).length > 0 ? 1 : 0;
        expect(rowOf(unit, i).reduce((sum, x) => sum + x * x, 0)).toBeCloseTo(own, 5);
        expect(rowOf(share, i).reduce((sum, x) => sum + x, 0)).toBeCloseTo(own, 5);
      });
    }
  });

  test('of protein: words of amino acids, whatever the order in which a block lists them', async () => {
    const proteins = [drawn(PROTEIN.replace('N', ''), 30), drawn(PROTEIN.replace('N', ''), 12), 'WW'];
    const counted = await run({ 'k-mers': 2 }, block(proteins, PROTEIN));
    expect(counted.features.length).toBe(400);
    expect(rowOf(counted, 2)[counted.features.indexOf('WW')]).toBe(1);
    proteins.forEach((text, i) => {
      counted.features.forEach((word, j) => {
        expect(rowOf(counted, i)[j]).toBe(windows(text, 2).filter((own) => own === word).length);
      });
    });
    const other = block(proteins, [...PROTEIN].reverse().join(''));
    expect(await run({ 'k-mers': 2 }, other, block(proteins, PROTEIN))).toEqual(counted);
  });

  test('refuses words that are too many, and more mismatches than letters', async () => {
    await expect(run({ 'k-mers': 5 }, block(['ACDEFGH'], PROTEIN))).rejects.toThrow(ParamError);
    await expect(run({ 'k-mers': { k: 2, mismatches: 2 } }, block(['ACGT']))).rejects.toThrow(/below k, got 2/);
    await expect(run('translate', block(['ACDEFGH'], PROTEIN))).rejects.toThrow(DataError);
  });
});

interface Golden {
  readonly sequences: readonly {
    readonly sequence: string;
    readonly 'reverse complement': string;
    readonly gc: number;
    readonly frames: Readonly<Record<string, string>>;
  }[];
}
const golden: Golden = JSON.parse(readFileSync(new URL('../../test/golden/sequences.json', import.meta.url), 'utf8'));
describe('as Biopython', () => {
  const rows = block(golden.sequences.map(({ sequence }) => sequence));
  test('the other strand, and back', async () => {
    const turned = await run('reverse-complement', rows);
    expect(texts(turned)).toEqual(golden.sequences.map((one) => one['reverse complement']));
    expect(texts(await run('reverse-complement', turned))).toEqual(texts(rows));
  });

  test('the share of G and C, whole and in parts', async () => {
    const { matrix } = await run('gc-content', rows);
    for (const [i, { gc }] of golden.sequences.entries()) expect(matrix.data[i]).toBeCloseTo(gc, 6);
    const parts = await run({ 'gc-content': 2 }, block(['GGCCATAA', 'GC', 'NNNN']));
    expect([rowOf(parts, 0), rowOf(parts, 1), rowOf(parts, 2)]).toEqual([
      [1, 0],
      [1, 1],
      [0.5, 0.5],
    ]);
  });

  test.each(['+1', '+2', '+3', '-1', '-2', '-3'])('translation, frame %s', async (frame) => {
    const wanted = golden.sequences.map(({ frames }) => frames[frame]!);
    expect(texts(await run({ translate: frame }, rows))).toEqual(wanted);
  });

  test('six frames one after another, a gap between two', async () => {
    const [first] = texts(await run({ translate: 'all six' }, rows));
    expect(first).toBe(Object.values(golden.sequences[0]!.frames).join('-'));
    const two = block(['ATGNAATAA']);
    expect(texts(await run('translate', two))).toEqual(['M-*']);
  });
});

test('the smaller strand is the same of a sequence and of its other strand', async () => {
  const one = block(Array.from({ length: 20 }, () => drawn('ACGT', 15)));
  const other = await run('reverse-complement', one);
  const small = texts(await run({ 'reverse-complement': 'smaller' }, one));
  expect(texts(await run({ 'reverse-complement': 'smaller' }, other))).toEqual(small);
  for (const [i, text] of small.entries()) expect([texts(one)[i], texts(other)[i]].sort()[0]).toBe(text);
});

test.each(['ACGT', PROTEIN])(
  'alignment scores in %s are those of the kernel over the root of the own ones',
  async (letters) => {
    const train = Array.from({ length: 12 }, (_, i) => drawn(letters, 20 + i));
    const rows = [train[3]!.slice(2, 15), drawn(letters, 31), ...train];
    const scored = await run(
      { 'alignment-scores': 5 },
      block(rows, letters),
      block([...train, drawn(letters, 31)], letters),
    );
    expect(scored.features.length).toBe(5);
    const wanted = scored.features.map((name) => train[Number(name.replace('like:s', ''))]!);
    const options = { scoring: alignmentScoring({ scores: letters === PROTEIN ? 'BLOSUM62' : 'dna' }) };
    const ctx = testContext(undefined, executor);
    const scores = await alignmentScores(ctx, rows, wanted, options);
    const own = async (list: readonly string[]) =>
      Promise.all(list.map(async (text) => (await alignmentScores(ctx, [text], [text], options))[0]!));
    const [a, b] = [await own(rows), await own(wanted)];
    rows.forEach((_, i) => {
      wanted.forEach((_, l) => {
        expect(rowOf(scored, i)[l]).toBeCloseTo(scores[5 * i + l]! / Math.sqrt(a[i]! * b[l]!), 6);
      });
    });
  },
);

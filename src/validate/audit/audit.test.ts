import { describe, expect, test } from 'vitest';
import { blockOf, randomRows, testContext } from '../../../test/support/blocks.ts';
import type { ClassTarget, Target } from '../../table/target.ts';
import { duplicateLabels } from './duplicate-labels.ts';
import { duplicateSamples } from './duplicate-samples.ts';
import { type DuplicatePair, findDuplicates } from './duplicates.ts';
import { groupOverlap } from './group-overlap.ts';
import { type AuditFacts, auditInput } from './input.ts';
import { targetInFeatures } from './target-in-features.ts';

/** What rules are told of a block; whatever is not given is nothing out of the ordinary. */
const about = (facts: Partial<AuditFacts> & { readonly target: Target; readonly ids: readonly string[] }) =>
  auditInput(
    { annotations: { ids: facts.ids, columns: [] }, blocks: [], groups: Int32Array.from(facts.ids.keys()), ...facts },
    testContext(),
  );

const target = (codes: readonly number[]): ClassTarget => ({
  task: 'classification',
  classes: ['a', 'b', 'c'].slice(0, Math.max(...codes) + 1),
  codes: Int32Array.from(codes),
});

describe('duplicates', () => {
  /** Row 5 is row 1, row 7 is row 2 but for one value. */
  const rows = () => {
    const made = randomRows(10, 60);
    made[5] = [...made[1]!];
    made[7] = made[2]!.with(3, made[2]![3]! + 1);
    return made;
  };
  /** Correlations as asked: 1 on the diagonal. */
  const gram = (n: number, pairs: readonly (readonly [number, number, number])[]) => {
    const out = Float64Array.from({ length: n * n }, (_, at) => (at % n === Math.floor(at / n) ? 1 : 0));
    for (const [i, l, r] of pairs) out[i * n + l] = out[l * n + i] = r;
    return out;
  };

  test('are pairs of 0.95 and more, strongest first; identical only when every value is', () => {
    const found = findDuplicates(
      blockOf(rows()),
      gram(10, [
        [1, 5, 1],
        [2, 7, 0.99999],
        [3, 4, 0.95],
        [6, 8, 0.9499],
      ]),
      60,
    );
    expect(found).toEqual([
      { i: 1, l: 5, correlation: 1, identical: true },
      { i: 2, l: 7, correlation: 0.99999, identical: false },
      { i: 3, l: 4, correlation: 0.95, identical: false },
    ]);
  });

  test('missing in the same places counts as the same', () => {
    const made = rows();
    made[1]![4] = made[5]![4] = Number.NaN;
    expect(findDuplicates(blockOf(made), gram(10, [[1, 5, 1]]), 60)[0]!.identical).toBe(true);
    made[5]![4] = 0;
    expect(findDuplicates(blockOf(made), gram(10, [[1, 5, 1]]), 60)[0]!.identical).toBe(false);
  });

  test('are not looked for among fewer than 50 features or 3 samples, nor found where a sample is constant', () => {
    expect(findDuplicates(blockOf(rows()), gram(10, [[1, 5, 1]]), 49)).toEqual([]);
    expect(findDuplicates(blockOf(rows().slice(0, 2)), gram(2, [[0, 1, 1]]), 60)).toEqual([]);
    const flat = gram(10, []);
    flat[11] = flat[55] = 0;
    expect(findDuplicates(blockOf(rows()), flat, 60)).toEqual([]);
  });

  const pair = (i: number, l: number, identical: boolean): DuplicatePair => ({
    i,
    l,
    identical,
    correlation: identical ? 1 : 0.97,
  });
  test.each([
    ['none', [], ['pass', 'pass']],
    ['one label', [pair(0, 2, true)], ['warn', 'pass']],
    ['nearly identical under two labels', [pair(0, 1, false)], ['warn', 'warn']],
    ['identical under two labels', [pair(0, 1, true)], ['warn', 'fail']],
  ])('%s: what the two rules say', async (_, pairs, statuses) => {
    const input = about({ pairs, ids: ['s0', 's1', 's2', 's3'], target: target([0, 1, 0, 1]) });
    const findings = await Promise.all(
      [duplicateSamples, duplicateLabels].map((rule) => rule.run(input, testContext())),
    );
    expect(findings.flat().map(({ rule }) => rule)).toEqual(['duplicate-samples', 'duplicate-labels']);
    expect(findings.flat().map(({ status }) => status)).toEqual(statuses);
  });
});

describe('groups', () => {
  const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
  const groups = Int32Array.of(0, 1, 1, 2, 2, 2);
  const said = async (more: Partial<AuditFacts>) => {
    const facts = { ids, groups, target: target([0, 1, 0, 1, 0, 1]), ...more };
    return (await groupOverlap.run(about(facts), testContext()))[0]!;
  };

  test('who come back are counted', async () => {
    const { message, evidence } = await said({});
    expect(message).toBe('5 samples belong to 2 groups of 2 or more');
    expect(evidence).toEqual({ samples: 6 });
  });

  test('on both sides of a split fail, and are named; on one side they pass', async () => {
    const split = (test: readonly number[]) => [
      [{ test: Int32Array.from(test), train: Int32Array.from([...ids.keys()].filter((i) => !test.includes(i))) }],
    ];
    expect(await said({ splits: split([3, 4, 5]) })).toMatchObject({ status: 'pass' });
    expect(await said({ splits: split([0, 1, 5]) })).toMatchObject({
      status: 'fail',
      message: expect.stringContaining('2 groups of samples that belong together'),
      evidence: { parted: 2 },
    });
  });
});

describe('a feature that is the target', () => {
  const codes = [0, 1, 2, 0, 1, 2, 0];
  const ids = codes.map((_, i) => `s${i}`);
  const look = async (truth: Target, ...columns: readonly (readonly number[])[]) => {
    const blocks = [blockOf(ids.map((_, i) => columns.map((column) => column[i]!)))];
    return (await targetInFeatures.run(about({ ids, blocks, target: truth }), testContext()))[0]!;
  };
  const classes = target(codes);

  test.each([
    ['in the same order', codes],
    ['relabelled', codes.map((code) => [7.5, -2, 0][code]!)],
    ['with missing for one class', codes.map((code) => [1, 2, Number.NaN][code]!)],
  ])('is found: %s', async (_, column) => {
    const { status, evidence } = await look(
      classes,
      column,
      codes.map((_, i) => i),
    );
    expect([status, evidence]).toEqual(['fail', { features: ['test:g0'], expectedByChance: 0.00952 }]);
  });

  test.each([
    ['one value differs', codes.with(3, 1)],
    ['two classes share a value', codes.map((code) => Math.min(code, 1))],
    ['a class has two values', codes.map((code, i) => (i === 6 ? 9 : code))],
    ['constant', codes.map(() => 1)],
    ['different everywhere', codes.map((_, i) => i)],
  ])('is not: %s', async (_, column) => {
    expect((await look(classes, column)).status).toBe('pass');
  });

  test('among many features of the same shape and few samples it is no proof: 3!·2!·2!·2/7! of 5 such features by chance', async () => {
    const sameShape = [0, 1, 2, 3].map((k) => codes.map((_, i) => codes[(i + k + 1) % 7]!));
    const found = await look(classes, codes, ...sameShape);
    expect(found).toMatchObject({ status: 'warn', evidence: { expectedByChance: 0.0476 } });
  });

  test('of numbers is one that puts the samples in their order, rising or falling, equal where they are', async () => {
    const values = [3, 1, 4, 1.5, 9, 2.6, 5.3, 5.3, 5.8, 9.7];
    const numbers: Target = { task: 'regression', values: Float64Array.from(values) };
    const longer = values.map((_, i) => `s${i}`);
    const status = async (column: readonly number[]) => {
      const blocks = [blockOf(column.map((value) => [value]))];
      const [finding] = await targetInFeatures.run(about({ ids: longer, blocks, target: numbers }), testContext());
      return finding!.status;
    };
    expect(await status(values.map((value) => 20 - 3 * value))).toBe('fail');
    expect(await status(values.map((value) => value * value))).toBe('fail');
    expect(await status(values.with(7, 5.4))).toBe('pass'); // of two equal numbers one differs
    expect(await status(values.with(0, 4.5))).toBe('pass');
    expect(await status(values.with(0, Number.NaN))).toBe('pass');
  });
});

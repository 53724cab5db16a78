import { expect, test } from 'vitest';
import { knownGroups, knownGroupsInWords } from './known-groups.ts';

const column = (name: string, values: (string | null)[]) => ({ name, type: 'text', values }) as const;
const repeated = (k: number, n: number) => Array.from({ length: n }, (_, i) => `v${i % k}`);
const annotations = (...columns: ReturnType<typeof column>[]) => ({
  ids: Array.from({ length: columns[0]!.values.length }, (_, i) => `s${i}`),
  columns,
});

test('a text column of 2 to 50 groups is compared with, its values in alphabetical order, missing ones −1', () => {
  const [found] = knownGroups(annotations(column('stage', ['b', null, 'a', 'b', 'a'])), new Set());
  expect(found).toEqual({ column: 'stage', names: ['a', 'b'], codes: Int32Array.of(1, -1, 0, 1, 0) });
  const sheet = annotations(column('two', repeated(2, 200)), column('fifty', repeated(50, 200)));
  expect(knownGroups(sheet, new Set()).map(({ column }) => column)).toEqual(['two', 'fifty']);
});

test('one value, more than 50, names of single samples, numbers and features are not', () => {
  const sheet = annotations(column('one', repeated(1, 200)), column('many', repeated(51, 200)));
  expect(knownGroups(sheet, new Set())).toEqual([]);
  expect(knownGroups(annotations(column('patient', repeated(20, 30))), new Set())).toEqual([]);
  expect(knownGroups(annotations(column('sex', repeated(2, 30))), new Set(['sex']))).toEqual([]);
  const age = { name: 'age', type: 'number', values: Float64Array.of(1, 1, 2, 2) } as const;
  expect(knownGroups({ ids: ['a', 'b', 'c', 'd'], columns: [age] }, new Set())).toEqual([]);
});

test('what is compared is said, or that nothing is', () => {
  const found = knownGroups(annotations(column('stage', repeated(3, 30))), new Set());
  expect(knownGroupsInWords(found)).toBe(
    "clusters are compared with 'stage' (3 groups), which take no part in finding them",
  );
  expect(knownGroupsInWords([])).toMatch(/compared with nothing/);
});

import { expect, test } from 'vitest';
import { DataError } from '../base/errors.ts';
import { joinIds } from './join-ids.ts';

test('pairs are in the order of the first list, what has no partner is returned', () => {
  const joined = joinIds(['c', 'a', 'x', 'b'], ['a', 'b', 'c', 'y']);
  expect(joined.shared).toEqual([
    [0, 2],
    [1, 0],
    [3, 1],
  ]);
  expect([joined.onlyFirst, joined.onlySecond]).toEqual([[2], [3]]);
});

test('ids that differ in case, separators or a suffix are suggested', () => {
  const pairs = [
    ['TCGA-A1-A0SB-01A', 'TCGA-A1-A0SB'],
    ['tcga-a2-a04p', 'TCGA-A2-A04P'],
    ['TCGA.A7.A13F', 'TCGA-A7-A13F'],
    ['X12_b', '12-B'],
    ['patient-017', 'pateint-017'],
  ] as const;
  const decoys = ['TCGA-A1-A0SD', 'TCGA-A2-A04Q', 'TCGA-A7-A13G', '13-B', 'patient-900'];
  for (const [first, second] of pairs) {
    expect(joinIds(['same', first], ['same', ...decoys, second]).nearest).toContainEqual({
      id: first,
      nearest: second,
    });
  }
});

test('at most five suggestions', () => {
  const ids = Array.from({ length: 20 }, (_, i) => `S-${i}`);
  expect(joinIds(['same', ...ids], ['same', ...ids.map((id) => id.toLowerCase())]).nearest).toHaveLength(5);
});

test('no shared id is a DataError with examples of both sides', () => {
  const act = () => joinIds(['TCGA-1-A', 'TCGA-2-A'], ['TCGA-1', 'TCGA-2'], { first: 'x.tsv', second: 'sheet.csv' });
  expect(act).toThrow(DataError);
  expect(act).toThrow(
    "x.tsv and sheet.csv: shared ids expected, got none among 2 ('TCGA-1-A', 'TCGA-2-A') and 2 ('TCGA-1'",
  );
  expect(act).toThrow("is 'TCGA-1-A' the same as 'TCGA-1'?");
});

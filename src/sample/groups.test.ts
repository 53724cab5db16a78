import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ShapeError } from '../base/errors.ts';
import { countGroups, denseCodes, groupsFrom } from './groups.ts';

describe('groupsFrom', () => {
  test('shared labels link; codes are in order of first appearance', () => {
    expect([...groupsFrom([['b', 'a', 'b', 'c']], 4)]).toEqual([0, 1, 0, 2]);
  });

  test('a missing label is a group of its own, and does not link two samples that miss it', () => {
    expect([...groupsFrom([[null, 'a', null, 'a']], 4)]).toEqual([0, 1, 2, 1]);
  });

  test('several columns and pairs chain together', () => {
    const patient = ['p1', 'p1', 'p2', 'p3', 'p4'];
    const family = [null, 'f1', 'f1', null, null];
    expect([...groupsFrom([patient, family], 5)]).toEqual([0, 0, 0, 1, 2]);
    expect([...groupsFrom([patient, family], 5, [[4, 0]])]).toEqual([0, 0, 0, 1, 0]);
  });

  test('without columns or pairs every sample is alone', () => {
    expect([...groupsFrom([], 3)]).toEqual([0, 1, 2]);
  });

  test('a column of another length or a pair outside the samples is a ShapeError', () => {
    expect(() => groupsFrom([['a']], 2)).toThrow(ShapeError);
    expect(() => groupsFrom([], 2, [[0, 2]])).toThrow('a pair must link samples 0 … 1, got 2');
  });

  test('two samples share a group exactly when a chain of pairs joins them', () => {
    const cases = fc
      .integer({ min: 1, max: 12 })
      .chain((n) =>
        fc.tuple(
          fc.constant(n),
          fc.array(fc.tuple(fc.integer({ min: 0, max: n - 1 }), fc.integer({ min: 0, max: n - 1 })), { maxLength: 10 }),
        ),
      );
    fc.assert(
      fc.property(cases, ([n, pairs]) => {
        const groups = groupsFrom([], n, pairs);
        // Reachability by relaxation: another algorithm for the same relation.
        const label = Array.from({ length: n }, (_, i) => i);
        for (let round = 0; round < n; round++) {
          for (const [i, j] of pairs) label[i] = label[j] = Math.min(label[i]!, label[j]!);
        }
        for (let i = 0; i < n; i++) {
          for (let j = 0; j < n; j++) expect(groups[i] === groups[j]).toBe(label[i] === label[j]);
        }
        expect([...denseCodes(groups)]).toEqual([...groups]);
        expect(countGroups(groups)).toBe(new Set(label).size);
      }),
    );
  });
});

import { expect, test } from 'vitest';
import { blockOf, randomRows } from '../../../test/support/blocks.ts';
import type { Block } from '../../table/block.ts';
import { requireSameUnit, unitOf } from './same-unit.ts';

const rows = randomRows(20, 30);
const as = (kind: Block['kind'], value: (x: number) => number): Block => ({
  ...blockOf(rows.map((row) => row.map(value))),
  kind,
});
const raw = as('expression', (x) => 8 * x);
const logs = as('expression', (x) => Math.log2(x));

test('raw values and logarithms are told apart, fractions and M values, and few values or other kinds are not judged', () => {
  expect([raw, logs].map((block) => unitOf(block)?.unit)).toEqual(['raw', 'logarithmic']);
  const beta = as('methylation', (x) => x / 300);
  const m = as('methylation', (x) => Math.log2(x / 300 / (1 - x / 300)));
  expect([beta, m].map((block) => unitOf(block)?.unit)).toEqual(['fraction', 'unbounded']);
  expect(unitOf(as('clinical', (x) => x))).toBeUndefined();
  expect(unitOf({ ...blockOf(rows.slice(0, 3)), kind: 'expression' })).toBeUndefined();
});

test('two blocks that disagree are refused with the evidence', () => {
  expect(() => requireSameUnit('raw', raw, 'b.tsv')).not.toThrow();
  expect(() => requireSameUnit(undefined, logs, 'b.tsv')).not.toThrow();
  expect(() => requireSameUnit('raw', logs, 'b.tsv')).toThrow(
    /^b\.tsv: block 'test' was learned from raw values, got logarithms or scores \(the values look like .* median is .*\); bring both files to one unit/,
  );
});

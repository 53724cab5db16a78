import { expect, test } from 'vitest';
import { NotFoundError } from '../../base/errors.ts';
import { matchNames } from './match-names.ts';

const names = ['TP53_rnaseq', 'BRCA1_rnaseq', 'TP53_cnv', 'age', 'a.b', 'axb', 'stage (pT)', 'odd*name'];
const match = (...patterns: string[]) => matchNames(patterns, names, 'columns');

test.each([
  ['a name', ['age'], ['age']],
  ['names, in the order of the table and once each', ['age', 'TP53_cnv', 'age'], ['TP53_cnv', 'age']],
  ['* for any run', ['*_rnaseq'], ['TP53_rnaseq', 'BRCA1_rnaseq']],
  ['* in the middle', ['TP*q'], ['TP53_rnaseq']],
  ['? for one character', ['a?b'], ['a.b', 'axb']],
  ['a point is a point', ['a.b'], ['a.b']],
  ['a point beside a glob is a point', ['a.*'], ['a.b']],
  ['brackets are brackets', ['stage (pT)'], ['stage (pT)']],
  ['a name that has a * itself', ['odd*name'], ['odd*name']],
  ['everything', ['*'], names],
])('picks %s', (_, patterns, expected) => {
  expect(match(...patterns)).toEqual(expected);
});

test('a pattern must match the whole name', () => {
  expect(() => match('TP53')).toThrow(NotFoundError);
});

test('a pattern that picks nothing is an error with the nearest name, even beside others that do', () => {
  expect(() => match('*', 'agee')).toThrow("columns: no column matches 'agee'; did you mean 'age'?");
  expect(() => match('*_protein_abundance')).toThrow("no column matches '*_protein_abundance'; there are 8 columns");
});

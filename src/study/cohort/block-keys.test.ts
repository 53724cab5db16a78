import { expect, test } from 'vitest';
import { DataError } from '../../base/errors.ts';
import { parseStudy } from '../file/parse-study.ts';
import { idsInBlock } from './block-keys.ts';

const annotations = {
  ids: ['l1|a', 'l1|b', 'l2|a'],
  columns: [
    { name: 'line', type: 'text', values: ['l1', 'l1', 'l2'] },
    { name: 'aliquot', type: 'text', values: ['x', null, 'y'] },
  ],
} as const;
const study = (more: string) =>
  parseStudy(
    `cistron: 1\nsamples: { file: s.tsv, id: pair, target: y${more.startsWith('group') ? `, ${more}` : ''} }\nblocks: { b: { file: b.tsv, kind: numeric, key: line } }\n${more.startsWith('validate') ? more : ''}`,
    'study.yaml',
  );

test('a key names the samples in the block, and those without one are in no block', () => {
  expect(idsInBlock({ key: 'aliquot' }, annotations, study(''))).toEqual(['x', '', 'y']);
  expect(idsInBlock({}, annotations, study(''))).toBe(annotations.ids);
});

test('samples share a key only where the study keeps them together', () => {
  const act = (more: string) => () => idsInBlock({ key: 'line' }, annotations, study(more));
  expect(act('')).toThrow(DataError);
  expect(act('')).toThrow(/got 'l1' in column 'line' twice.*samples\.group: line/s);
  expect(act('group: line')()).toEqual(['l1', 'l1', 'l2']);
  expect(act('validate: { pairs: { rows: line, columns: drug, hold-out: columns } }')()).toEqual(['l1', 'l1', 'l2']);
});

import { expect, test } from 'vitest';
import { blockOf } from '../../../test/support/blocks.ts';
import { columnOf } from '../../table/matrix.ts';
import { matchBarcodes } from './barcode-ids.ts';

const block = (ids: readonly string[]) => ({ ...blockOf(ids.map((_, i) => [i])), name: 'rna', ids });
const joined = (sheet: readonly string[], ids: readonly string[]) => {
  const found = matchBarcodes(sheet, block(ids));
  return (
    found && {
      ...Object.fromEntries(found.block.ids.map((id, i) => [id, columnOf(found.block.matrix, 0)[i]])),
      left: found.left,
    }
  );
};

test('aliquots stand for patients: tumours before others, the lower type first, of one type the last barcode, never normal tissue', () => {
  expect(
    joined(
      ['TCGA-AA-0001', 'TCGA-AA-0002', 'TCGA-AA-0003', 'TCGA-AA-0009'],
      [
        ...['TCGA-AA-0001-11A-11R-1723-07', 'TCGA-AA-0001-01A-11R-1723-07', 'TCGA-AA-0001-06A-11R-1723-07'],
        ...['TCGA-AA-0002-01A-11R-1723-07', 'TCGA-AA-0002-01B-11R-1723-07', 'TCGA-AA-0003-11A-11R-1723-07'],
        'TCGA-AA-0007-01A-11R-1723-07',
      ],
    ),
  ).toEqual({ 'TCGA-AA-0001': 1, 'TCGA-AA-0002': 4, left: 4 });
});

test('of samples it is their type that the sheet says, and it may be normal tissue', () => {
  expect(joined(['TCGA-AA-0001-01', 'TCGA-AA-0001-11'], ['TCGA-AA-0001-01A', 'TCGA-AA-0001-11A'])).toEqual({
    ...{ 'TCGA-AA-0001-01': 0, 'TCGA-AA-0001-11': 1 },
    left: 0,
  });
});

test('nothing is done where ids are shared, are no barcodes, go no further or name nobody', () => {
  expect(joined(['TCGA-AA-0001'], ['TCGA-AA-0001', 'TCGA-AA-0001-01A'])).toBeUndefined();
  expect(joined(['P1'], ['TCGA-AA-0001-01A'])).toBeUndefined();
  expect(joined(['TCGA-AA-0001-01A'], ['TCGA-AA-0001'])).toBeUndefined();
  expect(joined(['TCGA-AA-0001'], ['TCGA-AA-0002-01A'])).toBeUndefined();
});

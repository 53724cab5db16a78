import { expect, test } from 'vitest';
import { testContext } from '../../../test/support/blocks.ts';
import { groupCohort } from '../../../test/support/group-cohort.ts';
import { barcodes, patientsFromBarcodes } from './barcodes.ts';

test('a patient is the first three parts of a TCGA barcode, with dashes or points, whatever the case; nothing else is one', () => {
  const ids = [
    'TCGA-A1-A0SB-01A-11R',
    'tcga.a1.a0sb.11',
    'TCGA-A1-A0SB',
    'TCGA-A1-A0SD-01',
    'TCGA-A1-A0SBX-01',
    'S0001',
    'XTCGA-A1-A0SB',
  ];
  expect(patientsFromBarcodes(ids)).toEqual([
    'TCGA-A1-A0SB',
    'TCGA-A1-A0SB',
    'TCGA-A1-A0SB',
    'TCGA-A1-A0SD',
    null,
    null,
    null,
  ]);
});

test.each([
  ['TARGET', 'target-barcode', ['TARGET-20-PABGKN-09A-01R', 'TARGET-20-PABGKN-14A-01R', 'TARGET-20-PABHKY'], [0, 0, 1]],
  [
    'GTEx',
    'gtex-barcode',
    ['GTEX-1117F-0226-SM-5GZZ7', 'GTEX-1117F-0426-SM-5EGHI', 'GTEX-111CU-1826-SM-5GZYN'],
    [0, 0, 1],
  ],
])('%s barcodes name the person too', async (_, source, ids, persons) => {
  const [found, ...more] = await barcodes.find(groupCohort({ ids }), testContext());
  expect(more).toEqual([]);
  expect(found!.source).toBe(source);
  const names = [...new Set(found!.labels)];
  expect(found!.labels!.map((label) => names.indexOf(label))).toEqual(persons);
});

test('a text column of barcodes serves where the ids are none, but not one that holds a few by chance', async () => {
  const ids = ['a', 'b', 'c'];
  const columns = { aliquot: ['TCGA-A1-A0SB-01A', 'TCGA-A1-A0SB-11A', 'TCGA-A1-A0SD-01A'] };
  const [found] = await barcodes.find(groupCohort({ ids, columns }), testContext());
  expect(found).toMatchObject({ source: 'tcga-barcode', labels: ['TCGA-A1-A0SB', 'TCGA-A1-A0SB', 'TCGA-A1-A0SD'] });
  const few = { note: ['see TCGA-A1-A0SB', 'TCGA-A1-A0SB', 'none'] };
  expect(await barcodes.find(groupCohort({ ids, columns: few }), testContext())).toEqual([]);
});

import { describe, expect, test } from 'vitest';
import { failureOf, tableOf } from '../../test/support/tables.ts';
import type { Warning } from '../base/warning.ts';
import { inferIdColumn } from './infer-id-column.ts';
import { inferOrientation } from './infer-orientation.ts';
import { tableToAnnotations } from './table-to-annotations.ts';
import { tableToBlock } from './table-to-block.ts';

const samplesInRows = 'id\tlabel\tg1\tg2\tg3\ns1\tA\t1\t2\tNA\ns2\tB\t3\t4\tNA\ns3\tA\t5\tNA\tNA\n';
const featuresInRows = 'gene\tchr\ts1\ts2\ts3\ng1\t1p\t1\t3\t5\ng2\t2q\t2\t4\tNA\ng3\tX\tNA\tNA\tNA\n';
const options = { name: 'rna', kind: 'expression', rows: 'samples' } as const;

const error = (act: () => unknown) => failureOf(Promise.resolve().then(act));

describe('tableToBlock', () => {
  test('rows of samples and rows of features give the same block', async () => {
    const warnings: Warning[] = [];
    const warn = (warning: Warning) => warnings.push(warning);
    const a = tableToBlock(await tableOf(samplesInRows), { ...options, warn });
    const b = tableToBlock(await tableOf(featuresInRows), { ...options, rows: 'features', warn });
    expect(a).toEqual(b);
    expect(a).toMatchObject({ ids: ['s1', 's2', 's3'], features: ['g1', 'g2', 'g3'], name: 'rna', kind: 'expression' });
    expect([...a.matrix.data]).toEqual([1, 3, 5, 2, 4, Number.NaN, Number.NaN, Number.NaN, Number.NaN]);
    expect(warnings.map((w) => w.code)).toEqual([
      'text-columns-left-out',
      'all-missing-features',
      'text-columns-left-out',
      'all-missing-features',
    ]);
    expect(warnings[0]!.message).toContain("1 text column is left out of the block: 'label'");
    expect(warnings[1]!.message).toContain("1 feature has no value in any sample: 'g3'");
  });

  test('columns are taken in the order asked for, text with sorted levels; excluded ones never', async () => {
    const table = await tableOf(samplesInRows, { exact: ['g2'] });
    const block = tableToBlock(table, { ...options, columns: ['g2', 'label', 'g1'], exclude: ['g1', 'absent'] });
    expect(block.features).toEqual(['g2', 'label']);
    expect(block.levels).toEqual([null, ['A', 'B']]);
    expect([...block.matrix.data]).toEqual([2, 4, Number.NaN, 0, 1, 0]);
    expect((await error(() => tableToBlock(table, { ...options, columns: ['labl'] }))).message).toContain("'label'");
  });

  test('a tall and a wide table have every cell in its place', async () => {
    const [n, p] = [700, 2100];
    const names = Array.from({ length: p }, (_, j) => `g${j}`);
    const lines = Array.from(
      { length: n },
      (_, i) => `s${i}\t${names.map((_g, j) => (i * 131 + j * 17) % 9973).join('\t')}`,
    );
    const table = await tableOf(`id\t${names.join('\t')}\n${lines.join('\n')}`);
    const wide = tableToBlock(table, options);
    const tall = tableToBlock(table, { ...options, rows: 'features' });
    let wrong = 0;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < p; j++) {
        const value = (i * 131 + j * 17) % 9973;
        if (wide.matrix.data[j * n + i] !== value || tall.matrix.data[i * p + j] !== value) wrong++;
      }
    }
    expect(wrong).toBe(0);
  });

  test('repeated sample ids are a DataError with both lines', async () => {
    const table = await tableOf('id\tx\na\t1\nb\t2\na\t3\n');
    const found = await error(() => tableToBlock(table, { ...options, id: 'id' }));
    expect(found.tag).toBe('DataError');
    expect(found.message).toContain(
      "t.tsv:4:1: each sample id in column 'id' must occur once, got 'a' on lines 2 and 4",
    );
  });

  test('an empty sample id is a DataError with its line', async () => {
    const table = await tableOf('id\tx\na\t1\n\t2\n');
    const found = await error(() => tableToBlock(table, { ...options, id: 'id' }));
    expect([found.tag, found.where]).toEqual(['DataError', 't.tsv:3:1']);
  });

  test('repeated feature names in rows are a DataError that names them', async () => {
    const table = await tableOf('gene\ts1\nTP53\t1\nMYC\t2\nTP53\t3\nMYC\t4\n');
    const found = await error(() => tableToBlock(table, { ...options, rows: 'features', id: 'gene' }));
    expect(found.tag).toBe('DataError');
    expect(found.message).toContain("'TP53' on lines 2 and 4, 'MYC' on lines 3 and 5");
  });

  test('no numeric column, text as a sample, and values beyond float32 are DataErrors', async () => {
    const text = await tableOf('id\tx\na\tu\nb\tv\n');
    expect((await error(() => tableToBlock(text, options))).tag).toBe('DataError');
    const table = await tableOf(featuresInRows);
    const asSample = { ...options, rows: 'features', columns: ['chr'] } as const;
    expect((await error(() => tableToBlock(table, asSample))).message).toContain("'chr'");
    const large = await tableOf('id\tx\na\t1\nb\t1e39\n');
    const found = await error(() => tableToBlock(large, options));
    expect(found.message).toContain("feature 'x' of sample 'b'");
  });
});

describe('tableToAnnotations', () => {
  test('types are inferred and missing words are missing', async () => {
    const sheet =
      'patient,age,stage,status\np1,50.5,II,alive\np2,not reported,[Not Available],dead\np3,61,Unknown,--\n';
    const { ids, columns } = tableToAnnotations(await tableOf(sheet));
    expect(ids).toEqual(['p1', 'p2', 'p3']);
    expect(columns).toEqual([
      { name: 'age', type: 'number', values: Float64Array.of(50.5, Number.NaN, 61) },
      { name: 'stage', type: 'text', values: ['II', null, null] },
      { name: 'status', type: 'text', values: ['alive', 'dead', null] },
    ]);
  });

  test('ids and columns can be named; repeated ids are a DataError', async () => {
    const table = await tableOf('patient\tsample\tage\np1\ts1\t50\np1\ts2\t50\n');
    const { ids, columns } = tableToAnnotations(table, { columns: ['age'] });
    expect(ids).toEqual(['s1', 's2']);
    expect(columns.map((column) => column.name)).toEqual(['age']);
    expect((await error(() => tableToAnnotations(table, { id: 'patient' }))).tag).toBe('DataError');
    expect((await error(() => tableToAnnotations(table, { columns: ['agee'] }))).tag).toBe('NotFoundError');
  });
});

describe('inferIdColumn', () => {
  test('it is the first column of unique text, or a first column without name', async () => {
    const found = inferIdColumn(await tableOf('site\tsample\tother\nA\ts1\tu\nA\ts2\tv\n'));
    expect(found).toMatchObject({ index: 1, name: 'sample' });
    expect(found.message).toContain('2 different texts');
    expect(inferIdColumn(await tableOf('\tx\ty\n0\t1\tu\n1\t2\tv\n')).index).toBe(0);
  });

  test('without one it is a NotFoundError that names what comes closest', async () => {
    const numbers = await error(async () => inferIdColumn(await tableOf('id\tx\n1\t1\n2\t2\n')));
    expect(numbers.tag).toBe('NotFoundError');
    expect(numbers.message).toContain(
      "column 'id' has a different number in each row: if these are ids, name it (id: id, or --id id)",
    );
    const repeated = await error(async () => inferIdColumn(await tableOf('s\tsite\na\tu\na\tu\nb\tu\n')));
    expect(repeated.message).toContain("column 's' comes closest with 2 different values");
  });
});

describe('inferOrientation', () => {
  test('sample ids in the first column or in the header, both counts stated', async () => {
    const rows = inferOrientation(await tableOf(samplesInRows), ['s1', 's2', 's9', 'g1']);
    expect(rows).toMatchObject({ rows: 'samples', matched: 2 });
    expect(rows.message).toBe('rows are samples: 2 of 4 sample ids are in the first column and 1 in the header');
    expect(inferOrientation(await tableOf(featuresInRows), ['s1', 's2', 's9'])).toMatchObject({
      rows: 'features',
      matched: 2,
    });
  });

  test('a tie is a DataError, none found shows examples', async () => {
    const tie = await error(async () => inferOrientation(await tableOf(samplesInRows), ['s1', 'g1']));
    expect([tie.tag, tie.hint]).toEqual(['DataError', expect.stringContaining('rows: samples')]);
    const none = await error(async () => inferOrientation(await tableOf(samplesInRows), ['p1']));
    expect(none.message).toMatch(/0 of 1.*'p1'.*'s1', 's2', 's3'.*'label'/);
  });
});

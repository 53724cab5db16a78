import { expect, test } from 'vitest';
import { failureOf } from '../../test/support/tables.ts';
import { inspectFile } from './inspect.ts';
import { memorySource } from './source.ts';

const inspect = (text: string) => inspectFile(memorySource('t.csv', new TextEncoder().encode(text)));

test('a sheet is described as plain JSON', async () => {
  const found = await inspect('id,stage,age,note\na,II,50,x\nb,I,NA,y\nc,II,61.5,\n');
  expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  expect(found).toMatchObject({
    file: 't.csv',
    problems: [],
    table: {
      format: 'delimited',
      compressed: false,
      delimiter: 'comma',
      rows: 3,
      columns: 4,
      id: { column: 'id' },
      textCount: 3,
      numeric: ['age'],
      missing: { cells: 2, share: 2 / 12, columns: 2 },
      values: { count: 2, min: 50, max: 61.5 },
      unit: { guess: 'mixed' },
      firstRows: [
        ['id', 'stage', 'age', 'note'],
        ['a', 'II', '50', 'x'],
        ['b', 'I', null, 'y'],
        ['c', 'II', '61.5', null],
      ],
    },
  });
  expect(found.table!.text[1]).toEqual({
    name: 'stage',
    distinct: 2,
    missing: 0,
    levels: [
      { value: 'II', count: 2 },
      { value: 'I', count: 1 },
    ],
  });
});

const columns = 30;
const table = (value: (i: number, j: number) => number | string) => {
  const row = (cell: (j: number) => number | string) => Array.from({ length: columns }, (_, j) => cell(j)).join(',');
  const rows = Array.from({ length: 40 }, (_, i) => `s${i},${row((j) => value(i, j))}`);
  return inspect(`id,${row((j) => `g${j}`)}\n${rows.join('\n')}`);
};

test.each([
  ['codes (mutations or genotypes)', (i: number, j: number) => (i * j) % 2],
  ['counts', (i: number, j: number) => (i * 37 + j * 11) % 500],
  ['fractions (methylation beta values, proportions)', (i: number, j: number) => ((i * 37 + j * 11) % 97) / 97],
  ['raw intensities or expression units (TPM, FPKM)', (i: number, j: number) => ((i * 37 + j * 11) % 97) * 31.5],
  ['z-scores', (i: number) => (i - 19.5) / 11.54],
  ['logarithms', (i: number, j: number) => 2.5 + ((i * 37 + j * 11) % 97) / 8],
  ['log ratios or centred values', (i: number, j: number) => ((i * 37 + j * 11) % 97) / 40 - 1.5],
])('the unit of %s is recognised', async (guess, value) => {
  expect((await table(value)).table!.unit.guess).toBe(guess);
});

test('problems name what would mislead: repeated ids, empty columns, nearly numeric columns, outliers', async () => {
  const sheet = await inspect('id,x,empty\na,1,NA\na,2,\n');
  expect(sheet.problems).toEqual([
    expect.stringContaining('no id column'),
    expect.stringContaining("'a' on lines 2 and 3"),
    "1 column without any value: 'empty'",
  ]);
  expect(sheet.table!.id).toBeNull();
  const mixed = await inspect(
    `id,age\n${Array.from({ length: 20 }, (_, i) => `s${i},${i === 0 ? '>90' : i}`).join('\n')}`,
  );
  expect(mixed.problems).toEqual(["column 'age' is text only because of 1 of its 20 values, such as '>90'"]);
  const odd = await table((i, j) => (i === 3 && j === 7 ? -36890 : ((i * 37 + j * 11) % 97) / 40 - 1.5));
  expect(odd.problems.join()).toContain("but one in column 'g7' is -36890");
});

test('a broken table is a problem in the answer', async () => {
  const found = await inspect('id,x\na,1,2,3\n');
  expect(found).toEqual({
    file: 't.csv',
    format: null,
    facts: {},
    table: null,
    problems: [expect.stringContaining('t.csv:2: 2 fields expected')],
  });
});

test('a wish to stop is not a problem of the file', async () => {
  const source = memorySource('t.csv', new TextEncoder().encode('id,x\na,1\n'));
  expect((await failureOf(inspectFile(source, { signal: AbortSignal.abort() }))).tag).toBe('CancelledError');
});

test('FASTA is known by its first character and described', async () => {
  const found = await inspect('>a\nACGT\n>b\nAC\n');
  expect(found).toMatchObject({
    table: null,
    fasta: { format: 'fasta', records: 2, alphabet: 'dna', gc: 0.5 },
    problems: [],
  });
  expect(await inspect('>a\n')).toEqual({
    file: 't.csv',
    format: null,
    facts: {},
    table: null,
    problems: [expect.stringContaining('t.csv:1: a record must have a sequence')],
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutSource, failureOf, tableOf, textOf } from '../../../test/support/tables.ts';
import { type Field, writeDelimited } from '../write.ts';
import { MISSING_WORDS } from './missing-words.ts';
import { readTable } from './read-table.ts';

const isWord = (text: string) => Number.isNaN(Number(text)) && !MISSING_WORDS.includes(text.toLowerCase());
const text = fc
  .string({
    unit: fc.constantFrom('a', 'B', 'é', '≥', ' ', '"', ',', ';', '\t', '\n', '\r', "'", '-', '.'),
    maxLength: 8,
  })
  .map((s) => `w${s}`)
  .filter(isWord);
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0),
  fc.integer(),
  fc.float({ noNaN: true, noDefaultInfinity: true }),
);
const orMissing = (values: fc.Arbitrary<Field>) => fc.option(values, { freq: 5 });

const tables = fc
  .record({ types: fc.array(fc.boolean(), { minLength: 1, maxLength: 6 }), nRows: fc.integer({ min: 1, max: 8 }) })
  .chain(({ types, nRows }) =>
    fc.record({
      names: fc.uniqueArray(text, { minLength: types.length + 1, maxLength: types.length + 1 }),
      rows: fc.array(fc.tuple(text, ...types.map((isText) => orMissing(isText ? text : number))), {
        minLength: nRows,
        maxLength: nRows,
      }),
      delimiter: fc.constantFrom('\t' as const, ',' as const, ';' as const),
    }),
  );

test('a table that was written reads back equal, wherever its bytes are cut', async () => {
  await fc.assert(
    fc.asyncProperty(
      tables,
      fc.infiniteStream(fc.integer({ min: 1, max: 9 })),
      async ({ names, rows, delimiter }, sizes) => {
        // The delimiter is sniffed; a tab outside quotes cannot be in the header, and every other delimiter in it is quoted.
        const bytes = new TextEncoder().encode(writeDelimited([names, ...rows], delimiter));
        const table = await readTable(cutSource(bytes, () => sizes.next().value));
        const read = rows.map((_, i) =>
          table.columns.map((column, j) => {
            const cell = table.textAt(i, j);
            return cell !== null && column.type === 'number' ? table.numbers(j)[i]! : cell;
          }),
        );
        expect(table.columns.map((column) => column.name)).toEqual(names);
        expect(read).toEqual(rows.map((row) => row.map((field) => (Object.is(field, -0) ? 0 : field))));
      },
    ),
    { numRuns: 200 },
  );
});

const soup = fc.string({
  unit: fc.constantFrom('a', '1', '2', '.', '-', 'e', '"', ',', ',', ',', '\n', '\n', '\r', '\r\n', ' ', 'é'),
  maxLength: 60,
});

test('any bytes give the same table or the same error, wherever they are cut', async () => {
  const outcome = async (bytes: Uint8Array, sizes: () => number) => {
    const promise = readTable(cutSource(bytes, sizes));
    return promise.then(
      (table) => ({ cells: textOf(table), lines: Array.from({ length: table.nRows }, (_, i) => table.lineOf(i)) }),
      async () => ({ error: (await failureOf(promise)).message }),
    );
  };
  await fc.assert(
    fc.asyncProperty(soup, fc.infiniteStream(fc.integer({ min: 1, max: 5 })), async (content, sizes) => {
      const bytes = new TextEncoder().encode(`i,j,k\n${content}`);
      const whole = await outcome(bytes, () => bytes.length);
      expect(await outcome(bytes, () => sizes.next().value)).toEqual(whole);
    }),
    { numRuns: 1000 },
  );
});

test('rows wider than every buffer read the same in chunks of any size', async () => {
  const nCols = 150_000;
  const row = (i: number) => Array.from({ length: nCols }, (_, j) => ((i * 31 + j * 7) % 1000) / 100);
  const content = `id\t${Array.from({ length: nCols }, (_, j) => `gene${j}`).join('\t')}\na\t${row(0).join('\t')}\nb\t${row(1).join('\t')}`;
  const bytes = new TextEncoder().encode(content);
  const whole = await tableOf(content);
  let k = 0;
  const cut = await readTable(cutSource(bytes, () => [65_536, 1, 4099, 300_000][k++ % 4]!));
  for (const table of [whole, cut]) {
    expect(table.columns.length).toBe(nCols + 1);
    for (const j of [0, 1, 77_777, nCols - 1]) {
      expect([...table.numbers(j + 1)]).toEqual([Math.fround(row(0)[j]!), Math.fround(row(1)[j]!)]);
    }
  }
});

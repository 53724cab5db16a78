import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { failureOf, textOf } from '../../../test/support/tables.ts';
import { day, formula, nothing, number, text, workbook } from '../../../test/support/workbook.ts';
import { fileSource } from '../file-source.node.ts';
import { readFile } from '../read-file.ts';
import { memorySource } from '../source.ts';

async function read(bytes: Uint8Array, params = {}) {
  const { content, facts, problems } = await readFile(memorySource('a.xlsx', bytes), { params }, 'xlsx');
  if (content.holds !== 'table') throw new Error('a table expected');
  return { rows: textOf(content.table), table: content.table, facts, problems };
}

const BOOK = workbook([
  { name: 'hidden one', state: 'hidden', rows: [[text('a')], [number(1)]] },
  {
    name: 'data',
    rows: [
      [text('id'), text('x'), text('day'), text('f'), text('note')],
      [text('007'), number(1.5), day(43832), formula('B2*2', '3'), text('one\nline')],
      [],
      [text('b'), ' t="e"><v>#N/A</v>', day(43832.5), '><f>1+1</f>', ' t="b"><v>1</v>'],
    ],
  },
  { name: 'more', rows: [] },
]);

test('a sheet has the columns of delimited text; what was guessed or left out is told', async () => {
  const { rows, table, facts, problems } = await read(BOOK);
  expect(rows).toEqual([
    ['id', 'x', 'day', 'f', 'note'],
    ['007', '1.5', '2020-01-02', '3', 'one line'],
    ['b', null, '2020-01-02T12:00:00', null, 'TRUE'],
  ]);
  expect(table.columns.map(({ type }) => type)).toEqual(['text', 'number', 'text', 'number', 'text']);
  expect([table.lineOf(0), table.lineOf(1)]).toEqual([2, 4]);
  expect(facts).toEqual({ sheet: 'data', sheets: 3 });
  expect(problems).toEqual([
    "other sheets, not read: 'more'; sheet: names the one to read",
    "hidden sheets, not read: 'hidden one'",
    'cells with an error of Excel (#N/A, #DIV/0! …), taken as missing: 1',
    'formulas without a stored value, taken as missing: 1; open and save it in Excel',
    'cells with line breaks, read as blanks: 1',
  ]);
});

test('a hidden sheet is read when it is named; rows above the header are skipped when asked', async () => {
  const { rows, problems } = await read(BOOK, { sheet: 'hidden one' });
  expect(rows).toEqual([['a'], ['1']]);
  expect(problems).toContain("the sheet 'hidden one' is hidden");
  const titled = workbook([
    { name: 's', rows: [[text('Table S1')], [nothing, text('id'), text('x')], [nothing, text('a'), number(2)]] },
  ]);
  expect((await read(titled, { skip: 1 })).rows).toEqual([
    ['id', 'x'],
    ['a', '2'],
  ]);
});

test('genes that became dates are told', async () => {
  const genes = Array.from({ length: 20 }, (_, k) => [text(`GENE${k}`), number(k)]);
  const { problems } = await read(
    workbook([{ name: 's', rows: [[text('gene'), text('x')], ...genes, [day(45352), number(1)]] }]),
  );
  expect(problems).toEqual([
    "column 'gene' has dates among names: '2024-03-01'; Excel makes them of genes such as MARCH1 (now MARCHF1), SEPT2 (SEPTIN2), DEC1 (DELEC1): restore them from where the table comes from",
  ]);
});

test.each([
  [BOOK, { sheet: 'dat' }, "a.xlsx: no sheet 'dat'; did you mean 'data'?"],
  [
    BOOK,
    { sheet: 'more' },
    'a.xlsx: a header and rows expected, got an empty sheet; is it the right sheet? inspect names them',
  ],
  [
    Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1),
    {},
    'a.xlsx: a workbook of Excel 2007 or later without a password expected, got an .xls file or one with a password; save it as .xlsx without a password, or the sheet as .tsv',
  ],
  [
    BOOK.subarray(0, BOOK.length - 30),
    {},
    'a.xlsx: a whole workbook (a zip file) expected, but its directory is missing or damaged; the file is cut short or damaged: get it again',
  ],
  [
    workbook([
      {
        name: 's',
        rows: [
          [text('id'), text('x')],
          [text('a'), number(1)],
          [text('b'), text('odd')],
        ],
      },
    ]),
    {},
    "a.xlsx:3:2: a number expected in column 'x', got 'odd'; correct it, leave it empty or write NA when it is missing, or read the column as text",
  ],
])('refuses %#', async (bytes, params, message) => {
  expect((await failureOf(read(bytes, params))).message).toBe(message);
});

test('a bomb is refused by what it promises, and one that lies by what it gives', async () => {
  const bomb = zipSync({ 'xl/workbook.xml': new Uint8Array(1 << 20) });
  const view = new DataView(bomb.buffer);
  const entry = view.getUint32(bomb.length - 6, true);
  view.setUint32(entry + 24, 2 ** 31, true);
  expect((await failureOf(read(bomb))).message).toMatch(
    /^a.xlsx: a workbook of at most 1 GiB unpacked expected, got more/,
  );
  view.setUint32(entry + 24, 0, true);
  expect((await failureOf(read(bomb))).message).toMatch(/a part that does not say its size/);
  view.setUint32(entry + 24, 10, true);
  expect((await failureOf(read(bomb))).message).toMatch(/^a.xlsx: a whole workbook expected, but it cannot be read/);
});

test('a sheet with cells at its far corners only is refused before it is laid out', async () => {
  const parts = unzipSync(workbook([{ name: 's', rows: [[number(1)]] }]));
  const path = 'xl/worksheets/sheet1.xml';
  const far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>';
  parts[path] = strToU8(strFromU8(parts[path]!).replace('</sheetData>', far));
  expect((await failureOf(read(zipSync(parts)))).message).toMatch(
    /^a.xlsx: a whole workbook expected, but it cannot be read/,
  );
});

const SCRIPT = `
import sys, datetime, openpyxl
book = openpyxl.Workbook()
sheet = book.active
sheet.append(['id', 'x', 'when', 'word'])
for k in range(500):
    sheet.append(['s%d' % k, k / 7, datetime.datetime(2000, 1, 1) + datetime.timedelta(days=37 * k), None if k % 9 == 0 else 'w&<%d' % (k % 4)])
book.save(sys.argv[1])
back = openpyxl.load_workbook(sys.argv[1]).active
for row in back.iter_rows(values_only=True):
    print('\\t'.join('' if v is None else v.date().isoformat() if hasattr(v, 'date') else repr(v) if isinstance(v, float) else str(v) for v in row))
`;
const python = '/usr/bin/python3';
let openpyxl = true;
try {
  execFileSync(python, ['-c', 'import openpyxl'], { stdio: 'ignore' });
} catch {
  openpyxl = false;
  console.log(`xlsx.test: the comparison is skipped: ${python} has no openpyxl`);
}
test.skipIf(!openpyxl)('a workbook of openpyxl has the cells that openpyxl reads', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cistron-xlsx-'));
  try {
    const path = join(folder, 'a.xlsx');
    const lines = execFileSync(python, ['-c', SCRIPT, path], { encoding: 'utf8' }).trimEnd().split('\n');
    const { content } = await readFile(await fileSource(path));
    if (content.holds !== 'table') throw new Error('a table expected');
    const ours = textOf(content.table).map((row) => row.map((cell) => cell ?? ''));
    const theirs = lines.map((line, i) =>
      line.split('\t').map((cell, j) => (i > 0 && j === 1 ? String(Number(cell)) : cell)),
    );
    expect(ours).toEqual(theirs);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

import { describe, expect, test } from 'vitest';
import { failureOf, tableOf, textOf } from '../../../test/support/tables.ts';
import { MISSING_WORDS } from './missing-words.ts';

describe('what a table may look like', () => {
  test('LF, CRLF and CR line ends, with and without the last one, give the same table', async () => {
    const lines = ['id\tx\ty', 'a\t1\tu', 'b\t2\tv'];
    for (const end of ['\n', '\r\n', '\r']) {
      for (const last of ['', end]) {
        const table = await tableOf(lines.join(end) + last);
        expect(textOf(table)).toEqual([
          ['id', 'x', 'y'],
          ['a', '1', 'u'],
          ['b', '2', 'v'],
        ]);
        expect([table.lineOf(0), table.lineOf(1)]).toEqual([2, 3]);
      }
    }
  });

  test('the delimiter is the one of the header line, a tab before all', async () => {
    expect((await tableOf('id,x\na,1')).delimiter).toBe(',');
    expect((await tableOf('id;x\na;1')).delimiter).toBe(';');
    expect((await tableOf('id\tOverall, in months; a, b\na\t1')).delimiter).toBe('\t');
    expect((await tableOf('"a,b,c";x;y\na;1;2')).delimiter).toBe(';');
    expect(textOf(await tableOf('id\na\nb'))).toEqual([['id'], ['a'], ['b']]);
  });

  test('a byte order mark, blank lines and blanks around fields are no content', async () => {
    const table = await tableOf('\uFEFFid,x\n\n a , 1 \r\n\r\nb,2\n\n');
    expect(textOf(table)).toEqual([
      ['id', 'x'],
      ['a', '1'],
      ['b', '2'],
    ]);
    expect([table.lineOf(0), table.lineOf(1)]).toEqual([3, 5]);
  });

  test('quoted fields hold delimiters, line ends, quotes and blanks; lines are still counted', async () => {
    const table = await tableOf('id,note,x\n"a","one, ""two""\r\nthree"," 1"\nb," kept ",2\n');
    expect(textOf(table)).toEqual([
      ['id', 'note', 'x'],
      ['a', 'one, "two"\r\nthree', ' 1'],
      ['b', ' kept ', '2'],
    ]);
    expect([table.lineOf(0), table.lineOf(1)]).toEqual([2, 4]);
  });

  test('numbers may be quoted, signed, exponential; numeric columns are numbers', async () => {
    const table = await tableOf('id\tx\na\t"1.5"\nb\t-2e-3\nc\t+7\nd\t12345678901.5\n');
    expect(table.columns[1]).toMatchObject({ type: 'number', words: null });
    expect([...table.numbers(1)]).toEqual([1.5, -0.002, 7, 12345678901.5]);
  });

  test('every missing word is missing in numbers and in text, in any case', async () => {
    for (const word of MISSING_WORDS.flatMap((w) => [w, w.toUpperCase()])) {
      const table = await tableOf(`id\tx\ty\na\t1\tu\nb\t${word}\t${word}\n`);
      expect(table.numbers(1)[1], word).toBeNaN();
      expect(table.texts(2), word).toEqual(['u', null]);
      expect(table.columns.map((column) => column.missing)).toEqual([0, 1, 1]);
    }
  });

  test('a column whose first fields are missing takes its type from the first that is not', async () => {
    const table = await tableOf('id\tx\ty\tz\na\tNA\t\t.\nb\t1\tu\tNA\n');
    expect(table.columns.map((column) => column.type)).toEqual(['text', 'number', 'text', 'number']);
    expect(table.texts(2)).toEqual([null, 'u']);
  });

  test('a header one field shorter than the rows has row names', async () => {
    expect(textOf(await tableOf('x\ty\na\t1\t2\nb\t3\t4'))).toEqual([
      ['', 'x', 'y'],
      ['a', '1', '2'],
      ['b', '3', '4'],
    ]);
    expect(textOf(await tableOf('x\na\t1'))).toEqual([
      ['', 'x'],
      ['a', '1'],
    ]);
  });

  test('the first column and the ones named keep their fields as written', async () => {
    const table = await tableOf('id\tsite\tage\n007\t01\t50.50\n8\t02\t60\n', { text: ['site'], exact: ['age'] });
    expect(table.texts(0)).toEqual(['007', '8']);
    expect(table.columns.map((column) => column.type)).toEqual(['number', 'text', 'number']);
    expect(table.texts(1)).toEqual(['01', '02']);
    expect(table.texts(2)).toEqual(['50.50', '60']);
    expect([...table.numbers(2)]).toEqual([50.5, 60]);
  });

  test('a wide table is float32, its first and exact columns are not', async () => {
    const names = Array.from({ length: 1200 }, (_, j) => `g${j}`);
    const row = names.map((_, j) => j + 0.1);
    const table = await tableOf(`id\tday\t${names.join('\t')}\n16777217\t123456789.25\t${row.join('\t')}\n`, {
      exact: ['day'],
    });
    expect(table.numbers(0)[0]).toBe(16777217);
    expect(table.numbers(1)[0]).toBe(123456789.25);
    expect(table.numbers(7)[0]).toBe(Math.fround(5.1));
    expect(table.textAt(0, 7)).toBe('5.1');
  });
});

describe('what a table may not look like', () => {
  const refused = async (text: string, tag: string, ...parts: string[]) => {
    const error = await failureOf(tableOf(text));
    expect(error.tag).toBe(tag);
    for (const part of parts) expect(error.message).toContain(part);
  };

  test('an empty file is a FormatError', async () => {
    for (const text of ['', '\n', '\r\n\r\n', '\uFEFF']) await refused(text, 'FormatError', 't.tsv', 'empty');
  });

  test('a header without rows is a DataError', async () => {
    for (const text of ['id\tx', 'id\tx\n']) await refused(text, 'DataError', 't.tsv:1', 'header of 2 columns');
  });

  test('a ragged row is a FormatError with line, fields expected and found', async () => {
    await refused('id\tx\ty\na\t1\t2\nb\t1\n', 'FormatError', 't.tsv:3', '3 fields expected', 'got 2');
    await refused('id\tx\ty\na\t1\t2\nb\t1\t2\t3\t4\n', 'FormatError', 't.tsv:3', '3 fields expected', 'got 5');
    await refused('id\tx\ty\na\t1\n', 'FormatError', 't.tsv:2', '3 fields expected', 'got 2');
    await refused('id,x\n"a\nb",1\nc\n', 'FormatError', 't.tsv:4', 'got 1');
  });

  test('a delimiter at the end of all rows is not taken for row names', async () => {
    await refused('id\tx\na\t1\t\nb\t2\t\n', 'FormatError', 't.tsv:2', 'the last one empty');
    await refused('id\tx\t\na\t1\t\n', 'DataError', 't.tsv:1:3', 'delimiter at the end');
  });

  test('text in a numeric column is a DataError with its place and value', async () => {
    await refused('id\tx\na\t1\nb\tabc\n', 'DataError', "t.tsv:3:2: a number expected in column 'x', got 'abc'; ");
    await refused('id\tx\na\t1\nb\t1,5\n', 'DataError', 't.tsv:3:2', "'1,5'");
  });

  test('infinity is a DataError with its place', async () => {
    for (const word of ['Inf', '-Inf', 'inf', '+Infinity', '1e999', '-1e999']) {
      await refused(`id\tx\na\t1\nb\t${word}\n`, 'DataError', 't.tsv:3:2', "'x'", `'${word}'`);
      await refused(`id\tx\na\t${word}\n`, 'DataError', 't.tsv:2:2');
    }
  });

  test('two columns of one name are a DataError with both positions', async () => {
    await refused('id\tx\ty\tx\na\t1\t2\t3\n', 'DataError', "'x' as columns 2 and 4");
  });

  test('a quote never closed, or followed by text, is a FormatError where it opens', async () => {
    await refused('id,x\n"a,1\nb,2\n', 'FormatError', 't.tsv:2:1', 'the file ends first');
    await refused('id,x\n"a"b,1\n', 'FormatError', 't.tsv:2:1', "got 'b'");
    await refused(`id,x\na,"${'1\n'.repeat(700_000)}`, 'FormatError', 't.tsv:2:2', 'never closed');
  });

  test('a field without end is a FormatError', async () => {
    await refused(`id,x\n${'a'.repeat(1_100_000)},2\n`, 'FormatError', 't.tsv:2:1', 'a longer one');
  });

  test('a value beyond float32 in a wide table is a DataError', async () => {
    const names = Array.from({ length: 1200 }, (_, j) => `g${j}`).join('\t');
    const row = Array.from({ length: 1200 }, (_, j) => (j === 7 ? '3.5e38' : '1')).join('\t');
    await refused(`id\t${names}\na\t${row}\n`, 'DataError', 't.tsv:2:9', 'float32', "'3.5e38'");
  });

  test('files that are no UTF-8 text are FormatErrors that say what they are', async () => {
    const latin = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));
    const { memorySource } = await import('../source.ts');
    const { readTable } = await import('./read-table.ts');
    for (const [bytes, what] of [
      ['\xff\xfei\0d\0', 'UTF-16'],
      ['\xfe\xff\0i\0d', 'UTF-16'],
      ['PK\x03\x04abc', 'Excel'],
      ['%PDF-1.4', 'PDF'],
      ['<!DOCTYPE html><html>', 'web page'],
      ['id\tx\0\n', 'binary'],
    ] as const) {
      const error = await failureOf(readTable(memorySource('t.tsv', latin(bytes))));
      expect(error.tag).toBe('FormatError');
      expect(error.message).toContain(what);
    }
  });

  test('an aborted signal is a CancelledError', async () => {
    const error = await failureOf(tableOf('id\tx\na\t1', { signal: AbortSignal.abort() }));
    expect(error.tag).toBe('CancelledError');
  });
});

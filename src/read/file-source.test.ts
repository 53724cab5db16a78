import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { failureOf, textOf } from '../../test/support/tables.ts';
import { sha256 } from '../base/hash.ts';
import { readTable } from './delimited/read-table.ts';
import { fileSource } from './file-source.node.ts';
import { type ByteSource, blobSource, memorySource } from './source.ts';

const folder = mkdtempSync(join(tmpdir(), 'cistron-read-'));
afterAll(() => rmSync(folder, { recursive: true }));

const rows = Array.from({ length: 3000 }, (_, i) => `s${i}\t${Math.sin(i).toFixed(6)}`);
const text = `id\tx\n${rows.join('\n')}\n`;
const half = text.indexOf('\n', text.length / 2) + 1;
const zipped = gzipSync(text);

const sources: [string, (name: string, bytes: Uint8Array) => Promise<ByteSource>][] = [
  ['memory', async (name, bytes) => memorySource(name, bytes)],
  [
    'file',
    (name, bytes) => {
      writeFileSync(join(folder, name), bytes);
      return fileSource(join(folder, name));
    },
  ],
];

describe.each(sources)('%s source', (_kind, make) => {
  test('plain and gzip, told apart by their bytes, give the same table', async () => {
    const plain = await readTable(await make('plain.tsv.gz', Buffer.from(text)));
    const inflated = await readTable(await make('zipped.tsv', zipped));
    expect([plain.compressed, inflated.compressed]).toEqual([false, true]);
    expect(textOf(inflated)).toEqual(textOf(plain));
    expect(plain.nRows).toBe(3000);
  });

  test('several gzip members make one table', async () => {
    const members = Buffer.concat([gzipSync(text.slice(0, half)), gzipSync(''), gzipSync(text.slice(half))]);
    const table = await readTable(await make('members.gz', members));
    expect(table.nRows).toBe(3000);
    expect(table.texts(1).at(-1)).toBe(String(Number(Math.sin(2999).toFixed(6))));
  });

  test('gzip cut at any offset is a FormatError', async () => {
    const members = Buffer.concat([gzipSync(text.slice(0, half)), gzipSync(text.slice(half))]);
    const offsets = [2, 3, 5, 9, 10, 11, 18, 100, 1000, 5000, zipped.length - 9];
    for (let back = 1; back <= 8; back++) offsets.push(zipped.length - back);
    for (const offset of offsets) {
      const error = await failureOf(readTable(await make('cut.gz', zipped.subarray(0, offset))));
      expect(error.tag, `offset ${offset}`).toBe('FormatError');
    }
    for (const offset of [members.length - 1, members.length - 8, members.length - 500]) {
      const error = await failureOf(readTable(await make('cut.gz', members.subarray(0, offset))));
      expect(error.tag, `offset ${offset} of two members`).toBe('FormatError');
      expect(error.message).toContain('truncated or corrupt');
    }
  });

  test('gzip with a flipped bit in its content or sums is a FormatError, whatever it inflates to', async () => {
    for (const offset of [10, 30, 1000, 9000, zipped.length - 6, zipped.length - 2]) {
      const broken = Uint8Array.from(zipped);
      broken[offset]! ^= 4;
      const error = await failureOf(readTable(await make('flipped.gz', broken)));
      expect(error.tag, `offset ${offset}`).toBe('FormatError');
      expect(error.message).toContain('truncated or corrupt');
    }
  });

  test('a table that is broken, in gzip that is whole, is an error of the table', async () => {
    const error = await failureOf(readTable(await make('ragged.gz', gzipSync(`id\tx\na\t1\t2\t3\n${text}`))));
    expect(error.message).toContain('2 fields expected');
  });

  test('the hash is that of the raw bytes, before and after reading', async () => {
    const expected = await sha256(zipped);
    expect(await (await make('hash.gz', zipped)).hash()).toBe(expected);
    const source = await make('hash.gz', zipped);
    await readTable(source);
    expect(await source.hash()).toBe(expected);
    expect(source.size).toBe(zipped.length);
  });

  test('progress rises to 1', async () => {
    const heard: number[] = [];
    await readTable(await make('p.gz', zipped), { progress: (done) => heard.push(done) });
    expect(heard.at(-1)).toBe(1);
    expect(heard).toEqual([...heard].sort((a, b) => a - b));
  });
});

test('a file that is not there is a NotFoundError with the nearest name of its folder', async () => {
  writeFileSync(join(folder, 'expression.tsv'), text);
  const error = await failureOf(fileSource(join(folder, 'expresion.tsv')));
  expect(error.tag).toBe('NotFoundError');
  expect(error.message).toContain(join(folder, 'expression.tsv'));
  expect((await failureOf(fileSource(join(folder, 'none', 'x.tsv')))).message).toContain('no folder');
});

test('a folder has files in it but no bytes, and a file knows those beside it by their names alone', async () => {
  writeFileSync(join(folder, 'a.bed'), 'bed');
  const inside = await fileSource(folder);
  expect(inside.files).toContain('a.bed');
  expect((await failureOf(readTable(inside))).message).toContain('got a folder');
  const bed = await inside.beside!('a.bed');
  expect(await bed!.range(1, 9)).toEqual(new TextEncoder().encode('ed'));
  expect((await bed!.beside!('expression.tsv'))!.size).toBe(text.length);
  mkdirSync(join(folder, 'sub'));
  writeFileSync(join(folder, 'sub', 'b.tsv'), 'b');
  const deeper = await fileSource(folder);
  expect(deeper.files).toContain('sub/b.tsv');
  expect((await deeper.beside!('sub/b.tsv'))!.size).toBe(1);
  for (const name of ['../a.bed', 'sub/../a.bed', 'sub/../../a.bed', 'sub/', '/sub', './a.bed'])
    expect(await deeper.beside!(name)).toBeUndefined();
  for (const name of ['none', '../expression.tsv', '..', '', join(folder, 'a.bed')])
    expect(await bed!.beside!(name)).toBeUndefined();
});

test('a file of the browser reads as one on disk does', async () => {
  const blob = blobSource('x.tsv', new Blob([text]), new Map([['y.tsv', new Blob(['y'])]]));
  expect(textOf(await readTable(blob))).toEqual(textOf(await readTable(memorySource('x.tsv', Buffer.from(text)))));
  expect(await blob.hash()).toBe(await sha256(text));
  expect(await blob.range(3, 5)).toEqual(new TextEncoder().encode(text.slice(3, 5)));
  expect((await blob.beside!('y.tsv'))!.size).toBe(1);
  expect(await blob.beside!('z.tsv')).toBeUndefined();
});

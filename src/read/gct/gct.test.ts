import { describe, expect, test } from 'vitest';
import { failureOf } from '../../../test/support/tables.ts';
import { readFile } from '../read-file.ts';
import { memorySource } from '../source.ts';

const read = (text: string) => readFile(memorySource('a.gct', new TextEncoder().encode(text)));

test('1.2 is a block with the descriptions of its features', async () => {
  const { content, facts } = await read('#1.2\r\n1\t2\r\nNAME\tDescription\ts1\ts2\r\ng\t"5 prime\t1\tNaN\r\n');
  if (content.holds !== 'blocks') throw new Error('blocks expected');
  expect(facts).toEqual({ version: '1.2' });
  const { block, features } = content.blocks[0]!;
  expect([block.kind, block.ids, block.features]).toEqual(['expression', ['s1', 's2'], ['g']]);
  expect([...block.matrix.data]).toEqual([1, Number.NaN]);
  expect(features).toEqual({ ids: ['g'], columns: [{ name: 'Description', type: 'text', values: ['"5 prime'] }] });
  expect(content.samples).toBeUndefined();
});

test('1.3 has typed annotations of rows and of samples', async () => {
  const { content, problems } = await read(
    '#1.3\n1\t2\t1\t2\nid\tlength\ts1\ts2\ndose\tna\t0.5\t-666\ntissue\tna\tlung\tna\ng\t120\t1\t2\n',
  );
  if (content.holds !== 'blocks') throw new Error('blocks expected');
  expect(content.samples!.columns).toEqual([
    { name: 'dose', type: 'number', values: Float64Array.of(0.5, -666) },
    { name: 'tissue', type: 'text', values: ['lung', null] },
  ]);
  expect(content.blocks[0]!.features!.columns).toEqual([
    { name: 'length', type: 'number', values: Float64Array.of(120) },
  ]);
  expect(problems).toEqual([
    "annotations with the value -666, the mark of LINCS for a missing one, kept as written: 'dose'",
  ]);
});

describe('refuses', () => {
  test.each([
    ['#1.2\n1 x\nN\tD\ts\ng\td\t1\n', "a.gct:2: the 2 numbers of rows and samples expected in GCT 1.2, got '1 x'"],
    [
      '#1.2\n2\t1\nN\tD\ts\ng\td\t1\n',
      'a.gct: 2 rows expected, as line 2 says, got 1; the file is cut short: get it again',
    ],
    [
      '#1.2\n1\t2\nN\tD\ts\ng\td\t1\n',
      'a.gct:3: 4 column names expected (the row names, the description, 2 samples as line 2 says), got 3; the file is cut or was edited: correct line 2 or the header',
    ],
    [
      '#1.2\n1\t2\nN\tD\ts\ts\ng\td\t1\t2\n',
      "a.gct:3:4: column names must differ, got 's' as columns 3 and 4; rename or remove one of them",
    ],
    [
      '#1.2\n2\t1\nN\tD\ts\ng\td\t1\ng\td\t2\n',
      "a.gct:5:1: each feature name in column 'N' must occur once, got 'g' on lines 4 and 5; remove or rename the repeated rows, or choose another id column",
    ],
    [
      '#1.2\n2\t1\nN\tD\ts\ng\td\t1\nh\td\tx\n',
      "a.gct:5:3: a number expected in column 's', got 'x'; correct it, leave it empty or write NA when it is missing, or read the column as text",
    ],
    [
      '#1.3\n1\t1\t0\t1\nid\ts\nage\t1\t2\ng\t1\n',
      'a.gct:4: a row about samples must have 2 fields (as in the header), got 3; line 2 declares 1 such rows',
    ],
    ['#1.4\n1\t1\n', 'a.gct:1: GCT 1.2 and 1.3 are read, got version 1.4; save it as GCT 1.3'],
  ])('%j', async (text, message) => {
    expect((await failureOf(read(text))).message).toBe(message);
  });
});

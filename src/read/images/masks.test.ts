import { zipSync } from 'fflate';
import { expect, test } from 'vitest';
import { pngOf } from '../../../test/support/media-cases.ts';
import { failureOf } from '../../../test/support/tables.ts';
import type { ParamValues } from '../../base/params.ts';
import { readFile } from '../read-file.ts';
import { memorySource } from '../source.ts';

const PICTURE = pngOf(2, 2, 3, [255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9]);
/** White on black, and classes 0, 1, 2. */
const DRAWN = pngOf(2, 2, 1, [0, 255, 255, 0]);
const CLASSES = pngOf(2, 2, 1, [0, 1, 2, 2]);

async function read(files: Record<string, Uint8Array>, params: ParamValues) {
  const { content, facts } = await readFile(memorySource('a.zip', zipSync(files)), { params }, 'images');
  if (content.holds !== 'blocks') throw new Error(content.holds);
  const { block } = content.blocks[0]!;
  const { data, nRows, nCols } = block.matrix;
  const values = block.ids.map((_, i) => Array.from({ length: nCols }, (_, j) => data[j * nRows + i]));
  return { facts, ids: block.ids, shape: block.shape, values };
}

test.each([
  ['_mask', { 'a.png': PICTURE, 'a_mask.png': DRAWN, 'b.png': PICTURE, 'b_mask.png': CLASSES }],
  ['masks/', { 'x/a.png': PICTURE, 'x/masks/a.png': DRAWN, 'x/b.png': PICTURE, 'x/masks/b.png': CLASSES }],
])(
  'masks marked by %s are told from pictures and bear their ids; white is 1, other values are classes',
  async (masks, files) => {
    const pictures = await read(files, { masks });
    expect([pictures.ids, pictures.shape, pictures.facts.masks]).toEqual([['a', 'b'], [3, 2, 2], 2]);
    const labels = await read(files, { masks, part: 'masks' });
    expect([labels.ids, labels.shape]).toEqual([
      ['a', 'b'],
      [1, 2, 2],
    ]);
    expect(labels.values).toEqual([
      [0, 1, 1, 0],
      [0, 1, 2, 2],
    ]);
  },
);

test('another size takes the class at each centre, never a mean of classes', async () => {
  const wide = pngOf(1, 4, 1, [0, 0, 2, 2]);
  const files = { 'a.png': PICTURE, 'a_m.png': wide };
  const at = (size: string) => read(files, { masks: '_m', part: 'masks', size }).then(({ values }) => values[0]);
  expect(await at('1x2')).toEqual([0, 2]);
  expect(await at('2x8')).toEqual([0, 0, 0, 0, 2, 2, 2, 2, 0, 0, 0, 0, 2, 2, 2, 2]);
});

test('a mask of no picture, one in colours, and none at all are named', async () => {
  const alone = await failureOf(read({ 'a.png': PICTURE, 'b_mask.png': DRAWN }, { masks: '_mask' }));
  expect([alone.tag, alone.message]).toEqual([
    'DataError',
    expect.stringContaining("a.zip › b_mask.png: a mask belongs to a picture, got no picture 'b'"),
  ]);
  const coloured = { 'a.png': PICTURE, 'a_mask.png': PICTURE };
  expect((await failureOf(read(coloured, { masks: '_mask', part: 'masks' }))).message).toContain(
    'row 1, column 1: a mask in grey expected, got the colour 255, 0, 0',
  );
  expect((await failureOf(read({ 'a.png': PICTURE }, { part: 'masks' }))).message).toContain(
    'masks expected, got 1 pictures only',
  );
});

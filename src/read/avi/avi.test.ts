import { zipSync } from 'fflate';
import { describe, expect, it, test } from 'vitest';
import { aviOf, TINY_JPEG } from '../../../test/support/media-cases.ts';
import { failureOf } from '../../../test/support/tables.ts';
import { readFile } from '../read-file.ts';
import { memorySource } from '../source.ts';

async function blockOf(bytes: Uint8Array, params = {}, name = 'a.avi', format = 'avi') {
  const reading = await readFile(memorySource(name, bytes), { params }, format);
  if (reading.content.holds !== 'blocks') throw new Error(reading.content.holds);
  return { ...reading, block: reading.content.blocks[0]!.block };
}

describe('avi', () => {
  it('is the pictures of its frames, one after another in every channel', async () => {
    const { block, facts } = await blockOf(aviOf([TINY_JPEG, new Uint8Array(), TINY_JPEG]));
    const { block: still } = await blockOf(TINY_JPEG, {}, 'a.jpg', 'images');
    expect([block.ids, block.kind, block.shape]).toEqual([['a'], 'video', [3, 3, 9, 11]]);
    expect(facts).toEqual({ films: 1, rate: '30 Hz' });
    for (let c = 0; c < 3; c++) {
      const channel = still.matrix.data.subarray(c * 99, (c + 1) * 99);
      for (let f = 0; f < 3; f++) {
        const start0 = (c * 3 + f) * 99;
        expect(block.matrix.data.subarray(start0, start0 + 99)).toEqual(channel);
      }
    }
    expect(block.features[99 + 12]).toBe('red:1:1:1');
  });

  it('takes some frames of each film', async () => {
    const films = { 'a.avi': aviOf(Array(7).fill(TINY_JPEG)), 'b/b.avi': aviOf(Array(5).fill(TINY_JPEG)) };
    const { block } = await blockOf(zipSync(films), { frames: 3, step: 2, size: '3x2', colour: 'grey' }, 'a.zip');
    expect([block.ids, block.shape, block.matrix.nRows]).toEqual([['a', 'b'], [1, 3, 3, 2], 2]);
    const error = await failureOf(blockOf(zipSync(films), { frames: 3, step: 3 }, 'a.zip'));
    expect(error.message).toBe(
      'a.zip › b/b.avi: 3 frames expected, got 2 (one of every 3 of 5); take as many as the shortest film has with frames, or more of each with step',
    );
    const different = await failureOf(blockOf(zipSync(films), {}, 'a.zip'));
    expect(different.message).toContain('7 frames expected, as in the first film, got 5');
  });

  test.each<[Uint8Array, string]>([
    [
      TINY_JPEG,
      'a.avi: a whole AVI film expected, but it is truncated or corrupt (RIFF and AVI are not at its beginning)',
    ],
    [aviOf([]), 'it holds no frames'],
    [aviOf([TINY_JPEG], 'MJPG', 2), '2 frames announced, got 1'],
    [aviOf([TINY_JPEG], 'H264'), "Motion JPEG expected, got a film in 'H264'; write it again"],
    [aviOf([TINY_JPEG, TINY_JPEG.subarray(0, 200)]), 'a.avi, frame 2: a whole JPEG picture expected'],
  ])('refuses what cannot be: %#', async (bytes, said) => {
    expect((await failureOf(blockOf(bytes))).message).toContain(said);
  });
});

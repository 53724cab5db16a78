import { expect, test } from 'vitest';
import { mapLimit } from './concurrency.ts';

/** Lets every promise that can go on go on. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

test('gives results in the order of the items, whichever ends first', async () => {
  const open: (() => void)[] = [];
  const mapped = mapLimit(['a', 'b', 'c'], 3, async (item, index) => {
    await new Promise<void>((resolve) => open.push(resolve));
    return `${item}${index}`;
  });
  for (const end of open.reverse()) end();
  expect(await mapped).toEqual(['a0', 'b1', 'c2']);
});

test.each([1, 2, 5, 100])('keeps %d calls under way, as long as there are items', async (limit) => {
  let running = 0;
  let most = 0;
  await mapLimit(Array.from({ length: 20 }), limit, async () => {
    most = Math.max(most, ++running);
    await settle();
    running--;
  });
  expect(most).toBe(Math.min(limit, 20));
});

test('starts nothing after a failure, waits for what runs, and throws the first failure', async () => {
  const started: number[] = [];
  let ended = 0;
  const mapped = mapLimit([0, 1, 2, 3, 4], 2, async (item) => {
    started.push(item);
    if (item === 0) throw new Error('first');
    await settle();
    ended++;
    throw new Error('second');
  });
  await expect(mapped).rejects.toThrow('first');
  expect(started).toEqual([0, 1]);
  expect(ended).toBe(1);
});

test('gives an empty list for no items', async () => {
  expect(await mapLimit([], 4, async () => 1)).toEqual([]);
});

import { expect, it } from 'vitest';
import { withShared } from './shared.ts';

const { signal } = new AbortController();

it('makes a value once for all who use it at the same time, and anew afterwards', async () => {
  let made = 0;
  const table = {};
  const ask = () =>
    withShared(
      signal,
      ['value', table],
      async () => ++made,
      async (value) => value,
    );
  expect(await Promise.all([ask(), ask(), ask()])).toEqual([1, 1, 1]);
  expect(await ask()).toBe(2);
});

it('keeps apart what is of other things, or would be stopped by another signal', async () => {
  let made = 0;
  const ask = (by: AbortSignal, of: unknown) =>
    withShared(
      by,
      ['value', of],
      async () => ++made,
      (value) => value,
    );
  expect(await Promise.all([ask(signal, 1), ask(signal, 2), ask(new AbortController().signal, 1)])).toEqual([1, 2, 3]);
});

it('hands a failure to all who wait, and forgets it', async () => {
  let tries = 0;
  const ask = () =>
    withShared(
      signal,
      ['failing'],
      async () => {
        if (++tries === 1) throw new Error('no');
        return tries;
      },
      (value) => value,
    );
  const outcomes = await Promise.allSettled([ask(), ask()]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(await ask()).toBe(2);
});

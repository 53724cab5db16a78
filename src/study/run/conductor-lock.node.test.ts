import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UnsupportedError } from '../../base/errors.ts';
import { holdFolder } from './conductor-lock.node.ts';

let path: string;
beforeAll(async () => {
  path = await mkdtemp(join(tmpdir(), 'cistron-hold-'));
});
afterAll(() => rm(path, { recursive: true }));

const lock = () => join(path, 'conductor.lock');
const silent = (ms: number) => utimes(lock(), new Date(Date.now() - ms), new Date(Date.now() - ms));

test('one conductor is let in, the next when it has let go; nothing is left behind', async () => {
  const letGo = await holdFolder(path);
  await expect(holdFolder(path)).rejects.toThrow(UnsupportedError);
  await expect(holdFolder(path)).rejects.toThrow(`another process is at work on this run: ${process.pid} on`);
  await letGo();
  await (await holdFolder(path))();
  expect(await readdir(path)).toEqual([]);
});

test('of many at once one is let in', async () => {
  const held = await Promise.allSettled(Array.from({ length: 20 }, () => holdFolder(path)));
  const inside = held.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  expect(inside).toHaveLength(1);
  await inside[0]!();
});

test.each([
  ['is gone', () => ({ host: hostname(), pid: spawnSync(process.execPath, ['-e', '']).pid, started: '1' }), 0],
  ['had a number that another process has now', () => ({ host: hostname(), pid: process.pid, started: '1' }), 0],
  ['is on another host and silent', () => ({ host: 'elsewhere', pid: 1, started: '1' }), 100_000],
])('the lock of an owner that %s is taken over, by one of many', async (_, owner, silentMs) => {
  await writeFile(lock(), JSON.stringify(owner()));
  await silent(silentMs);
  const held = await Promise.allSettled(Array.from({ length: 10 }, () => holdFolder(path)));
  const inside = held.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  expect(inside).toHaveLength(1);
  expect(JSON.parse(await readFile(lock(), 'utf8'))).toMatchObject({ host: hostname(), pid: process.pid });
  await inside[0]!();
  expect(await readdir(path)).toEqual([]);
});

test('an owner on another host that shows itself keeps its lock', async () => {
  await writeFile(lock(), JSON.stringify({ host: 'elsewhere', pid: 1, started: '1' }));
  await expect(holdFolder(path)).rejects.toThrow('1 on elsewhere');
  await rm(lock());
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'fflate';
import { afterAll, expect, test } from 'vitest';
import { failureOf } from '../../test/support/tables.ts';
import { fileSource } from './file-source.node.ts';
import { bgzip } from './genotypes/bgzip.ts';
import { openBytes } from './open-bytes.ts';

const folder = mkdtempSync(join(tmpdir(), 'cistron-bgzf-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function contentOf(bytes: Uint8Array): Promise<Buffer> {
  const path = join(folder, 'x.gz');
  writeFileSync(path, bytes);
  const { chunks } = await openBytes(await fileSource(path));
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk.slice());
  return Buffer.concat(parts);
}

/** More than the threads take at once. */
const content = Buffer.from(Array.from({ length: 900_000 }, (_, k) => `${(k * 7919) % 104729}`).join(' '));

test('bgzip on several threads gives the content in order', async () => {
  expect((await contentOf(bgzip([content]))).equals(content)).toBe(true);
  expect((await contentOf(bgzip([content.subarray(0, 5000)], 60))).equals(content.subarray(0, 5000))).toBe(true);
});

test('gzip after bgzip is read as well, other bytes are refused', async () => {
  const whole = Buffer.concat([bgzip([content]), gzipSync(Buffer.from('more'))]);
  expect((await contentOf(whole)).subarray(content.length).toString()).toBe('more');
  const failure = await failureOf(contentOf(Buffer.concat([bgzip([content]), Buffer.from('nonsense that goes on')])));
  expect(failure.tag).toBe('FormatError');
});

test('a flipped bit or a cut anywhere within a block is a FormatError', async () => {
  const whole = bgzip([content.subarray(0, 3000)], 1000);
  const failures = [];
  for (let at = 3; at < whole.length; at += 23) {
    const flipped = whole.slice();
    flipped[at]! ^= 4;
    for (const bytes of [flipped, whole.subarray(0, at)]) {
      const read = await contentOf(bytes).catch((error: unknown) => error);
      if (read instanceof Buffer) expect(read.equals(content.subarray(0, read.length))).toBe(true);
      else failures.push(read);
    }
  }
  expect(failures.length).toBeGreaterThan(100);
  for (const failure of failures) expect(failure).toMatchObject({ tag: 'FormatError' });
});

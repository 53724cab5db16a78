import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

test('docs/parity.md is what scripts/make-parity.mjs makes of the goldens, and no difference is above its tolerance', {
  timeout: 120_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cistron-parity-'));
  try {
    const made = join(folder, 'parity.md');
    // Exits with 1, naming the rows, where a difference is above its tolerance.
    await promisify(execFile)(process.execPath, [join(root, 'scripts/make-parity.mjs'), made]);
    const committed = await readFile(join(root, 'docs/parity.md'), 'utf8');
    expect(committed, 'run node scripts/make-parity.mjs').toBe(await readFile(made, 'utf8'));
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('every golden has a row: its name stands in scripts/parity or in scripts/measure-parity.mjs', async () => {
  const scripts = (await readdir(join(root, 'scripts/parity'))).filter((file) => file.endsWith('.mjs'));
  const paths = ['measure-parity.mjs', ...scripts.map((file) => join('parity', file))];
  const code = (await Promise.all(paths.map((path) => readFile(join(root, 'scripts', path), 'utf8')))).join();
  const goldens = (await readdir(join(root, 'test/golden'))).filter((file) => file.endsWith('.json'));
  expect(goldens.filter((file) => !code.includes(`golden('${file.replace('.json', '')}')`))).toEqual([]);
});

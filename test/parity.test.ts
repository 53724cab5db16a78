import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
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

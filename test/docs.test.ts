import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { KNOWN_KEYS } from '../src/study/file/schema.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

test('the tables of learners, steps and formats are what scripts/make-docs.mjs makes of the registries', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'cistron-docs-'));
  try {
    await promisify(execFile)(process.execPath, [join(root, 'scripts/make-docs.mjs'), folder]);
    for (const name of ['guide/learners.md', 'guide/steps.md', 'formats.md']) {
      const committed = await readFile(join(root, 'docs', name), 'utf8');
      expect(committed, `${name}: run node scripts/make-docs.mjs`).toBe(await readFile(join(folder, name), 'utf8'));
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('the guide to the study file names every key that the schema accepts', async () => {
  const guide = await readFile(join(root, 'docs/guide/study-file.md'), 'utf8');
  const keys = Object.values(KNOWN_KEYS).flat();
  expect(keys.filter((key) => !guide.includes(`\`${key}\``))).toEqual([]);
});

test('links between the pages lead to files that are there', async () => {
  const pages = ['README.md', 'CONTRIBUTING.md'];
  for (const folder of ['docs/guide', 'docs/how-to', 'studies'])
    for (const file of await readdir(join(root, folder), { recursive: true }))
      if (file.endsWith('.md')) pages.push(join(folder, file));
  const broken: string[] = [];
  for (const page of pages) {
    const text = await readFile(join(root, page), 'utf8');
    for (const [, target] of text.matchAll(/\]\((?!https?:|#)([^)#\s]+)/g))
      if (!existsSync(join(root, dirname(page), target!))) broken.push(`${page} → ${target}`);
  }
  expect(broken).toEqual([]);
});

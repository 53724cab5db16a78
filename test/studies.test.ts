import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { createExecutor, fileSource } from '../src/index.node.ts';
import { memoryFolder, parseStudy, runStudy, type Study } from '../src/index.ts';

const folder = fileURLToPath(new URL('../studies', import.meta.url));
const names = readdirSync(folder, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? entry.name : []));
const data = join(folder, '../../shared/data');
const skipped = existsSync(data) ? undefined : `the data are not beside the checkout (${data})`;
if (skipped) console.log(`studies.test.ts: skipped: ${skipped}`);

function read(name: string, quick = false): Study {
  const path = join(folder, name, 'study.yaml');
  return parseStudy(readFileSync(path, 'utf8'), path, { quick, resolve: (file) => join(dirname(path), file) });
}

test.each(names)('%s: parses whole and quick, and begins with the command, the seconds and the result', (name) => {
  const [whole, quick] = [read(name), read(name, true)];
  expect(quick.learners.flatMap(({ candidates }) => candidates).length).toBeLessThan(
    whole.learners.flatMap(({ candidates }) => candidates).length,
  );
  const text = readFileSync(join(folder, name, 'study.yaml'), 'utf8');
  const comment = /^(#.*\n)+/.exec(text)?.[0] ?? '';
  expect(comment).toContain(`cistron run studies/${name}/study.yaml`);
  expect(comment).toMatch(/\d+ s\b/);
  expect(comment).toMatch(/(accuracy|silhouette|c-index|r2) 0\.\d+/);
  expect(existsSync(join(folder, name, 'README.md'))).toBe(true);
});

test.skipIf(skipped).each(names)(
  '%s: its data are where it says, or its make-table.mjs puts them there',
  async (name) => {
    const study = read(name);
    const maker = join(folder, name, 'make-table.mjs');
    if (existsSync(maker)) await import(maker);
    const files = [
      ...(study.samples.from === undefined ? [study.samples.file] : []),
      ...Object.values(study.blocks).flatMap(({ file, files }) => [file ?? [], Object.values(files ?? {})].flat()),
    ];
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  },
);

test.skipIf(skipped)('small-round-blue, quick: tells the four tumours apart in nine of ten children', async () => {
  const executor = await createExecutor();
  try {
    const { record } = await runStudy(read('small-round-blue', true), {
      open: fileSource,
      folder: async () => memoryFolder(),
      executor,
      signal: new AbortController().signal,
      progress: () => {},
      state: () => {},
      now: () => 0,
    });
    // Majority 0.37. Published: every test tumour right (Khan et al. 2001); the bound leaves room for another search.
    expect(record.results[0]!.metrics.accuracy!.value).toBeGreaterThanOrEqual(0.9);
  } finally {
    await executor.close();
  }
});

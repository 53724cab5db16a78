import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { randomKey, simulateCohort, textValues, writeDelimited } from '../src/index.ts';
import { macroF1ByHand } from './library-example.ts';

const here = (path: string) => new URL(path, import.meta.url);

test('the example in the guide is the one that is type-checked and run here', async () => {
  const source = await readFile(here('library-example.ts'), 'utf8');
  const published = source.replace('../src/index.ts', 'cistron').replace('../src/index.node.ts', 'cistron/node');
  expect(await readFile(here('../docs/guide/library.md'), 'utf8')).toContain(`\`\`\`ts\n${published}\`\`\``);
});

test('the example finds the subtypes of a simulated cohort', async () => {
  const { expression, sheet } = simulateCohort({ random: randomKey(3), samples: 120, features: 300, missing: 0.01 });
  const { ids, features, matrix } = expression;
  const subtype = textValues(sheet.columns.find(({ name }) => name === 'subtype')!);
  const rows = ids.map((id, i) => [id, subtype[i]!, ...features.map((_, j) => matrix.data[j * matrix.nRows + i]!)]);
  const folder = await mkdtemp(join(tmpdir(), 'cistron-'));
  try {
    const path = join(folder, 'cohort.tsv');
    await writeFile(path, writeDelimited([['id', 'subtype', ...features], ...rows]));
    // Guessing the largest class gives 0.19; chance alone does not reach this.
    expect(await macroF1ByHand(path, 'subtype')).toBeGreaterThan(0.6);
  } finally {
    await rm(folder, { recursive: true });
  }
});

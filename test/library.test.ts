import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { randomKey, simulateCohort, textValues, writeDelimited } from '../src/index.ts';
import { macroF1ByHand } from './library-example.ts';
import { runByTasks } from './library-tasks.ts';
import { expressionText, sheetText } from './support/run-in-memory.ts';

const here = (path: string) => new URL(path, import.meta.url);

test.each(['library-example.ts', 'library-tasks.ts'])(
  'the example %s in the guide is the one that is type-checked and run here',
  async (name) => {
    const source = await readFile(here(name), 'utf8');
    const published = source.replace('../src/index.ts', 'cistron').replace('../src/index.node.ts', 'cistron/node');
    expect(await readFile(here('../docs/guide/library.md'), 'utf8')).toContain(`\`\`\`ts\n${published}\`\`\``);
  },
);

async function inFolder<T>(files: Readonly<Record<string, string>>, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'cistron-'));
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test('the example finds the subtypes of a simulated cohort', async () => {
  const { expression, sheet } = simulateCohort({ random: randomKey(3), samples: 120, features: 300, missing: 0.01 });
  const { ids, features, matrix } = expression;
  const subtype = textValues(sheet.columns.find(({ name }) => name === 'subtype')!);
  const rows = ids.map((id, i) => [id, subtype[i]!, ...features.map((_, j) => matrix.data[j * matrix.nRows + i]!)]);
  await inFolder({ 'cohort.tsv': writeDelimited([['id', 'subtype', ...features], ...rows]) }, async (folder) => {
    // Guessing the largest class gives 0.19; chance alone does not reach this.
    expect(await macroF1ByHand(join(folder, 'cohort.tsv'), 'subtype')).toBeGreaterThan(0.6);
  });
});

test('the example by tasks runs them all, and its replay finds no difference', async () => {
  const cohort = simulateCohort({ random: randomKey(3), samples: 48, features: 12, informative: 6, effect: 3 });
  const files = { 'expression.tsv': expressionText(cohort.expression), 'sheet.tsv': sheetText(cohort.sheet) };
  await inFolder(files, async (folder) => {
    const study = `cistron: 1
samples: { file: ${folder}/sheet.tsv, id: sample, target: subtype }
blocks: { expression: { file: ${folder}/expression.tsv, kind: expression } }
learners: [{ knn: { k: 3 } }]
validate: { outer: 2, inner: 2 }`;
    // Folds of knn, the majority and the best feature; the choice, distances, the final fit.
    expect(await runByTasks(study, join(folder, 'run'))).toMatch(/^knn, (\d+) tasks; again: the same, \d+ results$/);
  });
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Executor } from '../src/base/context.ts';
import { randomKey } from '../src/base/random.ts';
import { createExecutor } from '../src/kernels/executor.node.ts';
import { createStep, parseStep } from '../src/prepare/step.ts';
import { simulateNoise } from '../src/simulate/noise.ts';
import { memoryFolder } from '../src/study/run-folder.ts';
import type { Block } from '../src/table/block.ts';
import { classTarget } from '../src/table/target.ts';
import { testContext } from './support/blocks.ts';
import { expressionText, runInMemory, sheetText, textOf } from './support/run-in-memory.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(2);
});
afterAll(() => executor.close());

const TABLES = 20;
/** 2,000 takes seconds. The whole oracle: NOISE_FEATURES=10000 npx vitest run test/noise-oracle.test.ts (about a minute on two cores). */
const FEATURES = Number(process.env.NOISE_FEATURES ?? 2000);
const noise = (table: number) =>
  simulateNoise({ samples: 50, features: FEATURES, classes: 2, random: randomKey(table) });

/** ROC AUC out of fold, of elastic net. */
async function rocAuc(expression: Block, sheet: ReturnType<typeof noise>['sheet'], seed: number): Promise<number> {
  const study = `
cistron: 1
samples: { file: sheet.tsv, id: sample, target: subtype }
blocks: { expression: { file: expression.tsv, kind: expression } }
learners: [{ elastic-net: { l1-ratio: [0.5], path-length: 10 } }]
validate: { outer: 5, inner: 4, seed: ${seed} }`;
  const folder = memoryFolder();
  const files = { 'expression.tsv': expressionText(expression), 'sheet.tsv': sheetText(sheet) };
  await runInMemory(study, files, executor, { folder });
  return JSON.parse(textOf(folder, 'run.json')).results[0].metrics['roc-auc'].value;
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test(`labels that have nothing to do with ${FEATURES} features are predicted at chance: mean ROC AUC of 20 tables of 50 samples in 0.4 … 0.6`, {
  timeout: 600_000,
}, async () => {
  const scores: number[] = [];
  for (let table = 1; table <= TABLES; table++) {
    const { expression, sheet } = noise(table);
    scores.push(await rocAuc(expression, sheet, table));
  }
  console.log(
    `mean ROC AUC ${mean(scores).toFixed(3)}, from ${Math.min(...scores).toFixed(2)} to ${Math.max(...scores).toFixed(2)}`,
  );
  expect(mean(scores)).toBeGreaterThan(0.4);
  expect(mean(scores)).toBeLessThan(0.6);
});

test('the same validation of features that were chosen on all samples beforehand finds a signal that is not there: why selection belongs inside the folds', async () => {
  const scores: number[] = [];
  for (let table = 1; table <= 3; table++) {
    const { expression, sheet } = noise(table);
    const target = classTarget(sheet.columns[1]!.values as string[], 'noise');
    const selection = await createStep(parseStep({ 'anova-f': 50 }, 'test'));
    const chosen = (await selection.fit(expression, target, testContext())).apply(expression);
    scores.push(await rocAuc(chosen, sheet, table));
  }
  console.log(`ROC AUC with selection outside the folds: ${scores.map((score) => score.toFixed(3)).join(', ')}`);
  for (const score of scores) expect(score).toBeGreaterThan(0.95);
});

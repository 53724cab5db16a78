import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Executor } from '../src/base/context.ts';
import { randomKey } from '../src/base/random.ts';
import { createExecutor } from '../src/kernels/executor.node.ts';
import { createStep, parseStep } from '../src/prepare/step.ts';
import type { LeakyResult, RunRecord } from '../src/report/record.ts';
import { simulateNoise } from '../src/simulate/noise.ts';
import { memoryFolder } from '../src/study/run/run-folder.ts';
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

/** The run of elastic net on a table. @param leaky a line of the study's validate. */
async function runOn(
  { expression, sheet }: { expression: Block; sheet: ReturnType<typeof noise>['sheet'] },
  seed: number,
  leaky = '',
): Promise<{ record: RunRecord; report: string }> {
  const study = `
cistron: 1
samples: { file: sheet.tsv, id: sample, target: subtype }
blocks: { expression: { file: expression.tsv, kind: expression } }
learners: [{ elastic-net: { l1-ratio: [0.5], path-length: 10 } }]
validate: { outer: 5, inner: 4, seed: ${seed}${leaky} }`;
  const folder = memoryFolder();
  const files = { 'expression.tsv': expressionText(expression), 'sheet.tsv': sheetText(sheet) };
  const { record } = await runInMemory(study, files, executor, { folder });
  return { record, report: textOf(folder, 'report.html') };
}

const rocAuc = ({ record }: { record: RunRecord }) => record.results[0]!.metrics['roc-auc']!.value;

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test(`labels that have nothing to do with ${FEATURES} features are predicted at chance: mean ROC AUC of 20 tables of 50 samples in 0.4 … 0.6`, {
  timeout: 600_000,
}, async () => {
  const scores: number[] = [];
  for (let table = 1; table <= TABLES; table++) {
    scores.push(rocAuc(await runOn(noise(table), table)));
  }
  console.log(
    `mean ROC AUC ${mean(scores).toFixed(3)}, from ${Math.min(...scores).toFixed(2)} to ${Math.max(...scores).toFixed(2)}`,
  );
  expect(mean(scores)).toBeGreaterThan(0.4);
  expect(mean(scores)).toBeLessThan(0.6);
});

test('leaky beside honest: features chosen on all samples find a signal that is not there, and the report says so', async () => {
  const scores: number[] = [];
  for (let table = 1; table <= 3; table++) {
    const { record, report } = await runOn(noise(table), table, ', leaky: [selection-outside]');
    const [{ mistake, learner, metrics }] = record.leaky as [LeakyResult];
    expect([mistake, learner]).toEqual(['selection-outside', record.chosen]);
    scores.push(metrics['roc-auc']!.value);
    expect(rocAuc({ record })).toBeLessThan(0.8);
    expect(report).toContain('Leaky beside honest');
    expect(report).toContain('Then ROC AUC would be');
  }
  console.log(`ROC AUC with selection outside the folds: ${scores.map((score) => score.toFixed(3)).join(', ')}`);
  for (const score of scores) expect(score).toBeGreaterThan(0.95);
});

test('a table whose features were chosen beforehand, on all samples, scores as well, and the audit warns of both', async () => {
  for (let table = 1; table <= 3; table++) {
    const { expression, sheet } = noise(table);
    const target = classTarget(sheet.columns[1]!.values as string[], 'noise');
    const selection = await createStep(parseStep({ 'anova-f': 50 }, 'test'));
    const chosen = (await selection.fit(expression, target, testContext())).apply(expression);
    const run = await runOn({ expression: chosen, sheet }, table);
    expect(rocAuc(run)).toBeGreaterThan(0.95);
    expect(run.record.audit.find(({ rule }) => rule === 'preselected')!.status).toBe('warn');
  }
});

import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Executor } from '../src/base/context.ts';
import { randomKey } from '../src/base/random.ts';
import { fromTypedJson } from '../src/base/typed-json.ts';
import { outputOf } from '../src/explain/attribution.ts';
import { createExecutor } from '../src/kernels/executor.node.ts';
import { memorySource } from '../src/read/source.ts';
import { writeDelimited } from '../src/read/write.ts';
import type { ReportInput } from '../src/report/input.ts';
import { renderNewSamples } from '../src/report/new-samples/render-new-samples.ts';
import { explainedInput, explainedTable, explainSamples } from '../src/study/model/explain-samples.ts';
import { readModel } from '../src/study/model/model-file.ts';
import { memoryFolder } from '../src/study/run/run-folder.ts';
import { apart } from './support/explain.ts';
import { runInMemory, textOf } from './support/run-in-memory.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(2);
});
afterAll(() => executor.close());

const draws = randomKey(11).stream();
const [OWN, OTHER, P] = [150, 30, 6];
const CLASSES = ['a', 'b', 'c'];
/** Three classes by g0 and g1; both blocks have a feature g1, of which that of `more` is noise. */
function cohort(n: number, prefix: string) {
  const rows = Array.from({ length: n }, (_, i) => {
    const k = i % 3;
    const g = Array.from({ length: P }, (_, j) => draws.normal() + (j < 2 ? [0, 2, -2][(k + j) % 3]! : 0));
    return { id: `${prefix}${i}`, k, g: g.map((x) => Number(x.toFixed(3))) };
  });
  return {
    sheet: writeDelimited([['id', 'class'], ...rows.map(({ id, k }) => [id, CLASSES[k]!])]),
    rna: writeDelimited([['id', 'g0', 'g1', 'g2', 'g3'], ...rows.map(({ id, g }) => [id, ...g.slice(0, 4)])]),
    more: writeDelimited([['id', 'g1', 'h0'], ...rows.map(({ id, g }) => [id, ...g.slice(4)])]),
  };
}
const [own, other] = [cohort(OWN, 's'), cohort(OTHER, 'n')];
const FILES = {
  ...{ 'samples.tsv': own.sheet, 'rna.tsv': own.rna, 'more.tsv': own.more },
  ...{ 'samples2.tsv': other.sheet, 'rna2.tsv': other.rna, 'more2.tsv': other.more },
};
// The fold that tests another cohort learns from all samples of the study, as the model does that is kept: they are the same model.
const study = (learner: string) => `
cistron: 1
samples: { file: samples.tsv, id: id, target: class }
blocks:
  rna: { file: rna.tsv, kind: numeric, rows: samples, prepare: [standardize] }
  more: { file: more.tsv, kind: numeric, rows: samples, prepare: [standardize] }
learners: [${learner}]
validate: { outer: { external: { samples: { file: samples2.tsv, id: id }, blocks: { rna: { file: rna2.tsv }, more: { file: more2.tsv } } } }, calibrate: none }
report: { explain: true }`;

async function explainedBothWays(learner: string) {
  const folder = memoryFolder();
  const { record } = await runInMemory(study(learner), FILES, executor, { folder });
  const bundle = await readModel(folder.files.get('model.cistron')!, 'model.cistron');
  const source = (name: string, text: string) => memorySource(name, new TextEncoder().encode(text));
  const files = new Map([
    ['rna', source('rna2.tsv', other.rna)],
    ['more', source('more2.tsv', other.more)],
  ]);
  const ctx = {
    ...{ executor, random: randomKey(0), signal: new AbortController().signal },
    ...{ progress: () => {}, warn: () => {} },
  };
  const said: string[] = [];
  const explained = await explainSamples(bundle, files, (sentence) => said.push(sentence), ctx, {});
  return { record, folder, bundle, said, explained };
}

test.each([
  ['{ elastic-net: { lambda: 0.02 } }', 'linear-shap'],
  ['{ tree: { max-depth: 3, cost-complexity: 0 } }', 'tree-shap'],
])('%s: a sample is explained by its model as it was in the run', async (learner, method) => {
  const { record, folder, explained, said } = await explainedBothWays(learner);
  const { attribution } = explained;
  expect([record.explanation!.method, explained.method]).toEqual([method, method]);
  expect(record.explanation!.scale).toBe(attribution.scale);
  if (method === 'linear-shap') expect(said).toContain('explained against the mean of the training samples');

  const [fold, ...none] = fromTypedJson<ReportInput>(textOf(folder, 'report.json')).attributions!;
  expect(none).toEqual([]);
  expect(fold!.rows).toHaveLength(OTHER);
  expect(fold!.outputs).toEqual(attribution.outputs);
  expect(apart(fold!.base, attribution.base)).toBeLessThan(1e-6);
  expect(fold!.features.length).toBeGreaterThan(1);
  fold!.features.forEach((name, f) => {
    const at = attribution.names.indexOf(name);
    attribution.outputs.forEach((_, k) => {
      const run = fold!.values.subarray((k * fold!.features.length + f) * OTHER).subarray(0, OTHER);
      const now = attribution.values.subarray((k * attribution.features.length + at) * OTHER).subarray(0, OTHER);
      expect(apart(run, now)).toBeLessThan(1e-6);
    });
  });
});

test('of three classes the log-odds are each less the mean of all, and add up to the logarithm of the probability less theirs', async () => {
  const { explained } = await explainedBothWays('{ elastic-net: { lambda: 0.02 } }');
  const { attribution, prediction, ids } = explained;
  expect(attribution.scale).toBe('log-odds');
  if (prediction.task !== 'classification') throw new Error('classes expected');
  const said = outputOf(attribution);
  ids.forEach((_, i) => {
    const logs = CLASSES.map((_, k) => Math.log(prediction.probabilities[i * 3 + k]!));
    const mean = logs.reduce((a, b) => a + b) / 3;
    logs.forEach((log, k) => {
      expect(said[k * ids.length + i]).toBeCloseTo(log - mean, 4);
    });
  });
  const perOutput = attribution.values.length / 3;
  for (let at = 0; at < perOutput; at++) {
    const sum = [0, 1, 2].reduce((all, k) => all + attribution.values[k * perOutput + at]!, 0);
    expect(Math.abs(sum)).toBeLessThan(1e-9);
  }
});

test('pages name a feature without its block where no other block has it; tables and records with it', async () => {
  const { folder, bundle, explained } = await explainedBothWays('{ elastic-net: { lambda: 0.001 } }');
  const page = renderNewSamples(explainedInput(bundle, explained, { notes: [], command: 'cistron explain' }));
  for (const html of [page, textOf(folder, 'report.html')]) {
    expect(html).not.toContain('rna:g0');
    expect(html).not.toContain('more:h0');
    expect(html).toContain('rna:g1');
    expect(html).toContain('more:g1');
    expect(html).toContain('g0');
  }
  expect(explainedTable(explained, 10)).toContain('rna:g0');
  const names = JSON.parse(textOf(folder, 'run.json')).explanation.features.map(
    ({ feature }: { feature: string }) => feature,
  );
  expect(names).toContain('rna:g0');
  expect(names.every((name: string) => /^(rna|more):/.test(name))).toBe(true);
});

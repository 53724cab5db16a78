import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blockOf, testContext } from '../../../test/support/blocks.ts';
import type { Context, Executor } from '../../base/context.ts';
import { randomKey } from '../../base/random.ts';
import { createExecutor } from '../../kernels/executor.node.ts';
import { leaks } from '../../simulate/leaks.ts';
import { simulateNoise } from '../../simulate/noise.ts';
import { simulateStudy } from '../../simulate/study.ts';
import { sparsified } from '../../table/matrix.ts';
import { classTarget, type Target } from '../../table/target.ts';
import { auditStudy } from './audit-study.ts';
import { type AuditFacts, auditInput } from './input.ts';
import { auditRules, runAudit } from './rules.ts';

let executor: Executor;
let ctx: Context;
beforeAll(async () => {
  executor = await createExecutor(2);
  ctx = testContext(undefined, executor);
});
afterAll(() => executor.close());

const ruleOf = (name: string) => auditRules.find(({ rule }) => rule === name)!;
const ask = async (name: string, facts: Omit<AuditFacts, 'annotations' | 'groups'> & Partial<AuditFacts>) => {
  const given = { annotations: { ids: facts.ids, columns: [] }, groups: Int32Array.from(facts.ids.keys()), ...facts };
  return (await ruleOf(name).run(auditInput(given, ctx), ctx))[0];
};

test('ids-in-features: words that a step reads by what they spell are no ids, and are where none does', async () => {
  const lists = Array.from({ length: 40 }, (_, i) => `A${i}C,D${i + 1}E`);
  const block = {
    ...blockOf(
      lists.map((_, i) => [i]),
      [lists],
    ),
    name: 'protein',
  };
  const facts = {
    ids: block.ids,
    blocks: [block],
    target: classTarget(
      lists.map((_, i) => (i % 2 ? 'a' : 'b')),
      'test',
    ),
  };
  expect(await ask('ids-in-features', facts)).toMatchObject({ status: 'fail' });
  expect(await ask('ids-in-features', { ...facts, spelledBlocks: ['protein'] })).toMatchObject({ status: 'pass' });
});

describe('every rule', () => {
  test('has a name of its own, a question, and three different reasons', () => {
    expect(new Set(auditRules.map(({ rule }) => rule)).size).toBe(auditRules.length);
    for (const { rule, title, why } of auditRules) {
      expect(rule).toMatch(/^[a-z]+(-[a-z]+)*$/);
      expect(title, rule).toMatch(/\?$/);
      const texts = [why.novice, why.intermediate, why.advanced];
      for (const text of texts) expect(text.length, rule).toBeGreaterThan(60);
      expect(new Set(texts).size).toBe(3);
    }
  });

  test('that may fail is one that the contract names', () => {
    const fatal = auditRules.filter(({ worst }) => worst === 'fail').map(({ rule }) => rule);
    expect(fatal).toEqual(['groups', 'duplicate-labels', 'ids-in-features', 'target-in-features']);
  });

  test('has a leak planted for it, unless it speaks of groups and duplicates that are no mistake, or of results', () => {
    const planted = new Set(leaks.map(({ rule }) => rule));
    const without = auditRules.filter(({ rule }) => !planted.has(rule)).map(({ rule }) => rule);
    expect(without).toEqual(['inferred-groups', 'duplicate-samples', 'holdout-reused', 'too-good']);
  });

  test('changes nothing, and says the same again', async () => {
    const study = simulateStudy({ task: 'survival', samples: 60, features: 120, missing: 0.05, random: randomKey(5) });
    const before = structuredClone(study);
    const twice = [0, 1].map(() => runAudit('start', auditInput(study, ctx), ctx));
    const [first, second] = await Promise.all(twice);
    expect(first).toEqual(second);
    expect(study).toEqual(before);
  });

  test('has nothing to say of labels where there are none', async () => {
    const study = simulateStudy({ task: 'regression', samples: 60, features: 120, random: randomKey(5) });
    const target: Target = { task: 'clustering', nSamples: study.ids.length };
    const findings = await runAudit('start', auditInput({ ...study, target }, ctx), ctx);
    expect(findings.map(({ rule }) => rule)).toEqual([
      'groups',
      'duplicate-samples',
      'ids-in-features',
      'standardised',
    ]);
  });

  test('says what to do exactly where something is wrong', async () => {
    for (const [l, leak] of leaks.entries()) {
      const task = leak.tasks[0] as 'classification';
      const study = leak.plant(
        simulateStudy({ task, samples: 120, features: 150, random: randomKey(l) }),
        randomKey(7),
      );
      const given = { ...study, ...(study.split ? { splits: [[study.split]] } : {}), targetColumns: ['outcome'] };
      const findings = await runAudit('start', auditInput(given, ctx), ctx);
      for (const { status, todo } of findings) expect(todo === undefined).toBe(status === 'pass');
      expect(findings.find(({ rule }) => rule === leak.rule)?.status, leak.name).not.toBe('pass');
    }
  });
});

test('a sample of the audit study: of 20 clean cohorts none fails, of 20 with a leak of each kind at least 18 are caught', {
  timeout: 240_000,
}, async () => {
  const { clean, leaks: planted } = await auditStudy(20, { ...ctx, random: randomKey(1) });
  expect(clean.failed).toBe(0);
  for (const { name, caught } of planted) expect(caught, name).toBeGreaterThanOrEqual(18);
});

describe('a single feature that separates', () => {
  test('by chance is not reported: 20 samples of noise, 20,000 features', async () => {
    const { expression, sheet } = simulateNoise({ samples: 20, features: 20_000, random: randomKey(2) });
    const target = classTarget(sheet.columns[1]!.values as string[], 'test');
    const found = await ask('separating-feature', { ids: sheet.ids, blocks: [expression], target });
    expect(found).toMatchObject({ status: 'pass', message: expect.stringMatching(/as expected by chance/) });
    expect(found!.evidence.above as number).toBeGreaterThan(0);
  });

  test('beyond chance is, with its AUC; so is one that only sorts out one class of three', async () => {
    const codes = Int32Array.from({ length: 90 }, (_, i) => i % 3);
    const stream = randomKey(1).stream();
    const rows = Array.from(codes, (code) => [stream.normal(), code === 1 ? 3 + stream.uniform() : stream.uniform()]);
    const target: Target = { task: 'classification', classes: ['a', 'b', 'c'], codes };
    const found = await ask('separating-feature', {
      ids: rows.map((_, i) => `s${i}`),
      blocks: [blockOf(rows)],
      target,
    });
    expect(found).toMatchObject({ status: 'warn', message: expect.stringContaining("('test:g1'; best AUC 1.000)") });
  });
});

describe('a batch', () => {
  const study = (shift: number) => {
    const stream = randomKey(9).stream();
    const codes = Int32Array.from({ length: 120 }, (_, i) => i % 2);
    const plates = Array.from(codes, (code) => (stream.uniform() < 0.8 ? code : 1 - code));
    // Genes 0 … 9 know the class, genes 10 … 59 the plate.
    const rows = Array.from(codes, (code, i) =>
      Array.from({ length: 60 }, (_, j) => stream.normal() + (j < 10 ? 1.5 * code : shift * plates[i]!)),
    );
    const ids = rows.map((_, i) => `s${i}`);
    return {
      ...{ ids, blocks: [blockOf(rows)] },
      target: { task: 'classification', classes: ['a', 'b'], codes } as const,
      annotations: { ids, columns: [{ name: 'plate', type: 'text' as const, values: plates.map((p) => `P${p}`) }] },
    };
  };

  test('that goes with the classes and shows in the features is a warning with both numbers', async () => {
    const { status, message } = (await ask('batch', study(0.7)))!;
    expect(status).toBe('warn');
    expect(message).toMatch(
      /'plate' goes with the classes \(Cramér's V 0\.\d\d\) and the features tell it \(balanced accuracy 0\.\d\d, by chance 0\.50\)/,
    );
  });

  test('that the features show only because they show the class is not', async () => {
    const { status, evidence } = (await ask('batch', study(0)))!;
    expect(status).toBe('pass');
    // Unconditionally the features do tell the plate.
    expect((evidence.columns as { accuracy: number }[])[0]!.accuracy).toBeGreaterThan(0.6);
  });

  test('in TCGA barcodes is found without a column', async () => {
    const { annotations: _, ids, ...rest } = study(0.7);
    const plate = study(0.7).annotations.columns[0]!.values;
    const barcodes = ids.map((_, i) => `TCGA-${plate[i]}-${String(1000 + i)}`);
    expect(await ask('batch', { ...rest, ids: barcodes })).toMatchObject({
      status: 'warn',
      message: expect.stringContaining('tissue source site (barcode)'),
    });
  });
});

describe('at the end', () => {
  const codes = Int32Array.from({ length: 40 }, (_, i) => i % 2);
  const facts = {
    ids: Array.from(codes, (_, i) => `s${i}`),
    blocks: [],
    target: { task: 'classification', classes: ['a', 'b'], codes } as const,
  };

  test('a score of 0.99 is too good to be believed, one of 0.98 is not; without scores nothing is said', async () => {
    const scores = (auc: number) => ({ scores: { learner: 'forest', values: { 'roc-auc': auc, accuracy: 1 } } });
    expect(await ask('too-good', { ...facts, ...scores(0.993) })).toMatchObject({ status: 'warn' });
    expect(await ask('too-good', { ...facts, ...scores(0.98) })).toMatchObject({ status: 'pass' });
    expect(await ask('too-good', facts)).toBeUndefined();
  });

  test('a test part that judged other studies is counted; cross-validation has none', async () => {
    expect(await ask('holdout-reused', facts)).toBeUndefined();
    expect(await ask('holdout-reused', { ...facts, earlierLocks: [] })).toMatchObject({ status: 'pass' });
    expect(await ask('holdout-reused', { ...facts, earlierLocks: ['abc', 'def'] })).toMatchObject({
      status: 'warn',
      message: expect.stringContaining('3 different studies'),
    });
  });
});

test('a sparse table is audited as the dense one, and is not written out dense', async () => {
  const stream = randomKey(12).stream();
  const codes = Int32Array.from({ length: 90 }, (_, i) => i % 2);
  const rows = Array.from(codes, (code) =>
    Array.from({ length: 80 }, (_, j) =>
      stream.uniform() < (j < 5 && code === 1 ? 0.5 : 0.05) ? 1 + stream.below(4) : 0,
    ),
  );
  const ids = rows.map((_, i) => `s${i}`);
  const dense = blockOf(rows);
  const sparse = { ...dense, matrix: sparsified(dense.matrix, 0.5) };
  const plates = Array.from(codes, (code) => (stream.uniform() < 0.8 ? `P${code}` : 'P2'));
  const audit = (block: typeof dense) => {
    const target: Target = { task: 'classification', classes: ['a', 'b'], codes };
    const annotations = { ids, columns: [{ name: 'plate', type: 'text' as const, values: plates }] };
    const facts = { ids, annotations, blocks: [block], target, groups: Int32Array.from(ids.keys()), pairs: [] };
    return runAudit('start', auditInput(facts, ctx), ctx);
  };
  expect(await audit(sparse)).toEqual(await audit(dense));
  // Reading `data` would have replaced the getter that makes it.
  expect(Object.getOwnPropertyDescriptor(sparse.matrix, 'data')!.get).toBeTypeOf('function');
});

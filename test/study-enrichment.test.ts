// A study that names a file of gene sets: drivers and differences are looked for in them.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Executor } from '../src/base/context.ts';
import { randomKey } from '../src/base/random.ts';
import { createExecutor } from '../src/index.node.ts';
import { memoryFolder } from '../src/study/run/run-folder.ts';
import { type Files, type MemoryFolder, runInMemory, textOf } from './support/run-in-memory.ts';
import { cohort, files, studyText } from './support/small-study.ts';
import { failureOf } from './support/tables.ts';

const { features } = cohort.expression;
const informative = [...new Set(cohort.truth.informative.flat())];
const rest = features.filter((name) => !informative.includes(name));
const line = (name: string, members: readonly string[]) => `${[name, `http://sets/${name}`, ...members].join('\t')}\n`;
const gmt =
  line('DRIVERS', [...informative, 'ELSEWHERE']) +
  [0, 1, 2, 3]
    .map((k) =>
      line(
        `NOTHING${k}`,
        rest.filter((_, j) => j % 4 === k),
      ),
    )
    .join('') +
  line('TINY', rest.slice(0, 2));
const withSets: Files = { ...files, 'sets.gmt': gmt };
const study = studyText({
  learners: '[{ elastic-net: { l1-ratio: 0.2, path-length: 8 } }]',
  validate: ', calibrate: none',
  more: 'report: { gene-sets: sets.gmt }\n',
});

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(1);
});
afterAll(() => executor.close());

describe('report.gene-sets', () => {
  let folder: MemoryFolder;
  let ran: Awaited<ReturnType<typeof runInMemory>>;
  beforeAll(async () => {
    folder = memoryFolder();
    ran = await runInMemory(study, withSets, executor, { folder });
  }, 60_000);

  test('the planted genes are found among the drivers, sets of nothing are not', () => {
    const drivers = ran.record.enrichment!.find((one) => one.of === 'drivers')!;
    expect(drivers).toMatchObject({ by: 'attribution', learner: 'elastic-net', folds: 3 });
    expect(drivers).toMatchObject({ background: features.length, tested: 5, tooSmall: 1, file: 'sets.gmt' });
    const [first, ...others] = drivers.sets as readonly { readonly set: string; readonly q: number }[];
    expect(first!.set).toBe('DRIVERS');
    expect(first!.q).toBeLessThan(1e-4);
    expect(others.every(({ q }) => q > 0.05)).toBe(true);
    expect(drivers.links.DRIVERS).toBe('http://sets/DRIVERS');
  });

  test('the planted genes drive every class, out of fold, and sets of nothing do not', () => {
    const found = ran.record.enrichment!.flatMap((one) => (one.of === 'attributions' ? [one] : []));
    const sums = found.flatMap((one) => (one.method === 'summed' ? one.sets : []));
    expect(found.length).toBe(ran.record.study.classes.length + 1);
    const one = sums[0]!;
    expect(one).toMatchObject({ set: 'DRIVERS', size: 30, expected: 0.25 });
    expect(one.share).toBeGreaterThan(0.5);
    expect(one.q).toBeLessThan(0.02);
    expect(one['held-out'].z).toBeGreaterThan(4);
    expect(one['by-fold']).toHaveLength(3);
    for (const { sets } of found) for (const { set, q } of sets) if (q < 0.05) expect(set).toBe('DRIVERS');
  });

  test('each class is ranked against the others, over the features of the study', () => {
    const ranked = ran.record.enrichment!.filter((one) => one.of === 'differential-expression');
    const { classes } = ran.record.study;
    expect(ranked.map(({ contrast }) => contrast)).toEqual(classes.length === 2 ? [expect.any(String)] : classes);
    for (const one of ranked) expect([one.background, one.tested]).toEqual([features.length, 5]);
  });

  test('the report says so, as text alone; the lock holds the hash of the file', () => {
    const html = textOf(folder, 'report.html');
    expect(html).toContain('<h2 id="gene-sets-heading">Gene sets</h2>');
    expect(html).toContain('DRIVERS: http://sets/DRIVERS');
    expect(html).toContain('DRIVERS has');
    expect(html).toContain('Sets that drive the answer');
    expect(html).not.toMatch(/(?:href|src)="http/);
    const { data, study: locked } = JSON.parse(textOf(folder, 'study.lock.json'));
    expect(locked.report.geneSets).toBe(data['sets.gmt']);
    expect(ran.said.some((sentence) => sentence.startsWith('sets.gmt: 6 sets, which hold 120 of 120'))).toBe(true);
  });
});

test.each(['elastic-net: { l1-ratio: 0.2, path-length: 8 }', 'forest: { trees: 30, max-depth: 4 }'])(
  'of labels that mean nothing no set is named, and no feature is stable: %s',
  async (learner) => {
    const [head, ...rows] = String(withSets['sheet.tsv']).trimEnd().split('\n') as [string, ...string[]];
    const at = head.split('\t').indexOf('subtype');
    const labels = randomKey(21)
      .stream()
      .shuffle(rows.map((row) => row.split('\t')[at]!));
    const shuffled = rows.map((row, i) => row.split('\t').with(at, labels[i]!).join('\t'));
    const text = study
      .replace(/learners: .*/, `learners: [{ ${learner} }]`)
      .replace('gene-sets: sets.gmt', 'gene-sets: sets.gmt, explain: { subsamples: 10 }');
    const { record } = await runInMemory(
      text,
      { ...withSets, 'sheet.tsv': `${[head, ...shuffled].join('\n')}\n` },
      executor,
    );
    const asked = record.enrichment!.filter(({ of }) => of !== 'differential-expression');
    expect(asked.length).toBeGreaterThan(3);
    const named = asked.flatMap(({ sets }) => (sets as readonly { q: number }[]).filter(({ q }) => q < 0.05));
    expect(named).toEqual([]);
    expect(record.explanation!['stability-selection']!.stable).toEqual([]);
  },
  60_000,
);

test('sets of other names are refused before anything is learned', async () => {
  const failure = await failureOf(runInMemory(study, { ...files, 'sets.gmt': line('A', ['ENSG1']) }, executor));
  expect(failure.message).toMatch(/^sets.gmt: members of the sets must be features, got none in common/);
});

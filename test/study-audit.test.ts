import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Executor } from '../src/base/context.ts';
import { DataError, LeakageError } from '../src/base/errors.ts';
import { randomKey } from '../src/base/random.ts';
import { createExecutor } from '../src/kernels/executor.node.ts';
import { writeDelimited } from '../src/read/write.ts';
import { simulateFamilies } from '../src/simulate/families.ts';
import { simulateSequenceFamilies } from '../src/simulate/sequence-families.ts';
import { memoryFolder } from '../src/study/run/run-folder.ts';
import { textValues } from '../src/table/annotations.ts';
import {
  expressionText,
  type Files,
  type MemoryFolder,
  runInMemory,
  sheetText,
  textOf,
} from './support/run-in-memory.ts';
import { cohort, files, foldsOf, studyText } from './support/small-study.ts';

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(2);
});
afterAll(() => executor.close());

describe('groups', () => {
  test('both measurements of a patient stay on one side, whether the sheet says so or only the measurements do', async () => {
    const folder = memoryFolder();
    await runInMemory(studyText({ learners: '[majority]' }), files, executor, { folder });
    const folds = foldsOf(folder);
    expect(cohort.truth.duplicates.map(({ samePatientInSheet }) => samePatientInSheet)).toEqual([true, false]);
    for (const { samples } of cohort.truth.duplicates) expect(folds.get(samples[0])).toBe(folds.get(samples[1]));
    const audit = JSON.parse(textOf(folder, 'run.json')).audit as {
      rule: string;
      status: string;
      evidence: { pairs: number };
    }[];
    expect(audit.find(({ rule }) => rule === 'duplicate-samples')).toMatchObject({
      status: 'warn',
      evidence: { pairs: 2 },
    });
    expect(audit.find(({ rule }) => rule === 'groups')).toMatchObject({
      evidence: { samples: 90, groups: 88, largest: 2 },
    });
  });

  test('the id column may be named as a group: every sample is then one, and repeats are still found', async () => {
    const folder = memoryFolder();
    const study = studyText({ learners: '[majority]' }).replace('group: patient', 'group: sample');
    await runInMemory(study, files, executor, { folder });
    const { audit } = JSON.parse(textOf(folder, 'run.json')) as { audit: { rule: string; evidence: object }[] };
    expect(audit.find(({ rule }) => rule === 'groups')).toMatchObject({ evidence: { groups: 88, largest: 2 } });
  });

  test.each([1, 2, 3, 4, 5])('no group of any size is split, seed %d', async (seed) => {
    // Families of 1 to 9.
    const stream = randomKey(seed).stream();
    const family = cohort.sheet.ids.map(() => `F${Math.floor(stream.uniform() ** 2 * 30)}`);
    const sheet = {
      ...cohort.sheet,
      columns: [...cohort.sheet.columns, { name: 'family', type: 'text' as const, values: family }],
    };
    const folder = memoryFolder();
    const study = studyText({ learners: '[majority]' })
      .replace('group: patient', 'group: [patient, family]')
      .replace('seed: 1', `seed: ${seed}`);
    await runInMemory(study, { ...files, 'sheet.tsv': sheetText(sheet) }, executor, { folder });
    const folds = foldsOf(folder);
    const sides = new Map<string, Set<string>>();
    for (const column of [family, textValues(cohort.sheet.columns[0]!)]) {
      column.forEach((name, i) => {
        sides.set(name!, (sides.get(name!) ?? new Set()).add(folds.get(cohort.sheet.ids[i]!)!));
      });
    }
    for (const [name, seen] of sides) expect(seen.size, name).toBe(1);
  });

  test('patients are told from TCGA barcodes without being declared', async () => {
    const barcode = (i: number) => `TCGA-A1-A${String(Math.floor(i / 3)).padStart(3, '0')}-0${(i % 3) + 1}A`;
    const ids = cohort.expression.ids.map((_, i) => barcode(i));
    const folder = memoryFolder();
    const study = studyText({ learners: '[majority]' }).replace('group: patient, ', '');
    const renamed = {
      'expression.tsv': expressionText({ ...cohort.expression, ids }),
      'sheet.tsv': sheetText({ ...cohort.sheet, ids }),
    };
    await runInMemory(study, renamed, executor, { folder });
    const folds = foldsOf(folder);
    for (let i = 0; i < 90; i++) expect(folds.get(barcode(i))).toBe(folds.get(barcode(3 * Math.floor(i / 3))));
  });

  /** A column beside the sheet's own, in which samples share values in threes. */
  const withColumn = (name: string) => ({
    ...files,
    'sheet.tsv': sheetText({
      ...cohort.sheet,
      columns: [
        ...cohort.sheet.columns,
        { name, type: 'text' as const, values: cohort.sheet.ids.map((_, i) => `v${i % 30}`) },
      ],
    }),
  });
  const threes = (folder: MemoryFolder) => {
    const folds = foldsOf(folder);
    return cohort.sheet.ids.filter((id, i) => folds.get(id) === folds.get(cohort.sheet.ids[i % 30]!)).length;
  };
  const auditOf = (folder: MemoryFolder) =>
    new Map<string, { status: string; message: string; evidence: Record<string, unknown> }>(
      JSON.parse(textOf(folder, 'run.json')).audit.map((finding: { rule: string }) => [finding.rule, finding]),
    );

  test('a column that names lesions is a group without being declared; one that names sites is not', async () => {
    const folder = memoryFolder();
    await runInMemory(studyText({ learners: '[majority]' }), withColumn('lesion_id'), executor, { folder });
    expect(threes(folder)).toBe(90);
    const found = auditOf(folder).get('inferred-groups')!;
    expect(found.status).toBe('warn');
    expect(found.message).toContain('column:lesion_id binds 90 samples');
    expect(found.evidence).toMatchObject({ 'column:lesion_id': { samples: 90, groups: 30, used: true } });
    const site = memoryFolder();
    await runInMemory(studyText({ learners: '[majority]' }), withColumn('site'), executor, { folder: site });
    expect(threes(site)).toBeLessThan(80);
  });

  test('a source is overruled by name; the reason stands in run.json and lock', async () => {
    const folder = memoryFolder();
    const ignore = { source: 'column:lesion_id', reason: 'numbered within a patient' };
    const study = studyText({ learners: '[majority]', validate: `, ignore-groups: [${JSON.stringify(ignore)}]` });
    await runInMemory(study, withColumn('lesion_id'), executor, { folder });
    expect(threes(folder)).toBeLessThan(80);
    const record = JSON.parse(textOf(folder, 'run.json'));
    expect(record.study.ignoredGroups).toEqual([ignore]);
    expect(auditOf(folder).get('inferred-groups')!.message).toContain(
      'overruled by the study: numbered within a patient',
    );
    expect(JSON.parse(textOf(folder, 'study.lock.json')).study.validate.ignoreGroups).toEqual([ignore]);
  });

  test('an inferred source that leaves fewer groups than folds is an error that names it', async () => {
    const donors = {
      ...files,
      'sheet.tsv': sheetText({
        ...cohort.sheet,
        columns: [
          ...cohort.sheet.columns,
          { name: 'donor', type: 'text' as const, values: cohort.sheet.ids.map((_, i) => `d${i % 3}`) },
        ],
      }),
    };
    const study = studyText({ learners: '[majority]' }).replace('outer: 3', 'outer: 4');
    await expect(runInMemory(study, donors, executor)).rejects.toThrow(
      /4 folds need at least 4 groups, got [123] .*column:donor.*ignore-groups/,
    );
  });

  test('relatives are kept together from their genotypes alone', async () => {
    const { genotypes, sheet, truth } = simulateFamilies({
      ...{ snps: 3000, unrelated: 60, siblings: 10, trios: 0, halfSiblings: 0, avuncular: 0, cousins: 0 },
      random: randomKey(8),
    });
    const outcome = genotypes.ids.map((_, i) => (i % 2 === 0 ? 'case' : 'control'));
    const tables = {
      'snps.tsv': expressionText(genotypes),
      'people.tsv': sheetText({ ...sheet, columns: [{ name: 'outcome', type: 'text', values: outcome }] }),
    };
    const folder = memoryFolder();
    const study = `
cistron: 1
samples: { file: people.tsv, id: sample, target: outcome }
blocks: { snps: { file: snps.tsv, kind: genotypes } }
learners: [majority]
validate: { outer: 3, inner: 3 }`;
    await runInMemory(study, tables, executor, { folder });
    const folds = foldsOf(folder);
    for (const { samples } of truth) expect(folds.get(samples[0])).toBe(folds.get(samples[1]));
    expect(auditOf(folder).get('inferred-groups')!.message).toContain('10 pairs of relatives (10 of the first degree)');
  });

  test('sequences of one family are kept together from a text column', async () => {
    const made = simulateSequenceFamilies({
      families: 20,
      members: 4,
      length: 120,
      divergence: 0.1,
      random: randomKey(9),
    });
    const table = writeDelimited([
      ['sample', 'kind', 'gc', 'sequence'],
      ...made.ids.map((id, i) => [
        id,
        i % 2 === 0 ? 'a' : 'b',
        made.sequences[i]!.replace(/[AT]/g, '').length,
        made.sequences[i]!,
      ]),
    ]);
    const folder = memoryFolder();
    const study = `
cistron: 1
samples: { file: t.tsv, id: sample, target: kind }
blocks: { composition: { from: samples, columns: gc } }
learners: [majority]
validate: { outer: 4, inner: 3 }`;
    await runInMemory(study, { 't.tsv': table }, executor, { folder });
    const folds = foldsOf(folder);
    const side = new Map<number, string>();
    made.ids.forEach((id, i) => {
      const family = made.families[i]!;
      expect(folds.get(id)).toBe(side.get(family) ?? folds.get(id));
      side.set(family, folds.get(id)!);
    });
    expect(auditOf(folder).get('inferred-groups')!.message).toContain('homology binds 80 samples');
  });

  test('groups: none is recorded as a warning', async () => {
    const folder = memoryFolder();
    await runInMemory(studyText({ validate: ', groups: none', learners: '[majority]' }), files, executor, { folder });
    const { warnings } = JSON.parse(textOf(folder, 'run.json'));
    expect(warnings.map(({ code }: { code: string }) => code)).toContain('groups-off');
  });

  test('fewer groups than folds is an error that says how many folds there can be', async () => {
    const study = studyText({ learners: '[majority]' }).replace('group: patient', 'group: batch');
    await expect(runInMemory(study, files, executor)).rejects.toThrow(DataError);
    await expect(runInMemory(study, files, executor)).rejects.toThrow(
      /3 folds need at least 3 groups, got 2 groups .*use at most 2 folds/,
    );
  });
});

describe('the audit', () => {
  /** Sample `from` measured once more under the id of sample `to`, labels as they are. */
  function copied(from: number, to: number): Files {
    const { matrix } = cohort.expression;
    const data = matrix.data.slice();
    for (let j = 0; j < matrix.nCols; j++) data[j * matrix.nRows + to] = data[j * matrix.nRows + from]!;
    return { ...files, 'expression.tsv': expressionText({ ...cohort.expression, matrix: { ...matrix, data } }) };
  }
  const labels = textValues(cohort.sheet.columns[1]!);
  const alone = (i: number) => cohort.truth.duplicates.every(({ samples }) => !samples.includes(cohort.sheet.ids[i]!));
  const first = labels.findIndex((_, i) => alone(i));
  const another = labels.findIndex((label, i) => label !== labels[first] && alone(i));
  const alike = labels.findIndex((label, i) => label === labels[first] && i !== first && alone(i));
  const names = [cohort.sheet.ids[first]!, cohort.sheet.ids[another]!].sort();

  test('refuses the same measurement under two labels, naming both samples', async () => {
    const folder = memoryFolder();
    const run = runInMemory(studyText(), copied(first, another), executor, { folder });
    await expect(run).rejects.toThrow(LeakageError);
    await expect(run).rejects.toThrow(`${names[0]} = ${names[1]}`);
    expect(folder.files.has('run.json')).toBe(false);
  });

  test('lets it pass when the study accepts the rule, keeps the pair together, and records both', async () => {
    const folder = memoryFolder();
    const accept = { rule: 'duplicate-labels', reason: 'known swap, kept for the comparison' };
    const study = studyText({ learners: '[majority]', more: `audit: { accept: [${JSON.stringify(accept)}] }` });
    await runInMemory(study, copied(first, another), executor, { folder });
    const record = JSON.parse(textOf(folder, 'run.json'));
    expect(record.study.accepted).toEqual([accept]);
    expect(record.audit.find(({ rule }: { rule: string }) => rule === 'duplicate-labels').status).toBe('fail');
    expect(foldsOf(folder).get(names[0]!)).toBe(foldsOf(folder).get(names[1]!));
  });

  test('keeps the same measurement under one label together, with a warning', async () => {
    const folder = memoryFolder();
    await runInMemory(studyText({ learners: '[majority]' }), copied(first, alike), executor, { folder });
    const { audit } = JSON.parse(textOf(folder, 'run.json'));
    expect(audit.find(({ rule }: { rule: string }) => rule === 'duplicate-samples')).toMatchObject({
      status: 'warn',
      evidence: { pairs: 3 },
    });
    expect(foldsOf(folder).get(cohort.sheet.ids[first]!)).toBe(foldsOf(folder).get(cohort.sheet.ids[alike]!));
  });

  test.each([
    ['codes in the order of the classes', (label: string) => Number(label.slice(1))],
    ['codes in another order', (label: string) => ({ C1: 7.5, C2: -1, C3: 0 })[label]!],
  ])('refuses a feature that is the target written another way: %s', async (_, code) => {
    const leaky = {
      ...files,
      'expression.tsv': expressionText(cohort.expression, { STATUS: labels.map((label) => code(label!)) }),
    };
    const run = runInMemory(studyText(), leaky, executor);
    await expect(run).rejects.toThrow(LeakageError);
    await expect(run).rejects.toThrow(
      /target-in-features: feature 'expression:STATUS' is the target written another way/,
    );
  });
});

describe('leaky beside honest', () => {
  /** Each patient three times, measured nearly alike under three ids that only the sheet joins. */
  const triples = () => {
    const { matrix, features } = cohort.expression;
    const stream = randomKey(8).stream();
    const rows = cohort.sheet.ids.flatMap((_, i) => (i < 30 ? [i, i, i] : []));
    const ids = rows.map((i, at) => `T${i}-${at % 3}`);
    const data = new Float32Array(rows.length * features.length);
    for (let j = 0; j < features.length; j++)
      rows.forEach((i, at) => {
        data[j * rows.length + at] = matrix.data[j * matrix.nRows + i]! + 0.8 * stream.normal();
      });
    const pick = (of: readonly (string | null)[]) => rows.map((i) => of[i]!);
    // Labels at random: there is nothing to learn but the patient.
    const label = cohort.sheet.ids.map(() => (stream.uniform() < 0.5 ? 'a' : 'b'));
    const columns = [
      { name: 'patient', type: 'text' as const, values: pick(cohort.sheet.ids) },
      { name: 'subtype', type: 'text' as const, values: pick(label) },
    ];
    const expression = { ...cohort.expression, ids, matrix: { nRows: rows.length, nCols: features.length, data } };
    return { 'expression.tsv': expressionText(expression), 'sheet.tsv': sheetText({ ids, columns }) };
  };

  test('folds that split patients recognise them: the score is far above the honest one, beside which it stands', async () => {
    const study = studyText({ learners: '[{ knn: { k: 1 } }]', validate: ', leaky: [groups-split]' });
    const { record } = await runInMemory(study, triples(), executor);
    const { mistake, metrics, how } = record.leaky![0]!;
    const honest = record.results[0]!.metrics.accuracy!.value;
    expect([mistake, how]).toEqual(['groups-split', expect.stringContaining('without looking at groups')]);
    expect(honest).toBeLessThan(0.75);
    expect(metrics.accuracy!.value).toBeGreaterThan(honest + 0.2);
  });

  test('a mistake that cannot be made is a warning, not a result', async () => {
    const study = studyText({ learners: '[majority]', validate: ', groups: none, leaky: [groups-split]' });
    const { record } = await runInMemory(study, files, executor);
    expect(record.leaky).toBeUndefined();
    expect(record.warnings.map(({ code }) => code)).toContain('mistake-not-made');
  });
});

describe('a hold-out', () => {
  test('that is looked at by a second study is a warning; the same study again is one look', async () => {
    const looks = new Map<string, string[]>();
    const holdouts = () => ({
      look: async (part: string, lock: string) => {
        const known = looks.get(part) ?? [];
        looks.set(part, [...known, ...(known.includes(lock) ? [] : [lock])]);
        return known.filter((one) => one !== lock);
      },
    });
    const look = async (learners: string) => {
      const study = studyText({ learners }).replace('outer: 3', 'outer: { hold-out: 0.3 }');
      const { record } = await runInMemory(study, files, executor, { holdouts });
      return record.audit.find(({ rule }) => rule === 'holdout-reused')!.status;
    };
    expect([await look('[majority]'), await look('[majority]'), await look('[knn]')]).toEqual(['pass', 'pass', 'warn']);
    expect(looks.size).toBe(1);
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Cells, cellsText, joinTarget, makePlace, type Place, parseCells, smallStudy } from './support/cli.ts';

let place: Place;
let expression: Cells;
let sheet: Cells;
beforeAll(() => {
  place = makePlace();
  const { code } = place.cistron(
    'simulate',
    'cohort',
    '--out',
    '.',
    '--samples',
    '60',
    '--features',
    '80',
    '--informative',
    '30',
  );
  expect(code).toBe(0);
  expression = parseCells(place.read('expression.tsv'));
  sheet = parseCells(place.read('samples.tsv'));
  place.write('table.tsv', cellsText(joinTarget(expression, sheet)));
  place.write('small.yaml', smallStudy('table.tsv'));
  place.cistron('run', 'small.yaml', '--out', 'small');
});
afterAll(() => place.remove());

/** run.json without what differs from run to run. */
const record = (folder: string) =>
  JSON.parse(place.read(`${folder}/run.json`), (key, value) => (key === 'seconds' ? undefined : value));
const RUN_FILES = [
  'events.jsonl',
  'model.cistron',
  'predictions.tsv',
  'report.html',
  'report.json',
  'run.json',
  'study.json',
  'study.lock.json',
];

describe('run', () => {
  test('writes the run folder of the contract', () => {
    expect(place.list('small')).toEqual([...RUN_FILES, 'tasks']);
    const { audit, baselines, chosen, cistron, data, folds, results, study, warnings } = record('small');
    expect([cistron, chosen, data.samples, folds.length]).toEqual(['0.1.0', 'elastic-net', 60, 3]);
    expect([baselines[0].name, results[0].learner, study.target]).toEqual(['majority', 'elastic-net', 'subtype']);
    expect([Array.isArray(audit), Array.isArray(warnings)]).toEqual([true, true]);
  });

  test('prints a table for a person on stdout, what it inferred on stderr', () => {
    const { code, stdout, stderr } = place.cistron('run', 'small.yaml', '--out', 'again');
    expect(code).toBe(0);
    expect(stdout).toContain('elastic-net');
    expect(stdout).toContain('report  again/report.html');
    expect(stdout).not.toContain('\u001b[');
    expect(stderr).toContain("'subtype' has 3 classes");
    expect(record('again')).toEqual(record('small'));
  });

  test('--json prints run.json and nothing else', () => {
    const { code, stdout } = place.cistron('run', 'small.yaml', '--out', 'small', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual(JSON.parse(place.read('small/run.json')));
  });

  test('--leaky makes the mistakes too and says what they would have claimed', () => {
    const { code, stdout } = place.cistron('run', 'small.yaml', '--out', 'leaky', '--leaky');
    expect(code).toBe(0);
    const { leaky } = record('leaky');
    expect(leaky.map(({ mistake }: { mistake: string }) => mistake)).toContain('selection-outside');
    expect(stdout).toContain('selection-outside: With a mistake: all samples were used to prepare');
    expect(record('leaky').results).toEqual(record('small').results);
  });

  test('a hold-out that another study looked at is counted in the folder of the runs', () => {
    const study = (learner: string) =>
      smallStudy('table.tsv', { learners: learner }).replace('outer: 3', 'outer: { hold-out: 0.3 }');
    place.write('once.yaml', study('[majority]'));
    place.write('twice.yaml', study('[naive-bayes]'));
    const status = (folder: string) =>
      record(folder).audit.find(({ rule }: { rule: string }) => rule === 'holdout-reused').status;
    expect(place.cistron('run', 'once.yaml', '--out', 'held/once').code).toBe(0);
    expect(place.cistron('run', 'twice.yaml', '--out', 'held/twice').code).toBe(0);
    expect([status('held/once'), status('held/twice')]).toEqual(['pass', 'warn']);
    expect(place.list('held')).toEqual(['holdouts.jsonl', 'once', 'twice']);
  });

  test('of a finished folder shows it without computing', () => {
    const before = [place.read('small/run.json'), place.read('small/events.jsonl')];
    const { code, stdout } = place.cistron('run', 'small.yaml', '--out', 'small');
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining('This run was finished before: shown, not computed again.'),
    ]);
    expect([place.read('small/run.json'), place.read('small/events.jsonl')]).toEqual(before);
  });

  test('of another study or seed does not go into that folder', () => {
    const before = RUN_FILES.map((name) => place.read(`small/${name}`));
    for (const more of [['--seed', '2'], ['--quick']]) {
      place.write('other.yaml', `${smallStudy('table.tsv')}quick: { validate: { outer: 2 } }\n`);
      const { code, stderr } = place.cistron('run', 'other.yaml', '--out', 'small', ...more);
      expect([code, stderr]).toEqual([
        2,
        expect.stringContaining('cistron: small: this folder holds a run of another study, data, seed or version'),
      ]);
    }
    expect(RUN_FILES.map((name) => place.read(`small/${name}`))).toEqual(before);
  });

  test('without --out puts it under runs/, named by title and lock', () => {
    expect(place.cistron('run', 'small.yaml').code).toBe(0);
    const { lock } = JSON.parse(place.read('small/study.lock.json'));
    expect(place.list('runs')).toEqual([`subtype-from-expression-${lock.slice(0, 8)}`]);
  });

  test('gives the same bytes with 1, 2 and 4 workers', () => {
    for (const workers of ['1', '2', '4']) {
      expect(place.cistron('run', 'small.yaml', '--out', `w${workers}`, '--workers', workers).code).toBe(0);
      expect(record(`w${workers}`)).toEqual(record('small'));
      for (const name of ['predictions.tsv', 'model.cistron']) {
        expect(Buffer.compare(place.bytes(`w${workers}/${name}`), place.bytes(`small/${name}`)), name).toBe(0);
      }
    }
  });

  test('stands beside another run on a page, which says how it was made', () => {
    const { code, stdout } = place.cistron('compare', 'small', 'w1', '--html', 'side by side.html');
    expect([code, stdout]).toEqual([0, 'side by side.html\n']);
    const page = place.read('side by side.html');
    expect(page).toContain('Same data and folds');
    expect(page).toContain('cistron compare small w1 --html &#39;side by side.html&#39;');
    const json = place.cistron('compare', 'small', 'w1', '--html', 'again.html', '--json');
    expect(JSON.parse(json.stdout).sameFolds).toBe(true);
    expect(place.read('again.html')).toContain('What each run reaches');
  });

  test('--table writes the study it ran, which runs again as the same study; default learners and folds', () => {
    const words = ['run', '--table', 'table.tsv', '--target', 'subtype', '--id', 'sample', '--out', 'deep/table'];
    expect(place.cistron(...words).code).toBe(0);
    const { folds, results } = record('deep/table');
    expect([results.map(({ learner }: { learner: string }) => learner), folds.length]).toEqual([
      ['elastic-net', 'linear-svm', 'forest', 'boosting'],
      5,
    ]);
    const again = place.cistron('run', 'deep/table/study.yaml', '--out', 'deep/table');
    expect([again.code, again.stdout]).toEqual([0, expect.stringContaining('This run was finished before')]);
  });

  test('features in rows with a separate sheet gives the predictions of samples in rows', () => {
    const turned = expression[0]!.map((_, j) => expression.map((row) => row[j]!));
    place.write('turned.tsv', cellsText(turned));
    const study = (file: string) => smallStudy('samples.tsv').replace('from: samples', `file: ${file}`);
    for (const [name, file] of [
      ['turned', 'turned.tsv'],
      ['straight', 'expression.tsv'],
    ] as const) {
      place.write(`${name}.yaml`, study(file));
      expect(place.cistron('run', `${name}.yaml`, '--out', name).code).toBe(0);
    }
    expect(place.read('turned/predictions.tsv')).toBe(place.read('straight/predictions.tsv'));
    expect(place.read('turned/predictions.tsv')).toBe(place.read('small/predictions.tsv'));
  });

  test('stopped by Ctrl-C ends with 130 and keeps what is done; the same command then finishes with the same result', async () => {
    const many = smallStudy('table.tsv', {
      validate: ', repeats: 5',
      learners: '[{ elastic-net: { l1-ratio: [0.2, 0.5, 0.8] } }, { forest: { trees: 50 } }]',
    });
    place.write('many.yaml', many);
    const fold = () => (place.list('stopped/tasks') ?? []).some((name) => /^fold-[0-9a-f]+\.json$/.test(name));
    const stopped = await place.interrupted(['run', 'many.yaml', '--out', 'stopped'], fold);
    expect(stopped.stderr).toContain('stopping: finished parts are kept, run the same command again to go on');
    expect([stopped.code, stopped.stdout]).toEqual([130, '']);
    const kept = place.list('stopped/tasks')!;
    expect(place.list('stopped')).not.toContain('run.json');
    expect(kept.filter((name) => !name.endsWith('.json'))).toEqual([]);
    const bytes = kept.map((name) => place.read(`stopped/tasks/${name}`));

    expect(place.cistron('run', 'many.yaml', '--out', 'stopped').code).toBe(0);
    expect(place.cistron('run', 'many.yaml', '--out', 'whole').code).toBe(0);
    expect(kept.map((name) => place.read(`stopped/tasks/${name}`))).toEqual(bytes);
    expect(place.list('stopped/tasks')).toEqual(place.list('whole/tasks'));
    expect(kept.length).toBeLessThan(place.list('whole/tasks')!.length);
    expect(record('stopped')).toEqual(record('whole'));
    expect(place.read('stopped/predictions.tsv')).toBe(place.read('whole/predictions.tsv'));
    expect(Buffer.compare(place.bytes('stopped/model.cistron'), place.bytes('whole/model.cistron'))).toBe(0);
  });
});

// Each command once as a process of its own, from the bundle; the rest in this one.
describe('predict', () => {
  const predict = (model: string, file: string, ...more: string[]) =>
    place.called('predict', model, '--block', `expression=${file}`, ...more);
  const model = 'small/model.cistron';
  /** The first ten samples. */
  const part = () => expression.slice(0, 11);

  test('of part of the table gives what it gives for the whole, row by row', async () => {
    place.write('part.tsv', cellsText(part()));
    const some = await predict(model, 'part.tsv');
    const all = place.cistron('predict', model, '--block', 'expression=expression.tsv');
    expect([some.code, all.code]).toEqual([0, 0]);
    expect(parseCells(some.stdout)).toEqual(parseCells(all.stdout).slice(0, 11));
    const [header, ...rows] = parseCells(some.stdout);
    expect(header).toEqual(
      ['id', 'predicted', 'p:C1', 'p:C2', 'p:C3'].concat(['set', 'distance', 'alien', 'rejected']),
    );
    for (const [i, row] of rows.entries()) {
      const p = row.slice(2, 5).map(Number);
      expect(row[0]).toBe(expression[i + 1]![0]);
      expect(row[1]).toBe(header!.slice(2)[p.indexOf(Math.max(...p))]!.slice(2));
      expect(p.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    }
  });

  test('writes to --out, takes the features in rows too, and the columns in any order', async () => {
    place.write('part.tsv', cellsText(part()));
    const expected = (await predict(model, 'part.tsv')).stdout;
    expect(await predict(model, 'part.tsv', '--out', 'new/preds.tsv')).toMatchObject({ code: 0, stdout: '' });
    expect(place.read('new/preds.tsv')).toBe(expected);
    place.write('part.tsv', cellsText(part()[0]!.map((_, j) => part().map((row) => row[j]!))));
    expect((await predict(model, 'part.tsv')).stdout).toBe(expected);
    place.write('part.tsv', cellsText(part().map(([id, ...values]) => [id!, ...values.reverse()])));
    expect((await predict(model, 'part.tsv')).stdout).toBe(expected);
  });

  test('--id names ids that are numbers, for predict and for explain; row takes a table without any', async () => {
    const [header, ...rows] = part();
    const numbers = [['number', ...header!.slice(1)], ...rows.map(([, ...values], i) => [String(i + 3), ...values])];
    place.write('part.tsv', cellsText(numbers));
    const refused = await predict(model, 'part.tsv');
    expect([refused.code, refused.stderr]).toEqual([
      3,
      expect.stringContaining('name it (id: number, or --id number)'),
    ]);
    const told = parseCells((await predict(model, 'part.tsv', '--id', 'number')).stdout);
    expect(told.slice(1).map(([id]) => id)).toEqual(rows.map((_, i) => String(i + 3)));
    const explained = await place.called('explain', model, 'part.tsv', '--id', 'number', '--top', '1');
    expect([explained.code, explained.stdout]).toEqual([0, expect.stringContaining('\n3\t')]);
    place.write('part.tsv', cellsText(numbers.map(([, ...values]) => values)));
    expect((await predict(model, 'part.tsv')).code).toBe(3);
    const byRow = parseCells((await predict(model, 'part.tsv', '--id', 'row')).stdout);
    expect(byRow.map(([, ...values]) => values)).toEqual(told.map(([, ...values]) => values));
    expect(byRow[1]![0]).toBe('row:1');
  });

  test('ignores extra features and text columns', async () => {
    place.write('part.tsv', cellsText(part()));
    const expected = (await predict(model, 'part.tsv')).stdout;
    place.write('part.tsv', cellsText(part().map((row, i) => [...row, i ? 'x' : 'note', i ? '1.5' : 'EXTRA'])));
    const { code, stdout } = await predict(model, 'part.tsv');
    expect([code, stdout]).toEqual([0, expected]);
  });

  test('names absent features, fills under 5 % of them, and refuses more', async () => {
    const without = (n: number) => cellsText(part().map((row) => row.filter((_, j) => j < 1 || j > n)));
    place.write('part.tsv', without(2));
    const few = await predict(model, 'part.tsv');
    expect(few.stderr).toContain('2 features are absent and filled as in training: GENE0001, GENE0002');
    expect([few.code, parseCells(few.stdout).length]).toEqual([0, 11]);
    place.write('part.tsv', without(4));
    const many = await predict(model, 'part.tsv');
    expect(many.stderr).toMatch(
      /cistron: part\.tsv: 4 of 80 features of block 'expression' are absent \(GENE0001, .*\); at most 5 % may be/,
    );
    expect([many.code, many.stdout]).toEqual([3, '']);
    place.write('part.tsv', cellsText(part().map((row, i) => (i ? row : row.map((name) => `x${name}`)))));
    expect(await predict(model, 'part.tsv')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('none of the 80 features'),
    });
  });

  test('refuses a damaged model with exit 6', async () => {
    const bytes = place.bytes(model);
    const at = (share: number) => Math.floor(share * bytes.length);
    const flipped = (offset: number) => bytes.map((byte, i) => (i === offset ? byte ^ 1 : byte));
    const damaged = [
      bytes.subarray(0, at(0.5)),
      bytes.subarray(0, bytes.length - 1),
      Buffer.alloc(0),
      flipped(at(0.1)),
      flipped(at(0.5)),
    ];
    for (const content of damaged) {
      place.write('damaged.cistron', content);
      const { code, stdout, stderr } = await predict('damaged.cistron', 'expression.tsv');
      expect(stderr).toMatch(/cistron: damaged\.cistron: the model file is damaged: .*; copy it again/);
      expect([code, stdout]).toEqual([6, '']);
    }
  });

  test('names what it lacks: a model, a block, a file', async () => {
    expect(await predict('nowhere.cistron', 'expression.tsv')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('nowhere.cistron: the model cannot be read'),
    });
    expect(await place.called('predict', model)).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("no file for block 'expression'; give it with --block expression=FILE"),
    });
    expect(await place.called('predict', model, '--block', 'expresion=expression.tsv')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("did you mean 'expression'?"),
    });
    expect(await predict(model, 'expresion.tsv')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("did you mean 'expression.tsv'?"),
    });
  });
});

describe('the other commands', () => {
  test('report rebuilds the same report, and needs a finished run', async () => {
    const before = place.read('small/report.html');
    place.write('small/report.html', 'lost');
    expect(place.cistron('report', 'small')).toMatchObject({ code: 0, stdout: 'small/report.html\n' });
    expect(place.read('small/report.html')).toBe(before);
    place.write('small/report.json', before.slice(0, 50));
    expect(await place.called('report', 'small')).toMatchObject({
      code: 6,
      stderr: expect.stringContaining('small/report.json: the file is damaged'),
    });
    expect(place.read('small/report.html')).toBe(before);
    expect(await place.called('report', 'nowhere')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('no finished run here'),
    });
    expect(place.list('nowhere')).toBeUndefined();
  });

  test('simulate writes a cohort with its truth and a study: the same files for the same seed', async () => {
    const words = ['simulate', 'cohort', '--samples', '30', '--features', '20', '--informative', '10', '--out'];
    for (const [name, seed] of [
      ['a', '5'],
      ['b', '5'],
      ['c', '6'],
    ] as const) {
      expect((await place.called(...words, name, '--seed', seed)).code).toBe(0);
    }
    expect(place.cistron(...words, 'd', '--seed', '5').code).toBe(0);
    const names = place.list('a')!;
    expect(names).toEqual(['expression.tsv', 'samples.tsv', 'study.yaml', 'truth.json']);
    for (const name of names)
      for (const other of ['b', 'd']) expect(place.read(`a/${name}`)).toBe(place.read(`${other}/${name}`));
    expect(place.read('a/expression.tsv')).not.toBe(place.read('c/expression.tsv'));
    expect(JSON.parse(place.read('a/truth.json')).duplicates.length).toBe(2);
  });

  test('simulate writes relatives and families of sequences with their truth', async () => {
    const few = ['--snps', '20', '--unrelated', '5', '--trios', '1', '--cousins', '0'];
    expect((await place.called('simulate', 'relatives', ...few, '--out', 'r')).code).toBe(0);
    expect(place.list('r')).toEqual(['genotypes.tsv', 'relatives.tsv', 'samples.tsv']);
    expect(place.read('r/relatives.tsv')).toMatch(/\ttrios\t0\.25/);
    expect((await place.called('simulate', 'families', '--families', '3', '--members', '2', '--out', 'f')).code).toBe(
      0,
    );
    expect(place.read('f/sequences.tsv').trim().split('\n')).toHaveLength(7);
    expect((await place.called('simulate', 'families', '--divergence', '2', '--out', 'g')).code).toBe(2);
  });

  test('simulate writes genotypes as PLINK files or as VCF: the same ones', async () => {
    const few = ['--snps', '60', '--unrelated', '30', '--populations', '2', '--seed', '3'];
    expect((await place.called('simulate', 'genotypes', ...few, '--out', 'gp')).code).toBe(0);
    expect((await place.called('simulate', 'genotypes', ...few, '--format', 'vcf', '--out', 'gv')).code).toBe(0);
    expect(place.list('gp')).toEqual(expect.arrayContaining(['cohort.bed', 'cohort.bim', 'cohort.fam', 'study.yaml']));
    expect(place.list('gv')).toEqual([
      'cohort.vcf.gz',
      'frequencies.tsv',
      'relatives.tsv',
      'samples.tsv',
      'study.yaml',
    ]);
    expect(place.read('gv/study.yaml')).toContain('file: cohort.vcf.gz');
    expect((await place.called('convert', 'gp/cohort.bed', 'gp.tsv')).code).toBe(0);
    expect((await place.called('convert', 'gv/cohort.vcf.gz', 'gv.tsv')).code).toBe(0);
    expect(place.read('gv.tsv').split('\n')[0]).toMatch(/1:10000:A:G/);
    expect(place.read('gv.tsv')).toBe(place.read('gp.tsv'));
    expect((await place.called('simulate', 'genotypes', ...few, '--format', 'bcf', '--out', 'gb')).code).toBe(2);
    expect(place.list('gb')).toBeUndefined();
  });

  test('inspect says what a file is, for people and as JSON', async () => {
    const { code, stdout } = place.cistron('inspect', 'table.tsv');
    expect([code, stdout]).toEqual([0, expect.stringContaining('60 rows × 82 columns')]);
    expect(JSON.parse((await place.called('inspect', 'table.tsv', '--json')).stdout).table.rows).toBe(60);
    expect((await place.called('inspect', 'nowhere.tsv')).code).toBe(3);
  });

  test('doctor finds the kernels at work', async () => {
    const { code, stdout } = place.cistron('doctor', '--json');
    expect(code).toBe(0);
    const findings = JSON.parse(stdout) as { what: string; ok: boolean }[];
    expect(findings.find(({ what }) => what === 'kernels')!.ok).toBe(true);
    expect((await place.called('doctor')).stdout).toContain('✓ kernels');
  });

  test('new lists the ready studies, copies one, and overwrites nothing', async () => {
    const { code, stdout } = place.cistron('new');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^pam50 +Intrinsic subtype/m)]);
    expect(await place.called('new', 'pam50', '--out', 'mine')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^mine\/study\.yaml[\s\S]*next: cistron run mine\/study\.yaml$/m),
    });
    expect(place.read('mine/study.yaml')).toContain('cistron: 1');
    expect(await place.called('new', 'pam50', '--out', 'mine')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('mine: is already there; nothing was copied'),
    });
    expect(await place.called('new', 'pam5')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("did you mean 'pam50'?"),
    });
  });
});

describe('check', () => {
  test('prints every rule with its mark, exits 0 when nothing fails, and writes nothing', async () => {
    const before = place.list('.');
    const { code, stdout } = place.cistron('check', 'small.yaml');
    expect(code).toBe(0);
    for (const rule of ['groups', 'ids-in-features', 'missingness', 'batch'])
      expect(stdout).toMatch(new RegExp(`^[✓!✕] ${rule}: `, 'm'));
    expect(stdout).toMatch(/\d+ pass, \d+ warn, 0 fail: the study may run/);
    expect(place.list('.')).toEqual(before);
  });

  test('--json gives the findings, the groups, and what would stop a run; a table will do for a study', async () => {
    const { code, stdout } = await place.called(
      'check',
      '--table',
      'table.tsv',
      '--target',
      'subtype',
      '--id',
      'sample',
      '--json',
    );
    const { findings, groups, refused, samples } = JSON.parse(stdout);
    expect([code, refused, samples]).toEqual([0, [], 60]);
    expect(findings.map(({ rule }: { rule: string }) => rule)).toContain('few-events');
    expect(groups.map((list: string[]) => list.length)).toEqual([2, 2]);
  });

  test('exits 7 with what to do when a rule fails, as run does; a reason in the study lets both pass and stands in the record and the lock', async () => {
    const [head, ...rows] = joinTarget(expression, sheet) as [string[], ...string[][]];
    place.write('ids.tsv', cellsText([[...head, 'record_id'], ...rows.map((row, i) => [...row, String(770001 + i)])]));
    place.write('ids.yaml', smallStudy('ids.tsv'));
    const refused = await place.called('check', 'ids.yaml');
    expect(refused.code).toBe(7);
    expect(refused.stdout).toMatch(/✕ ids-in-features: a feature is no measurement: 'expression:record_id' \(an id: /);
    expect(refused.stdout).toMatch(/→ leave such columns out/);
    expect(refused.stdout).toContain('refused by ids-in-features');
    expect((await place.called('run', 'ids.yaml', '--out', 'ids')).code).toBe(7);
    const reason = 'the number is the dose';
    place.write(
      'accepted.yaml',
      `${smallStudy('ids.tsv')}audit: { accept: [{ rule: ids-in-features, reason: ${reason} }] }\n`,
    );
    const accepted = await place.called('check', 'accepted.yaml');
    expect([accepted.code, accepted.stdout]).toEqual([0, expect.stringContaining(`accepted: ${reason}`)]);
    expect((await place.called('run', 'accepted.yaml', '--out', 'accepted')).code).toBe(0);
    expect(record('accepted').study.accepted).toEqual([{ rule: 'ids-in-features', reason }]);
    expect(JSON.parse(place.read('accepted/study.lock.json')).study.audit.accept).toEqual([
      { rule: 'ids-in-features', reason },
    ]);
    expect(place.read('accepted/report.html')).toContain(reason);
  });
});

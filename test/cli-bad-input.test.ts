import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Cells,
  cellsText,
  joinTarget,
  makePlace,
  type Place,
  parseCells,
  smallStudy,
  withCell,
} from './support/cli.ts';

let place: Place;
let sheet: Cells;
let expression: Cells;
let table: Cells;
beforeAll(() => {
  place = makePlace();
  place.cistron('simulate', 'cohort', '--out', '.', '--samples', '40', '--features', '60', '--informative', '20');
  expression = parseCells(place.read('expression.tsv'));
  sheet = parseCells(place.read('samples.tsv'));
  table = joinTarget(expression, sheet);
});
afterAll(() => place.remove());

/** `run --table` of this table is refused so, in one line, and leaves nothing of a run behind. */
async function expectRefusal(words: readonly string[], code: number, message: string | RegExp): Promise<void> {
  const answer = await place.called('run', ...words, '--out', 'refused');
  expect(answer.stderr).toMatch(message);
  expect(answer.code).toBe(code);
  expect(answer.stdout).toBe('');
  expect(answer.stderr).not.toMatch(/\n\s+at /); // no stack trace
  expect(answer.stderr.split('\n').filter((line) => line.startsWith('cistron: ')).length).toBe(1);
  expect(place.list('refused') ?? []).toEqual([]);
}

describe('a table that cannot be used: exit 3, the place, the rule and the value', () => {
  const refuse = async (cells: Cells | string, message: string | RegExp, ...more: string[]) => {
    place.write('table.tsv', typeof cells === 'string' ? cells : cellsText(cells));
    await expectRefusal(['--table', 'table.tsv', '--target', 'subtype', ...more], 3, message);
  };

  test('an empty file', async () => {
    await refuse('', 'cistron: table.tsv: a header line and rows expected, got an empty file');
  });
  test('a header alone', async () => {
    await refuse(
      table.slice(0, 1),
      'cistron: table.tsv:1: rows expected after the header, got only a header of 62 columns',
    );
  });
  test('a ragged row', async () => {
    await refuse(
      table.map((row, i) => (i === 5 ? row.slice(0, -1) : row)),
      'cistron: table.tsv:6: 62 fields expected (as in the header), got 61',
    );
  });
  test('duplicate ids', async () => {
    const id = table[3]![0]!;
    await refuse(
      withCell(table, 8, 1, id),
      `cistron: table.tsv:8:1: each sample id in column 'sample' must occur once, got '${id}' on lines 4 and 8`,
      '--id',
      'sample',
    );
    await refuse(withCell(table, 8, 1, id), "column 'sample' comes closest with 39 different values");
  });
  test('an empty id', async () => {
    await refuse(
      withCell(table, 8, 1, ''),
      "cistron: table.tsv:8:1: a sample id expected in column 'sample', got an empty or missing one",
      '--id',
      'sample',
    );
  });
  test('two columns of one name', async () => {
    await refuse(
      withCell(table, 1, 7, table[0]![5]!),
      "cistron: table.tsv:1:7: column names must differ, got 'GENE0004' as columns 6 and 7",
    );
  });
  test('text in a numeric column', async () => {
    await refuse(
      withCell(table, 8, 5, 'high'),
      "cistron: table.tsv:8:5: a number expected in column 'GENE0003', got 'high'",
    );
  });
  test.each(['Infinity', '-inf'])('%s', async (value) => {
    await refuse(
      withCell(table, 7, 6, value),
      `cistron: table.tsv:7:6: a finite number expected in column 'GENE0004', got '${value}'`,
    );
  });
  test('a number too large for float32', async () => {
    await refuse(
      withCell(table, 7, 6, '1e39'),
      /cistron: table\.tsv: values below 3\.4e38 in size expected, got a larger one in feature 'GENE0004'/,
    );
  });
  test('one class', async () => {
    await refuse(
      table.map((row, i) => (i ? row.with(1, 'C1') : row)),
      "cistron: table.tsv: column 'subtype': classification needs at least 2 classes, got only 'C1'",
    );
  });
  test('a class with one sample', async () => {
    const message = "cistron: validate.outer: every class needs at least 2 samples, got 1 of 'Rare'";
    await refuse(withCell(table, 9, 2, 'Rare'), message);
  });
  test('a target that is not there suggests the nearest', async () => {
    place.write('table.tsv', cellsText(table));
    await expectRefusal(
      ['--table', 'table.tsv', '--target', 'subtipe'],
      3,
      "cistron: table.tsv: no column 'subtipe'; did you mean 'subtype'?",
    );
  });
  test('a file that is not there suggests the nearest', async () => {
    await expectRefusal(
      ['--table', 'expresion.tsv', '--target', 'subtype'],
      3,
      "cistron: expresion.tsv: no such file; did you mean 'expression.tsv'?",
    );
  });
  test('a truncated gzip file', async () => {
    const whole = gzipSync(cellsText(table));
    for (const share of [0.02, 0.5, 0.99]) {
      place.write('table.tsv.gz', whole.subarray(0, Math.floor(share * whole.length)));
      await expectRefusal(
        ['--table', 'table.tsv.gz', '--target', 'subtype'],
        3,
        'cistron: table.tsv.gz: a complete gzip file expected, but it is truncated',
      );
    }
  });
  test('no id of the sheet in the table', async () => {
    place.write('sheet.tsv', cellsText(sheet.map(([id, ...rest], i) => [i ? `X${id}` : id!, ...rest])));
    const words = ['--table', 'expression.tsv', '--samples', 'sheet.tsv', '--target', 'subtype', '--id', 'sample'];
    await expectRefusal(
      words,
      3,
      /0 of 40 sample ids are in the first column and 0 in the header; the sheet has 'XS\d{4}'/,
    );
  });
});

test('a gene without any value is a warning that names it, and the run goes on', async () => {
  place.write('table.tsv', cellsText(table.map((row, i) => (i ? row.with(4, 'NA') : row))));
  place.write('study.yaml', smallStudy('table.tsv'));
  const { code, stdout } = await place.called('run', 'study.yaml', '--out', 'missing', '--json');
  expect(code).toBe(0);
  const { warnings } = JSON.parse(stdout);
  expect(warnings).toContainEqual(
    expect.objectContaining({ code: 'all-missing-features', message: expect.stringContaining("'GENE0003'") }),
  );
});

test('a table that was refused and then mended goes into the folder it was meant for', async () => {
  place.write('study.yaml', smallStudy('table.tsv'));
  place.write('table.tsv', cellsText(withCell(table, 9, 2, 'Rare')));
  expect((await place.called('run', 'study.yaml', '--out', 'mended')).code).toBe(3);
  place.write('table.tsv', cellsText(table));
  expect((await place.called('run', 'study.yaml', '--out', 'mended')).code).toBe(0);
});

test('a leaky study is refused with exit 7, and runs in the same folder once it accepts the rule', async () => {
  const codes: Readonly<Record<string, string>> = { C1: '0', C2: '1', C3: '2' };
  place.write('table.tsv', cellsText(table.map((row, i) => [...row, i ? codes[row[1]!]! : 'STATUS'])));
  place.write('study.yaml', smallStudy('table.tsv'));
  await expectRefusal(
    ['study.yaml'],
    7,
    /cistron: audit: target-in-features: feature 'expression:STATUS' is the target written another way; .*audit: { accept: /,
  );
  expect((await place.called('run', 'study.yaml', '--out', 'accepted')).code).toBe(7);
  const accept = 'audit: { accept: [{ rule: target-in-features, reason: to see it }] }\n';
  place.write('study.yaml', smallStudy('table.tsv') + accept);
  expect((await place.called('run', 'study.yaml', '--out', 'accepted')).code).toBe(0);
});

describe('a study file that cannot be understood: exit 2, file, line and column', () => {
  const small = (more = {}) => smallStudy('table.tsv', more);
  test.each([
    [
      'an unknown key',
      small({ validate: ', metirc: accuracy' }),
      "study.yaml:5:42: unknown key 'metirc'; did you mean 'metric'?",
    ],
    [
      'an unknown key at the top',
      `${small()}learnres: [forest]\n`,
      "study.yaml:6:1: unknown key 'learnres'; did you mean 'learners'?",
    ],
    [
      'an unknown learner',
      small({ learners: '[forrest]' }),
      /study\.yaml:4:12: .*unknown learner 'forrest'; did you mean 'forest'\?/,
    ],
    [
      'a parameter out of range',
      small({ learners: '[{ forest: { trees: 0 } }]' }),
      /study\.yaml:4:12: .*trees: must be a whole number from 1 to 100000, got 0/,
    ],
    [
      'an unknown metric',
      small({ validate: ', metric: acuracy' }),
      /study\.yaml:5:\d+: .*'acuracy'.*did you mean 'accuracy'\?/,
    ],
    [
      'a value of the wrong kind',
      small().replace('outer: 3', 'outer: many'),
      /study\.yaml:5:20: 'validate\.outer' must be a whole number from 2 to 1000, or leave-one-out, \{ leave-out: column \}, .*, got "many"/,
    ],
    ['a missing key', small().replace(', target: subtype', ''), /study\.yaml:2:10: nothing to predict; name a target/],
    ['what is not YAML', 'cistron: 1\nsamples: { file: [\n', /study\.yaml:\d+:\d+: is not valid YAML/],
    ['an empty file', '', /cistron: study\.yaml.*: /],
  ])('%s', async (_, text, message) => {
    place.write('study.yaml', text);
    place.write('table.tsv', cellsText(table));
    await expectRefusal(['study.yaml'], 2, message);
  });

  test('a study file that is not there', async () => {
    await expectRefusal(['nowhere.yaml'], 3, 'cistron: nowhere.yaml: the study file cannot be read (ENOENT)');
  });
});

test('fewer groups than folds says the largest number of folds', async () => {
  place.write(
    'study.yaml',
    `cistron: 1
samples: { file: samples.tsv, id: sample, target: subtype, group: batch }
blocks: { expression: { file: expression.tsv, kind: expression } }
learners: [elastic-net]
`,
  );
  const message =
    'cistron: validate.outer: 5 folds need at least 5 groups, got 2 groups (40 samples); use at most 2 folds';
  await expectRefusal(['study.yaml'], 3, message);
});

describe('an output folder that cannot be written: exit 4 before anything is computed', () => {
  test.each([
    ['below a regular file', 'expression.tsv/out'],
    ['a regular file', 'expression.tsv'],
    ['where no folder can be made', '/proc/cistron/out'],
  ])('%s', async (_, out) => {
    place.write('table.tsv', cellsText(table));
    place.write('study.yaml', smallStudy('table.tsv'));
    const { code, stdout, stderr } = await place.called('run', 'study.yaml', '--out', out);
    expect(stderr).toContain(`cistron: ${out}: the output folder cannot be written (E`);
    expect(stderr).toContain('; choose another with --out');
    expect([code, stdout]).toEqual([4, '']);
  });
});

describe('words of the command line', () => {
  const study = ['run', 'study.yaml'];
  test.each([
    ['an unknown option', ['run', '--tabel', 'x.tsv'], 2, 'Did you mean --table?'],
    ['an unknown command', ['rnu'], 2, "unknown command 'rnu'"],
    ['run without anything', ['run'], 2, 'needs a study file, or --table with --target'],
    ['--table without --target', ['run', '--table', 'expression.tsv'], 2, '--table needs --target'],
    [
      '--target with a study file',
      [...study, '--target', 'x'],
      2,
      '--target: goes with --table, not with a study file',
    ],
    ['a seed that is no number', [...study, '--seed', 'one'], 2, '--seed: must be a whole number from 0 to 900'],
    ['no workers', [...study, '--workers', '0'], 2, "--workers: must be a whole number from 1 to 256, got '0'"],
    ['a place that there is not', [...study, '--on', 'moon'], 2, 'moon'],
    [
      'a command that is not built yet',
      ['serve', 'x', '--anything'],
      4,
      'cistron serve: this command is not built yet',
    ],
    ['a parameter of simulate out of range', ['simulate', 'cohort', '--classes', '1'], 2, 'from 2 to 50, got 1'],
  ] as const)('%s', (_, words, code, message) => {
    const answer = place.cistron(...words);
    expect(answer.stderr).toContain(message);
    expect(answer.code).toBe(code);
    expect(place.list('cohort')).toBeUndefined();
  });

  test('--help and --version are not errors', () => {
    const help = place.cistron('--help');
    expect([help.code, help.stderr]).toEqual([0, '']);
    expect(help.stdout).toContain('run [options] [study]');
    expect(place.cistron('--version')).toEqual({ code: 0, stderr: '', stdout: '0.1.0\n' });
  });
});

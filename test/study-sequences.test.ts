// Sequences from file to prediction: FASTA a class, FASTA beside a sheet, a column of the sheet; learners of numbers, of words, of letters.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Context, Executor } from '../src/base/context.ts';
import { ConfigError, DataError, LeakageError, NotFoundError } from '../src/base/errors.ts';
import { randomKey } from '../src/base/random.ts';
import { createExecutor } from '../src/kernels/executor.node.ts';
import { learners } from '../src/learn/registry.ts';
import { memorySource } from '../src/read/source.ts';
import { parseStudy } from '../src/study/file/parse-study.ts';
import { readModel } from '../src/study/model/model-file.ts';
import { newSamplesTable, predictSamples } from '../src/study/model/predict.ts';
import { memoryFolder } from '../src/study/run/run-folder.ts';
import type { LearnerEntry, Model, State, View } from '../src/table/contract.ts';
import { runInMemory, textOf } from './support/run-in-memory.ts';

/** 160 random sequences of 48 letters; half of them have TATAAT at the same place, most letters of it. */
const draws = randomKey(12).stream();
const letter = () => 'ACGT'[draws.below(4)]!;
const sequences = Array.from({ length: 160 }, (_, i) => {
  const text = Array.from({ length: 48 }, letter);
  if (i % 2) for (const [at, base] of [...'TATAAT'].entries()) if (draws.uniform() < 0.85) text[20 + at] = base;
  return { id: `r${i}`, label: i % 2 ? 'promoter' : 'other', text: text.join('') };
});
const fasta = (rows: readonly { id: string; text: string }[]) =>
  rows.map(({ id, text }) => `>${id} somewhere\n${text.slice(0, 30)}\n${text.slice(30).toLowerCase()}\n`).join('');
const sheetOf = (rows: typeof sequences) =>
  `id\tgene\tdna\tclass\n${rows.map(({ id, text, label }) => `${id}\t${id}x\t${text}\t${label}\n`).join('')}`;
const files = {
  'promoter.fa': fasta(sequences.filter((_, i) => i % 2 === 1)),
  'other.fa': fasta(sequences.filter((_, i) => i % 2 === 0)),
  'all.fa': fasta(sequences),
  'sheet.tsv': sheetOf(sequences),
};

const PER_CLASS = `
blocks: { dna: { kind: sequence, file: { promoter: promoter.fa, other: other.fa } } }
samples: { from: dna }`;
const BESIDE = `
blocks: { dna: { kind: sequence, file: all.fa } }
samples: { file: sheet.tsv, id: id, target: class }`;
const COLUMN = `
blocks: { dna: { kind: sequence, from: samples, columns: [dna] } }
samples: { file: sheet.tsv, target: class }`;
const study = (head: string, learner = '{ linear-svm: { C: 0.1 } }') => `cistron: 1${head}
learners: [${learner}]
validate: { outer: 3, inner: 2, metric: accuracy }`;

/**
 * A learner of letters: how often each stands at each position in either class, as in naive Bayes. It refuses anything but letters, of which it is
 * told where they stand.
 */
const letters: LearnerEntry = {
  word: 'test-letters',
  doc: 'For this test.',
  tasks: ['classification'],
  sequences: true,
  params: {},
  grid: {},
  async load() {
    const model = (weights: Float64Array, classes: string[]): Model => ({
      kind: 'test-letters',
      async predict(view) {
        const score = new Float64Array(view.X.nRows);
        eachLetter(view, (i, at) => (score[i]! += weights[at]!));
        const probabilities = new Float64Array(2 * score.length);
        score.forEach((s, i) => {
          probabilities[2 * i + 1] = 1 / (1 + 2 ** -s);
          probabilities[2 * i] = 1 - probabilities[2 * i + 1]!;
        });
        return { task: 'classification', classes, probabilities };
      },
      toState: () => ({ kind: 'test-letters', json: { classes }, arrays: { weights } }),
    });
    return {
      create: () => ({
        kind: 'test-letters',
        params: {},
        async fit(view) {
          if (view.target.task !== 'classification') throw new Error('classes');
          const { codes, classes } = view.target;
          const counts = new Float64Array(4 * view.X.nCols * 2).fill(1);
          eachLetter(view, (i, at) => counts[2 * at + codes[i]!]!++);
          const weights = Float64Array.from({ length: 4 * view.X.nCols }, (_, at) =>
            Math.log2(counts[2 * at + 1]! / counts[2 * at]!),
          );
          return model(weights, [...classes]);
        },
      }),
      restore: ({ arrays, json }: State) => model(arrays.weights as Float64Array, json.classes as string[]),
    };
  },
};
function eachLetter({ X, levels, parts }: View, see: (i: number, at: number) => void): void {
  expect(parts).toEqual([{ name: 'dna', kind: 'sequence', start0: 0, end0: 48 }]);
  for (let j = 0; j < X.nCols; j++) {
    expect(levels![j]).toEqual(['A', 'C', 'G', 'T']);
    for (let i = 0; i < X.nRows; i++) {
      const code = X.data[j * X.nRows + i]!;
      if (!Number.isNaN(code)) see(i, 4 * j + code);
    }
  }
}

let executor: Executor;
beforeAll(async () => {
  executor = await createExecutor(2);
  (learners as LearnerEntry[]).push(letters);
});
afterAll(async () => {
  (learners as LearnerEntry[]).pop();
  await executor.close();
});

async function predictWith(folder: ReturnType<typeof memoryFolder>, text: string) {
  const bundle = await readModel(folder.files.get('model.cistron')!, 'model.cistron');
  const signal = new AbortController().signal;
  const ctx: Context = { executor, signal, random: randomKey(0), progress: () => {}, warn: () => {} };
  const source = memorySource('new.fa', new TextEncoder().encode(text));
  const said: string[] = [];
  const table = newSamplesTable(await predictSamples(bundle, new Map([['dna', source]]), (s) => said.push(s), ctx));
  return { lines: table.trimEnd().split('\n'), said };
}

describe('a study of sequences', () => {
  test('from one FASTA a class: the records are the samples, the class is the target', async () => {
    const { record, said } = await runInMemory(study(PER_CLASS), files, executor);
    expect(record.results[0]!.metrics.accuracy!.value).toBeGreaterThan(0.85);
    expect(said).toContain("block 'dna': 160 sequences of 48 letters, DNA");
    expect(said).toContain("'class' has 2 classes: other 80, promoter 80; 'promoter' counts as positive");
    expect(record.data.blocks.dna).toMatchObject({ features: 48, kind: 'sequence', file: 'promoter.fa, other.fa' });
    expect(record.baselines.map(({ name }) => name)).toEqual(['majority', 'composition-alone', 'best-feature']);
    // The order of the rows is that of the files.
    expect(record.audit.find(({ rule }) => rule === 'row-order')!.status).toBe('pass');
    expect(record.warnings).toEqual([]);
  });

  test('says the same from FASTA beside a sheet and from a column of the sheet, which is no feature of another block', async () => {
    const [beside, column] = [memoryFolder(), memoryFolder()];
    await runInMemory(study(BESIDE), files, executor, { folder: beside });
    const { record } = await runInMemory(study(COLUMN), files, executor, { folder: column });
    expect(textOf(column, 'predictions.tsv')).toBe(textOf(beside, 'predictions.tsv'));
    expect(record.data.blocks.dna!.features).toBe(48);
    const more = COLUMN.replace('blocks: {', "blocks: { words: { from: samples, kind: clinical, columns: ['*'] },");
    const two = await runInMemory(study(more), files, executor).catch((error: Error) => error.message);
    // 'gene' names the samples, so that the audit refuses it; the sequences are not among the columns of words.
    expect(two).toMatch(/ids-in-features: a feature is no measurement: 'words:gene'/);
  });

  test('predicts new samples from FASTA and from a table, shorter ones too; longer ones and protein are refused', async () => {
    const folder = memoryFolder();
    await runInMemory(study(COLUMN), files, executor, { folder });
    const { lines } = await predictWith(folder, files['all.fa']);
    expect(lines).toHaveLength(161);
    expect((await predictWith(folder, files['sheet.tsv'])).lines).toEqual(lines);
    const some = sequences.slice(3, 6).map((one) => ({ ...one, text: one.text.slice(0, 44) }));
    const short = await predictWith(folder, fasta(some));
    expect(short.lines[1]).toMatch(/^r3\tpromoter\t/);
    expect(short.said).toContain("block 'dna': 3 sequences of 44 letters, DNA; shorter ones are missing at the right");
    const unnamed = await predictWith(folder, `>\n${sequences[0]!.text}\n`);
    expect(unnamed.lines[1]!.split('\t').slice(1)).toEqual(lines[1]!.split('\t').slice(1));
    expect(unnamed.lines[1]).toMatch(/^sequence:1\t/);
    const long = predictWith(folder, `>new\n${sequences[0]!.text}A\n`);
    await expect(long).rejects.toThrow(DataError);
    await expect(long).rejects.toThrow(/new.fa:1: .* at most 48 letters, as in training, got 49 in sample 'new'/);
    await expect(predictWith(folder, '>p\nMKLE\n')).rejects.toThrow(/new.fa:1: a nucleotide expected, got 'L'/);
    await expect(predictWith(folder, 'id\tx\na\tACGT\n')).rejects.toThrow(NotFoundError);
  });

  test('gives letters to a learner that takes them, from the folds to the model file and the alien distance', async () => {
    const folder = memoryFolder();
    const both = await runInMemory(study(PER_CLASS, 'test-letters, { boosting: 20 }'), files, executor);
    for (const { metrics } of both.record.results) expect(metrics.accuracy!.value).toBeGreaterThan(0.8);
    const { record } = await runInMemory(study(PER_CLASS, 'test-letters'), files, executor, { folder });
    expect(record.results[0]!.metrics).toEqual(both.record.results[0]!.metrics);
    const { lines } = await predictWith(folder, files['all.fa']);
    const header = lines[0]!.split('\t');
    const cells = lines.slice(1).map((line) => line.split('\t'));
    expect(cells.filter((row) => row[header.indexOf('alien')] === 'yes').length).toBeLessThan(20);
    expect(new Set(cells.map((row) => row[header.indexOf('distance')])).size).toBeGreaterThan(100);
    const asked = study(PER_CLASS, 'test-letters').replace('outer: 3', 'outer: 3, leaky: [selection-outside]');
    const leaky = await runInMemory(asked, files, executor);
    expect(leaky.record.warnings.map(({ message }) => message).join()).toContain('test-letters takes sequences whole');
  });

  test('prepares them for every learner as the study says, when it says so', async () => {
    const asked = PER_CLASS.replace('kind: sequence,', 'kind: sequence, prepare: [],');
    const { record } = await runInMemory(study(asked, '{ boosting: 20 }, test-letters'), files, executor);
    expect(record.results).toHaveLength(2);
    await expect(runInMemory(study(asked), files, executor)).rejects.toThrow(
      "blocks.dna.prepare: prepared features must be numbers, got words in 'pos1'; add one-hot, or leave the column out",
    );
  });

  test('keeps sequences of common descent on one side, also from either strand, unless told off', async () => {
    const other = (text: string) =>
      [...text]
        .reverse()
        .map((base) => 'ACGT'[3 - 'ACGT'.indexOf(base)])
        .join('');
    const copies = sequences.slice(0, 20).map(({ text, ...one }, i) => ({
      ...one,
      id: `copy${i}`,
      text: i < 10 ? other(text) : `${text.slice(2)}GG`,
    }));
    const more = { ...files, 'sheet.tsv': sheetOf([...sequences, ...copies]) };
    const groupsOf = async (validate: string) => {
      const text = study(COLUMN).replace('metric: accuracy', `metric: accuracy${validate}`);
      const { record } = await runInMemory(text, more, executor);
      return record.audit.find(({ rule }) => rule === 'groups')!.evidence as { groups: number };
    };
    expect((await groupsOf('')).groups).toBe(160);
    expect((await groupsOf(', homology: off')).groups).toBe(180);
  });

  test('takes a sheet without ids: its samples are its rows', async () => {
    const text = files['sheet.tsv']
      .split('\n')
      .map((line) => line.split('\t').slice(2).join('\t'))
      .join('\n');
    const folder = memoryFolder();
    const { record } = await runInMemory(study(COLUMN), { 'sheet.tsv': text }, executor, { folder });
    expect(record.warnings).toEqual([
      {
        code: 'rows-named',
        message: 'no column has a different text in each row: samples are called row:<ordinal>',
        where: 'sheet.tsv',
      },
    ]);
    expect(textOf(folder, 'predictions.tsv')).toContain('\nrow:160\t');
    expect((await predictWith(folder, text)).lines.at(-1)).toMatch(/^row:160\t/);
  });

  test('is refused when a sequence stands under two labels', async () => {
    const twice = { ...files, 'other.fa': `${files['other.fa']}>again\n${sequences[1]!.text}\n` };
    const run = runInMemory(study(PER_CLASS), twice, executor);
    await expect(run).rejects.toThrow(LeakageError);
    await expect(run).rejects.toThrow(/duplicate-labels: 1 pair of identical samples carry two labels/);
  });

  test('renames records without ids, with one warning, and takes lengths that differ', async () => {
    const rough = Object.fromEntries(
      Object.entries(files).map(([name, text]) => [
        name,
        text.replace(/>r\d+ somewhere/g, '>').replace(/\n[acgt]+\n>/, '\nac\n>'),
      ]),
    );
    const folder = memoryFolder();
    const { record, said } = await runInMemory(study(PER_CLASS), rough, executor, { folder });
    expect(said).toContain(
      "block 'dna': 160 sequences of 32 to 48 letters, DNA; shorter ones are missing at the right",
    );
    expect(record.warnings).toEqual([
      {
        code: 'records-renamed',
        message:
          'records without an id: 160 of 160, with that of an earlier one: 0; samples are called <class>:<ordinal>',
        where: 'promoter.fa, other.fa',
      },
    ]);
    expect(textOf(folder, 'predictions.tsv')).toContain('\npromoter:80\t');
    const joined = runInMemory(study(BESIDE), { ...files, 'all.fa': rough['all.fa']! }, executor);
    await expect(joined).rejects.toThrow('all.fa:1: an id, the first word after >, expected, got an empty header');
  });

  test('is tested on another cohort of sequences, padded to its own', async () => {
    const external = '{ external: { samples: { file: other.tsv, id: id }, blocks: { dna: { file: other.fa2 } } } }';
    const rows = sequences
      .slice(0, 30)
      .map((one, i) => ({ ...one, id: `e${i}`, text: [...one.text].slice(0, 46).reverse().join('') }));
    const more = { ...files, 'other.tsv': sheetOf(rows), 'other.fa2': fasta(rows) };
    const { record } = await runInMemory(study(BESIDE).replace('outer: 3', `outer: ${external}`), more, executor);
    expect(record.folds).toHaveLength(1);
    const long = { ...more, 'other.fa2': fasta(rows.map((one) => ({ ...one, text: `${one.text}ACGT` }))) };
    await expect(runInMemory(study(BESIDE).replace('outer: 3', `outer: ${external}`), long, executor)).rejects.toThrow(
      /at most 48 letters, as in training, got 50/,
    );
  });
});

describe('the study file of sequences', () => {
  test.each([
    [
      'samples: { target: y }\nblocks: { dna: { kind: sequence, file: a.fa } }',
      "'samples' must have either file or from",
    ],
    [
      'samples: { from: dna, file: s.tsv }\nblocks: { dna: { kind: sequence, file: a.fa } }',
      "'samples' must have either file or from",
    ],
    [
      'samples: { from: dan, target: y }\nblocks: { dna: { kind: sequence, file: a.fa } }',
      "s.yaml:2:18: no block 'dan'; did you mean 'dna'?",
    ],
    [
      'samples: { from: x, target: y }\nblocks: { x: { file: a.tsv } }',
      'must be a block of kind: sequence with a file',
    ],
    [
      'samples: { from: dna, id: i, target: y }\nblocks: { dna: { kind: sequence, file: a.fa } }',
      'there is no sample sheet, which samples.id asks for',
    ],
    [
      'samples: { file: s.tsv, target: y }\nblocks: { dna: { kind: sequence, from: samples } }',
      'must name one column, got null; add columns: [sequence]',
    ],
    [
      'samples: { file: s.tsv, target: y }\nblocks: { x: { kind: expression, file: { a: a.tsv } } }',
      'a file for each class goes with kind: sequence, got kind: expression',
    ],
    [
      'samples: { file: s.tsv, target: y }\nblocks: { dna: { kind: sequence, file: a.fa, rows: samples } }',
      "'rows' does not go with kind: sequence",
    ],
    [
      'samples: { file: s.tsv, target: y }\nblocks: { dna: { kind: sequence, file: 3 } }',
      "'blocks.dna.file' must be a path, or a path for each class, got 3",
    ],
  ])('%s', (text, message) => {
    const parse = () => parseStudy(`cistron: 1\n${text}\n`, 's.yaml');
    expect(parse).toThrow(ConfigError);
    expect(parse).toThrow(message);
  });

  test('resolves the path of every class, and names the target', () => {
    const { samples, blocks } = parseStudy(`cistron: 1${PER_CLASS}\n`, 's.yaml', { resolve: (path) => `/d/${path}` });
    expect(samples).toMatchObject({ from: 'dna', file: 'blocks.dna', target: 'class' });
    expect(blocks.dna).toEqual({ kind: 'sequence', files: { promoter: '/d/promoter.fa', other: '/d/other.fa' } });
  });
});

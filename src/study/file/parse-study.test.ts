import { describe, expect, test } from 'vitest';
import { ConfigError } from '../../base/errors.ts';
import { DEFAULT_LEARNERS, type ParseOptions, parseStudy } from './parse-study.ts';
import { settleLearners } from './settle-learners.ts';
import { studyFromTable } from './study-from-table.ts';

const parse = (text: string, options?: ParseOptions) => parseStudy(text, 'study.yaml', options);
const least = `cistron: 1
samples: { file: sheet.tsv, target: subtype }
blocks: { rna: { file: rna.tsv } }
`;

describe('a study file', () => {
  test('of three lines gets every default', () => {
    const study = parse(least);
    expect(study).toEqual({
      title: 'subtype from rna',
      samples: { file: 'sheet.tsv', target: 'subtype', annotations: [], group: [], confounders: [] },
      blocks: { rna: { kind: 'numeric', kindOfFile: true, file: 'rna.tsv' } },
      learners: expect.any(Array),
      defaultLearners: true,
      validate: {
        ...{ outer: 5, inner: 4, repeats: 1, seed: 1, search: 'grid', rule: 'best', calibrate: 'auto' },
        ...{ groups: 'inferred', ignoreGroups: [], homology: 0.5 },
      },
      audit: { accept: [] },
      report: { conformalError: 0.1 },
    });
    expect(study.learners.map(({ name }) => name)).toEqual([...DEFAULT_LEARNERS]);
    expect(settleLearners(study, 'classification').learners.map(({ name }) => name)).toEqual([
      ...['elastic-net', 'linear-svm', 'forest', 'boosting'],
    ]);
    expect(settleLearners(study, 'clustering').learners.map(({ name }) => name)).toEqual([
      ...['k-means', 'hierarchical', 'consensus'],
    ]);
  });

  test('calibrates as it says, each learner by its own word if it has one, and only probabilities of classes', () => {
    const study = parse(
      `${least}learners: [forest, { elastic-net: 0.5, calibrate: none }]\nvalidate: { calibrate: isotonic }\n`,
    );
    expect(study.validate.calibrate).toBe('isotonic');
    expect(study.learners.map(({ calibrate }) => calibrate)).toEqual([undefined, 'none']);
    expect(() => parse(`${least}validate: { calibrate: platt }\n`)).toThrow(/must be one of auto, none, sigmoid/);
    expect(() => parse(`${least}learners: [{ forest: {}, calibrate: 1 }]\n`)).toThrow(ConfigError);
    expect(settleLearners(study, 'classification').validate.calibrate).toBe('isotonic');
    expect(() => settleLearners(study, 'regression')).toThrow(/isotonic calibrates probabilities of classes/);
    const own = parse(`${least}learners: [{ forest: {}, calibrate: sigmoid }]\n`);
    expect(() => settleLearners(own, 'survival')).toThrow(/learners: forest/);
    expect(() => settleLearners(parse(`${least}learners: [forest]\n`), 'regression')).not.toThrow();
  });

  test('may be JSON, with the same meaning', () => {
    const json = {
      cistron: 1,
      samples: { file: 'sheet.tsv', target: 'subtype' },
      blocks: { rna: { file: 'rna.tsv' } },
    };
    expect(parse(JSON.stringify(json))).toEqual(parse(least));
    expect(parse(JSON.stringify(json, null, 2))).toEqual(parse(least));
  });

  test('takes names alone or in lists, and steps in their three forms', () => {
    const { samples, blocks } = parse(`cistron: 1
samples: { file: s.tsv, id: sample, group: [patient, site], confounders: batch, target: y, positive: 1 }
blocks:
  rna: { from: samples, kind: expression, columns: '*_rnaseq', prepare: [impute, { top-variance: 50 }, { log2: { offset: 2 } }] }
`);
    expect(samples).toEqual({
      file: 's.tsv',
      id: 'sample',
      annotations: [],
      group: ['patient', 'site'],
      confounders: ['batch'],
      target: 'y',
      positive: '1',
    });
    const { prepare, ...rna } = blocks.rna!;
    expect(rna).toEqual({ kind: 'expression', columns: ['*_rnaseq'] });
    expect(prepare!.map(({ word }) => word)).toEqual(['impute', 'top-variance', 'log2']);
    expect(prepare![2]!.params.offset).toBe(2);
  });

  test('an empty prepare means none, which is not the default', () => {
    expect(parse(least.replace('rna.tsv', 'rna.tsv, prepare: []')).blocks.rna!.prepare).toEqual([]);
    expect(parse(least).blocks.rna!.prepare).toBeUndefined();
  });

  test('resolves the paths of sheet and blocks', () => {
    const { samples, blocks } = parse(least, { resolve: (path) => `/data/${path}` });
    expect([samples.file, blocks.rna!.file]).toEqual(['/data/sheet.tsv', '/data/rna.tsv']);
  });

  test('has its seed overridden from outside', () => {
    expect(parse(`${least}validate: { seed: 7 }\n`).validate.seed).toBe(7);
    expect(parse(`${least}validate: { seed: 7 }\n`, { seed: 9 }).validate.seed).toBe(9);
  });

  test('applies quick only when asked: maps key by key, lists as a whole', () => {
    const text = `${least}learners: [forest, elastic-net]
validate: { outer: 10, repeats: 5 }
quick: { learners: [majority], validate: { repeats: 1 } }
`;
    const full = parse(text);
    const quick = parse(text, { quick: true });
    expect([full.learners.length, full.validate.outer, full.validate.repeats]).toEqual([2, 10, 5]);
    expect([quick.learners.map(({ name }) => name), quick.validate.outer, quick.validate.repeats]).toEqual([
      ['majority'],
      10,
      1,
    ]);
  });

  test('tells two entries of one word apart with as', () => {
    const { learners } = parse(`${least}learners: [forest, { forest: { class-weight: balanced }, as: fair }]\n`);
    expect(learners.map(({ name, word }) => [name, word])).toEqual([
      ['forest', 'forest'],
      ['fair', 'forest'],
    ]);
  });
});

describe('an error names file:line:column, the rule and the value', () => {
  test.each<[string, string, string | RegExp]>([
    ['no version', least.replace('cistron: 1\n', ''), "study.yaml:1:1: the key 'cistron' is missing"],
    [
      'another version',
      least.replace('cistron: 1', 'cistron: 2'),
      "study.yaml:1:10: 'cistron' must be 1, the version of the study file, got 2",
    ],
    [
      'a key of samples',
      least.replace('target', 'tagret'),
      "study.yaml:2:29: unknown key 'tagret'; did you mean 'target'?",
    ],
    [
      'a key of a block',
      least.replace('{ file: rna.tsv }', '{ file: rna.tsv, knd: expression }'),
      "study.yaml:3:33: unknown key 'knd'; did you mean 'kind'?",
    ],
    [
      'a kind',
      least.replace('rna.tsv', 'rna.tsv, kind: expresion'),
      /study\.yaml:3:\d+: 'blocks\.rna\.kind' must be one of expression, .*, got "expresion"/,
    ],
    [
      'a block with file and from',
      least.replace('rna.tsv', 'rna.tsv, from: samples'),
      "study.yaml:3:16: block 'rna' must have either file or from: samples",
    ],
    [
      'a block with neither',
      least.replace('file: rna.tsv', 'kind: expression'),
      "block 'rna' must have either file or from: samples",
    ],
    ['no blocks', least.replace('{ rna: { file: rna.tsv } }', '{}'), /study\.yaml:3:9: .*must name at least one block/],
    [
      'a step',
      least.replace('rna.tsv', 'rna.tsv, prepare: [impute, standardise]'),
      /study\.yaml:3:\d+: .*'standardise'.*did you mean 'standardize'\?/,
    ],
    [
      'two learners of one name',
      `${least}learners: [forest, forest]\n`,
      "study.yaml:4:11: two learners are called 'forest'; tell them apart",
    ],
    [
      'a task that does not exist',
      `${least}task: ranking\n`,
      /study\.yaml:4:7: 'task' must be one of classification, regression, survival, clustering, got "ranking"/,
    ],
    [
      'survival without its columns',
      `${least}task: survival\n`,
      'study.yaml:2:10: task: survival needs its columns; add survival: { time: …, event: … }',
    ],
    [
      'a target beside survival columns',
      least.replace('target: subtype', 'target: subtype, survival: { time: t, event: e }'),
      'study.yaml:2:10: target and survival exclude each other; leave one of them out',
    ],
    [
      'survival columns that do not fit the task',
      `${least.replace('target: subtype', 'survival: { time: t, event: e }')}task: regression\n`,
      'survival does not go with task: regression; name a target',
    ],
    [
      'nothing to predict',
      least.replace(', target: subtype', ''),
      'study.yaml:2:10: nothing to predict; name a target, or survival: { time: …, event: … }',
    ],
    [
      'a metric of another task',
      `${least.replace('target: subtype', 'survival: { time: t, event: e }')}validate: { metric: r2 }\n`,
      "'r2' is a metric of regression, the task is survival; the metrics are: c-index, integrated-brier, td-auc@<time>",
    ],
    [
      'too few folds',
      `${least}validate: { outer: 1 }\n`,
      "study.yaml:4:20: 'validate.outer' must be a whole number from 2 to 1000, got 1",
    ],
    [
      'too many repeats',
      `${least}validate: { repeats: 2000 }\n`,
      "'validate.repeats' must be a whole number from 1 to 1000, got 2000",
    ],
    [
      'a seed below zero',
      `${least}validate: { seed: -1 }\n`,
      "'validate.seed' must be a whole number from 0 to 9007199254740991, got -1",
    ],
    [
      'an accepted rule without reason',
      `${least}audit: { accept: [{ rule: groups }] }\n`,
      "the key 'reason' is missing",
    ],
    [
      'an overruled source without reason',
      `${least}validate: { ignore-groups: [{ source: kinship }] }\n`,
      "the key 'reason' is missing",
    ],
    [
      'an overruled source that is none',
      `${least}validate: { ignore-groups: [{ source: near-duplicate, reason: r }] }\n`,
      "unknown source of groups 'near-duplicate'; did you mean 'near-duplicates'?",
    ],
    [
      'an overruled source spelt otherwise, with its column',
      `${least}validate: { ignore-groups: [{ source: 'colunm:lesion', reason: r }] }\n`,
      "did you mean 'column:lesion'?",
    ],
    [
      'a column without its name',
      `${least}validate: { ignore-groups: [{ source: column, reason: r }] }\n`,
      'write column:<name>',
    ],
    [
      'an overruled declared column',
      `${least}validate: { ignore-groups: [{ source: 'declared:patient', reason: r }] }\n`,
      'take the column out of samples.group instead',
    ],
    [
      'a source overruled twice',
      `${least}validate: { ignore-groups: [{ source: kinship, reason: r }, { source: kinship, reason: s }] }\n`,
      "study.yaml:4:61: 'kinship' is overruled twice",
    ],
    [
      'an identity above 1',
      `${least}validate: { homology: 50 }\n`,
      "'validate.homology' must be an identity above 0, at most 1, or off, got 50",
    ],
    ['a key that is there twice', `${least}title: a\ntitle: b\n`, /study\.yaml:5:1: is not valid YAML/],
    ['a list', '- 1\n- 2\n', /^study\.yaml:1:1: /],
    ['text', 'just words', /^study\.yaml:1:1: /],
    ['nothing', '', /^study\.yaml/],
  ])('%s', (_, text, message) => {
    expect(() => parse(text)).toThrow(ConfigError);
    expect(() => parse(text)).toThrow(message);
  });
});

test('what run --table writes is a study: it says the same when it is read back', () => {
  const text = studyFromTable({
    title: 'a: "b"',
    table: 'x #1.tsv',
    samples: 's.tsv',
    target: 'no',
    id: 'id',
    group: ['p'],
    seed: 3,
  });
  const { title, samples, blocks, learners, validate } = parse(text);
  expect([title, validate.seed, learners.map(({ name }) => name)]).toEqual(['a: "b"', 3, [...DEFAULT_LEARNERS]]);
  expect(samples).toEqual({ file: 's.tsv', target: 'no', id: 'id', annotations: [], group: ['p'], confounders: [] });
  expect(blocks).toEqual({ expression: { kind: 'expression', file: 'x #1.tsv' } });
});

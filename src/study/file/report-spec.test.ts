import { describe, expect, test } from 'vitest';
import { ConfigError, NotFoundError, ParamError } from '../../base/errors.ts';
import type { Target } from '../../table/target.ts';
import type { LoadedCohort } from '../cohort/load-cohort.ts';
import { parseStudy } from './parse-study.ts';
import { checkReport } from './report-spec.ts';

const reportOf = (report: string) =>
  parseStudy(
    `cistron: 1
samples: { file: sheet.tsv, target: subtype }
blocks: { rna: { file: rna.tsv } }
report: ${report}
`,
    'study.yaml',
  ).report;

describe('the key report', () => {
  test('says everything', () => {
    expect(
      reportOf(`
  prevalence: { Basal: 0.15 }
  threshold: { class: Basal, cost: { false-positive: 1, false-negative: 5 } }
  reject: { max-error: 0.05, confidence: 0.9, cost: { error: 1, reject: 0.2 } }
  conformal: { error: 0.2 }
  ranking: { best: 0.05 }
  subgroups: [sex, { age: [40, 60] }]
  composition: population
  gene-sets: sets.gmt`),
    ).toEqual({
      prevalence: { Basal: 0.15 },
      threshold: { class: 'Basal', rule: { cost: { falsePositive: 1, falseNegative: 5 } } },
      reject: { maxError: 0.05, confidence: 0.9, cost: { error: 1, reject: 0.2 } },
      conformalError: 0.2,
      ranking: { best: 0.05, good: 'high' },
      subgroups: [{ column: 'sex' }, { column: 'age', breaks: [40, 60] }],
      composition: 'population',
      geneSets: 'sets.gmt',
    });
  });

  test('may be left out, or say that no parts are wanted', () => {
    expect(reportOf('{}')).toEqual({ conformalError: 0.1 });
    expect(reportOf('{ subgroups: [] }').subgroups).toEqual([]);
    expect(reportOf('{ times: [60, 12, 12] }').times).toEqual([12, 60]);
  });

  test.each([
    ['{ reject: { max-eror: 0.1 } }', "study.yaml:4:21: unknown key 'max-eror'; did you mean 'max-error'?"],
    ['{ threshold: { sensitivity: 0.9, specificity: 0.9 } }', 'must say one of cost, sensitivity and specificity'],
    ['{ threshold: { class: a } }', 'must say one of cost, sensitivity and specificity'],
    ['{ conformal: { error: 10 } }', "'report.conformal.error' must be a number above 0 and below 1, got 10"],
    ['{ subgroups: [{ age: [] }] }', "'report.subgroups.0.age' must list at least one break, got []"],
  ])('refuses %s', (report, message) => {
    expect(() => reportOf(report)).toThrow(ConfigError);
    expect(() => reportOf(report)).toThrow(message);
  });
});

describe('before anything is computed', () => {
  const classes = (...names: string[]): Target => ({
    task: 'classification',
    classes: names,
    codes: Int32Array.from(names.keys()),
  });
  const survival: Target = {
    task: 'survival',
    times: Float64Array.of(10, 48),
    events: Uint8Array.of(1, 0),
  };
  const annotations = { ids: [], columns: [{ name: 'sex', type: 'text' as const, values: [] }] };
  const check = (report: string, target: Target) =>
    checkReport(reportOf(report), { target, annotations } as unknown as LoadedCohort, 'sheet.tsv');

  test('what fits passes', () => {
    check(
      '{ prevalence: { b: 0.1 }, threshold: { sensitivity: 0.9 }, subgroups: [sex], composition: sex }',
      classes('a', 'b'),
    );
    check('{ threshold: { class: c, specificity: 0.9 } }', classes('a', 'b', 'c'));
    check('{ times: [12, 36] }', survival);
    check('{ conformal: { error: 0.2 } }', { task: 'regression', values: new Float64Array(2) });
  });

  test.each<[string, Target, unknown, string]>([
    ['{ prevalence: { x: 0.1 } }', classes('a', 'b'), ParamError, "report.prevalence: no class 'x'"],
    ['{ threshold: { class: x, sensitivity: 0.9 } }', classes('a', 'b'), ConfigError, "no class 'x'"],
    [
      '{ ranking: {} }',
      classes('a', 'b'),
      ConfigError,
      'report.ranking: serves regression, the task is classification',
    ],
    ['{ threshold: { sensitivity: 0.9 } }', classes('a', 'b', 'c'), ConfigError, 'must name the one that is called'],
    ['{ times: [12] }', classes('a', 'b'), ConfigError, 'report.times: serves survival'],
    ['{ times: [12, 60] }', survival, ConfigError, 'nobody was observed beyond 60: the longest time is 48'],
    ['{ subgroups: [sec] }', classes('a', 'b'), NotFoundError, "no column 'sec'; did you mean 'sex'?"],
    ['{ composition: sec }', classes('a', 'b'), NotFoundError, "report.composition: no column 'sec'"],
    ['{ composition: sex }', survival, ConfigError, 'report.composition: serves classification'],
    [
      '{ reject: { max-error: 0.1 } }',
      { task: 'regression', values: new Float64Array(2) },
      ConfigError,
      'report.reject: serves classification, the task is regression',
    ],
  ])('%s is refused where it does not fit', (report, target, kind, message) => {
    expect(() => check(report, target)).toThrow(kind as typeof ConfigError);
    expect(() => check(report, target)).toThrow(message);
  });
});

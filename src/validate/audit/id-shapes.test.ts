import { describe, expect, test } from 'vitest';
import { randomKey } from '../../base/random.ts';
import { shapeOfNumbers, shapeOfTexts } from './id-shapes.ts';

const N = 40;
const stream = (name: string) => randomKey(3).at(name).stream();
const numbers = (of: (i: number) => number) => Float32Array.from({ length: N }, (_, i) => of(i));
const ids = Array.from({ length: N }, (_, i) => `S${i}`);
const draws = (name: string, of: (below: (n: number) => number) => number) => {
  const { below } = stream(name);
  return numbers(() => of(below));
};

describe('numbers', () => {
  const days = draws('days', (below) => 20150101 + 10000 * below(6) + 100 * below(12) + below(28));
  test.each([
    ['running', 'run_order', numbers((i) => 100001 + i), 'id', true],
    ['running, shuffled', 'g', stream('shuffle').shuffle(numbers((i) => 100001 + i)), 'id', true],
    ['rising with small gaps', 'g', numbers((i) => 5000 + 7 * i + (i % 3)), 'id', true],
    ['rising with wide gaps', 'g', numbers((i) => 5000 + 977 * i + 13 * (i % 5)), 'id', false],
    ['named as an id', 'patient_id', draws('mrn', (below) => 1e6 + below(9e6)), 'id', true],
    ['named as an id, repeated', 'SampleID', draws('twice', (below) => 100 + below(60)), 'id', true],
    ['YYYYMMDD, a float32 with the last digit off', 'g', days, 'date', true],
    ['YYYYMM', 'g', draws('months', (below) => 201501 + 100 * below(5) + below(12)), 'date', true],
    ['days of a spreadsheet', 'date_of_visit', draws('excel', (below) => 42000 + below(2000)), 'date', true],
    ['seconds since 1970', 'timestamp', draws('unix', (below) => 1.5e9 + below(1e8)), 'date', true],
    ['years', 'year_of_diagnosis', draws('years', (below) => 1998 + below(15)), 'date', false],
  ])('%s are told', (_, name, values, kind, sure) => {
    expect(shapeOfNumbers(name, values, ids, 1000)).toMatchObject({ kind, sure });
  });

  test.each([
    ['ages', 'age', draws('age', (below) => 30 + below(50))],
    ['raw counts', 'ENSG0001', draws('counts', (below) => below(200_000))],
    ['raw counts of a gene called ID', 'ID', numbers((i) => (i * i) % 7)],
    ['measurements', 'g', draws('real', (below) => below(1e6) / 977)],
    ['genotypes', 'rs1234', draws('dosage', (below) => below(3))],
    ['days of follow-up', 'days_to_death', draws('follow', (below) => 1 + below(4000))],
    ['a mitotic index', 'mitotic_index', draws('index', (below) => below(30))],
    ['intensities as large as Unix times', 'P04637', draws('lfq', (below) => 1e9 + 64 * below(1e7))],
    ['nothing', 'g', numbers(() => Number.NaN)],
  ])('%s are not', (_, name, values) => {
    expect(shapeOfNumbers(name, values, ids, 1000)).toBeNull();
  });

  test('equal to numbered samples are ids', () => {
    const values = draws('own', (below) => 100_000 + below(800_000));
    expect(shapeOfNumbers('g', values, Array.from(values, String), 1000)).toMatchObject({ kind: 'id', sure: true });
  });
});

describe('words', () => {
  const texts = (name: string, of: (below: (n: number) => number, i: number) => string) => {
    const { below } = stream(name);
    return ids.map((_, i) => of(below, i));
  };
  test.each([
    ['the ids', 'name', ids, 'id', true],
    ['codes', 'tube', texts('code', (_, i) => `B-${1000 + 7 * i}`), 'id', true],
    ['repeated patients', 'patient_id', texts('patient', (below) => `P${below(30)}`), 'id', true],
    ['dates', 'when', texts('iso', (below) => `2019-0${1 + below(9)}-1${below(9)}`), 'date', true],
    ['dates as elsewhere', 'when', texts('eu', (below) => `${1 + below(28)}.${1 + below(12)}.2019`), 'date', true],
    [
      'remarks',
      'remark',
      texts('text', (below) => `pain for ${below(50)} weeks, ${below(2) ? 'left' : 'right'}`),
      'text',
      false,
    ],
  ])('%s are told', (_, name, words, kind, sure) => {
    expect(shapeOfTexts(name, words, ids)).toMatchObject({ kind, sure });
  });

  test.each([
    ['stages', 'stage', texts('stage', (below) => ['I', 'IIA', 'IIB', 'III'][below(4)]!)],
    ['ratios', 'ratio', texts('ratio', (below) => `${below(3)}/12`)],
    ['few', 'remark', [...texts('few', (_, i) => `text ${i}`).slice(0, 9), ...new Array<null>(N - 9).fill(null)]],
  ])('%s are not', (_, name, words) => {
    expect(shapeOfTexts(name, words, ids)).toBeNull();
  });
});

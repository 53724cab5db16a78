// Samples that lack a block, by the command: they stay where the study or its learners say so, and new ones are predicted without it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { randomKey } from '../src/base/random.ts';
import { makePlace, parseCells } from './support/cli.ts';

const place = makePlace();
afterAll(() => place.remove());

const N = 60;
const lines = (rows: readonly (readonly (string | number)[])[]) => `${rows.map((row) => row.join('\t')).join('\n')}\n`;
const study = (learners: string, optional: string) => `cistron: 1
samples: { file: samples.tsv, id: patient, target: label }
blocks:
  rna: { file: rna.tsv, kind: numeric, rows: samples, prepare: [standardize] }
  mirna: { file: mirna.tsv, kind: numeric, rows: samples, prepare: [standardize]${optional} }
learners: [${learners}]
validate: { outer: 3, inner: 2, calibrate: none }
`;
const FUSION = '{ fusion: { epochs: 20, members: 1, units: 8, rate: 0.01 } }';

beforeAll(() => {
  const draws = randomKey(5).stream();
  const ids = Array.from({ length: N }, (_, i) => `s${i}`);
  const block = (p: number, shift: number, has: (i: number) => boolean, name: (i: number) => string) => [
    ['id', ...Array.from({ length: p }, (_, j) => `f${j}`)],
    ...ids.flatMap((_, i) =>
      has(i)
        ? [
            [
              name(i),
              ...Array.from({ length: p }, (_, j) => (draws.normal() + (j < 3 ? shift * (i % 2) : 0)).toFixed(3)),
            ],
          ]
        : [],
    ),
  ];
  place.write(
    'samples.tsv',
    lines([['patient', 'aliquot', 'label'], ...ids.map((id, i) => [id, `a${i}`, i % 2 ? 'yes' : 'no'])]),
  );
  place.write(
    'rna.tsv',
    lines(
      block(
        6,
        2,
        () => true,
        (i) => `s${i}`,
      ),
    ),
  );
  place.write(
    'mirna.tsv',
    lines(
      block(
        5,
        3,
        (i) => i % 3 !== 0,
        (i) => `s${i}`,
      ),
    ),
  );
  place.write(
    'by-aliquot.tsv',
    lines(
      block(
        5,
        3,
        () => true,
        (i) => `a${i}`,
      ),
    ),
  );
});

interface Record {
  readonly data: { readonly samples: number };
  readonly warnings: readonly { readonly code: string }[];
  readonly results: readonly {
    readonly learner: string;
    readonly metrics: { readonly accuracy: { readonly value: number } };
  }[];
}
function run(text: string, out: string): Record & { readonly stderr: string } {
  place.write('study.yaml', text);
  const { code, stderr } = place.cistron('run', 'study.yaml', '--out', out);
  expect([code, code === 0 ? '' : stderr]).toEqual([0, '']);
  return { ...(JSON.parse(place.read(`${out}/run.json`)) as Record), stderr };
}

test('a study of fusion alone keeps them; a learner beside that cannot miss blocks leaves them out, with a warning', () => {
  const kept = run(study(FUSION, ''), 'kept');
  expect(kept.data.samples).toBe(N);
  expect(kept.stderr).toContain("20 of 60 samples of the sheet are not in block 'mirna' and stay");
  const dropped = run(study('ridge', ''), 'dropped');
  expect(dropped.data.samples).toBe(40);
  expect(dropped.warnings.map(({ code }) => code)).toContain('samples-without-measurements');
});

test('an optional block: other learners get the median of each feature, and new samples need not have it', () => {
  const { data, results } = run(study(`ridge, ${FUSION}`, ', optional: true'), 'optional');
  expect(data.samples).toBe(N);
  for (const { metrics } of results) expect(metrics.accuracy.value).toBeGreaterThan(0.75);
  const model = 'optional/model.cistron';
  const predicted = (...words: string[]) => {
    const { code, stdout, stderr } = place.cistron('predict', model, ...words);
    expect([code, code === 0 ? '' : stderr]).toEqual([0, '']);
    return { rows: parseCells(stdout), stderr };
  };
  const some = predicted('--block', 'rna=rna.tsv', '--block', 'mirna=mirna.tsv');
  expect(some.rows.length).toBe(N + 1);
  expect(some.stderr).toContain("20 of 60 samples have no 'mirna' and are predicted without it");
  const none = predicted('--block', 'rna=rna.tsv');
  expect(none.rows[1]).toEqual(some.rows[1]); // s0 lacks it either way
  expect(none.rows[2]).not.toEqual(some.rows[2]);
  const { code, stderr } = place.cistron('predict', model, '--block', 'mirna=mirna.tsv');
  expect([code, stderr]).toEqual([3, expect.stringContaining("no file for block 'rna'")]);
});

test('the column that names the samples of a block', () => {
  const text = study('ridge', '').replace('mirna.tsv, kind: numeric', 'by-aliquot.tsv, key: aliquot, kind: numeric');
  expect(run(text, 'key').data.samples).toBe(N);
});

// A learner whose parameter names a file, by the command: edges between features, which the model then holds itself.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomKey } from '../src/base/random.ts';
import { makePlace, parseCells } from './support/cli.ts';

const place = makePlace();
afterAll(() => place.remove());

const GENES = Array.from({ length: 12 }, (_, j) => `GENE${j}`);
const lines = (rows: readonly (readonly (string | number)[])[]) => `${rows.map((row) => row.join('\t')).join('\n')}\n`;
const ring = GENES.map((gene, j) => [gene, GENES[(j + 1) % 12]!, 400 + j]);
const STUDY = `cistron: 1
samples: { file: samples.tsv, id: sample, target: label }
blocks: { rna: { file: rna.tsv, kind: expression, rows: samples, prepare: [standardize] } }
learners:
  - { graph-network: { edges: string.tsv, epochs: 8, members: 1, channels: 2, units: 8 } }
validate: { outer: 2, inner: 2, calibrate: none }
`;

beforeAll(() => {
  mkdirSync(join(place.path, 'own'));
  const draws = randomKey(3).stream();
  const ids = Array.from({ length: 40 }, (_, i) => `s${i}`);
  place.write('own/study.yaml', STUDY);
  place.write('own/samples.tsv', lines([['sample', 'label'], ...ids.map((id, i) => [id, i % 2 ? 'high' : 'low'])]));
  const values = ids.map((id, i) => [
    id,
    ...GENES.map((_, j) => (draws.normal() + (j < 4 ? 2 * (i % 2) : 0)).toFixed(3)),
  ]);
  place.write('own/rna.tsv', lines([['sample', ...GENES], ...values]));
  place.write(
    'own/string.tsv',
    lines([['protein1', 'protein2', 'combined_score'], ...ring, ['GENE1', 'ELSEWHERE', 900]]),
  );
});

interface Lock {
  readonly lock: string;
  readonly data: Readonly<Record<string, string>>;
}
const lockOf = (out: string) => JSON.parse(place.read(`${out}/study.lock.json`)) as Lock;

describe('a study whose learner names a file of edges', () => {
  test('runs, warns once of names that are no features, and predicts without the file', () => {
    const { code, stderr } = place.cistron('run', 'own/study.yaml', '--out', 'out');
    expect([code, code === 0 ? '' : stderr]).toEqual([0, '']);
    expect(Object.keys(lockOf('out').data).some((path) => path.endsWith('string.tsv'))).toBe(true);
    const { warnings } = JSON.parse(place.read('out/run.json')) as { warnings: { code: string; message: string }[] };
    const [dropped, ...others] = warnings.filter((warning) => warning.code === 'edges-without-feature');
    expect(dropped!.message).toMatch(/^1 of 13 names of the edges are not features, such as 'ELSEWHERE'/);
    expect(others).toEqual([]);
    place.write('own/string.tsv', lines([['protein1', 'protein2', 'combined_score'], ...ring.slice(1)]));
    expect(place.cistron('run', 'own/study.yaml', '--out', 'other').code).toBe(0);
    expect(lockOf('other').lock).not.toBe(lockOf('out').lock);
    rmSync(join(place.path, 'own/string.tsv'));
    const rows = parseCells(place.cistron('predict', 'out/model.cistron', '--samples', 'own/rna.tsv').stdout);
    expect(rows.length).toBe(41);
  });

  test('ends as with any missing file where there is none, and says so before anything is read where none is named', () => {
    const ends = (study: string) => {
      place.write('own/broken.yaml', study);
      const { code, stderr } = place.cistron('run', 'own/broken.yaml', '--out', 'broken');
      return [code, stderr];
    };
    expect(ends(STUDY)).toEqual([3, expect.stringMatching(/string\.tsv: no such file/)]);
    expect(ends(STUDY.replace('edges: string.tsv, ', ''))).toEqual([
      2,
      expect.stringMatching(/broken\.yaml:5:5: .*graph-network\.edges: must name a file, got none; write/),
    ]);
    place.write(
      'own/string.tsv',
      lines([
        ['a', 'b'],
        ['ENSG1', 'ENSG2'],
        ['ENSG2', 'ENSG3'],
      ]),
    );
    expect(ends(STUDY)).toEqual([3, expect.stringMatching(/at least one edge must join two features, got none of 2/)]);
  });
});

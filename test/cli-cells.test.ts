import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makePlace, type Place, parseCells } from './support/cli.ts';

const pbmc = fileURLToPath(
  new URL('../../shared/data/12_singlecell_gdc/pbmc68k_reduced_700x765.h5ad', import.meta.url),
);
const absent = !existsSync(pbmc);
if (absent) console.log(`cli-cells.test is skipped: ${pbmc} is absent`);

describe.skipIf(absent)('a study of single cells in one h5ad', () => {
  let place: Place;
  beforeAll(() => {
    place = makePlace();
    place.write('pbmc.h5ad', readFileSync(pbmc));
    place.write(
      'study.yaml',
      `cistron: 1
samples: { file: pbmc.h5ad, target: bulk_labels, where: "bulk_labels in ['Dendritic', 'CD19+ B', 'CD14+ Monocyte']" }
blocks: { rna: { file: pbmc.h5ad }, pca: { file: pbmc.h5ad, read: { part: obsm/X_pca } } }
learners: [{ elastic-net: { l1-ratio: [0.5], path-length: 4 } }]
validate: { outer: 3, inner: 3, seed: 1 }
`,
    );
  });
  afterAll(() => place.remove());

  test('obs is the sample sheet, X and a part of obsm are blocks; the model takes the file again', () => {
    const { code, stderr } = place.cistron('run', 'study.yaml', '--out', 'run');
    expect(code, stderr).toBe(0);
    const { data, results } = JSON.parse(place.read('run/run.json'));
    expect(data.samples).toBe(464);
    expect(results[0].learner).toBe('elastic-net');
    // Labels were made from expression: a model that cannot tell these three apart has been given the wrong rows.
    const predicted = place.cistron(
      ...['predict', 'run/model.cistron', '--block', 'rna=pbmc.h5ad', '--block', 'pca=pbmc.h5ad', '--out', 'out.tsv'],
    );
    expect(predicted.code, predicted.stderr).toBe(0);
    const cells = parseCells(place.read('out.tsv'));
    expect(cells.length).toBe(701);
  });

  test('inspect says what else the file holds; a part that it lacks is named', () => {
    const { code, stdout } = place.cistron('inspect', 'pbmc.h5ad');
    expect([code, stdout.includes('parts X, obsm/X_pca, obsm/X_umap')]).toEqual([0, true]);
    const wrong = place.cistron('convert', 'pbmc.h5ad', 'x.tsv', '--read', 'part=obsm/X_pc');
    expect([wrong.code, wrong.stderr.includes("did you mean 'obsm/X_pca'?")]).toEqual([3, true]);
    const lesser = place.cistron('convert', 'pbmc.h5ad', 'x.parquet', '--read', 'part=obsm/X_umap');
    expect([lesser.code, lesser.stderr]).toEqual([
      0,
      expect.stringContaining("not written, the format has no place for it: 'bulk_labels'"),
    ]);
    const text = place.cistron('convert', 'pbmc.h5ad', 'x.tsv', '--read', 'part=obsm/X_umap');
    expect([text.code, text.stderr]).toEqual([0, expect.stringContaining('wrote x.tsv, x.samples.tsv')]);
    expect(parseCells(place.read('x.samples.tsv'))[0]).toContain('bulk_labels');
    expect(place.cistron('inspect', 'x.parquet').stdout).toContain('Apache Parquet');
  });
});

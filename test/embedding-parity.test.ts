import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Executor } from '../src/base/context.ts';
import { log } from '../src/base/elementary.ts';
import { createExecutor } from '../src/kernels/executor.node.ts';
import { trustworthiness } from '../src/metric/clustering/trustworthiness.ts';
import { rowDistances } from '../src/numeric/row-distances.ts';
import { tsne } from '../src/numeric/tsne.ts';
import { umap } from '../src/numeric/umap.ts';
import { fileSource, readTable, tableToBlock } from '../src/read/index.node.ts';
import { createMatrix, type Matrix, takeRows } from '../src/table/matrix.ts';
import { clusterContext } from './support/cluster-golden.ts';
import { dataFolder, dataPresent } from './support/real-tables.ts';

interface Golden {
  readonly rows: number;
  readonly features: number;
  readonly trustworthiness: readonly number[];
  readonly divergence: readonly number[];
}
const golden: Record<string, Golden> = JSON.parse(
  readFileSync(new URL('golden/embedding.json', import.meta.url), 'utf8'),
);
if (!dataPresent) console.log(`skipped: t-SNE and UMAP against scikit-learn on real tables (${dataFolder} is absent)`);

async function pam50(): Promise<Matrix> {
  const file = `${dataFolder}01_brca_pam50/tcga_brca_rnaseq_zscore_pam50.tsv.gz`;
  const read = await readTable(await fileSource(file), { text: ['PAM50'] });
  const { matrix } = tableToBlock(read, { name: 'expression', kind: 'expression', rows: 'samples' });
  return { ...matrix, data: matrix.data.map((x) => Math.max(-5, Math.min(5, x))) };
}

/** Cells with a count, log(1 + counts per ten thousand). */
function cells(): Matrix {
  const file = `${dataFolder}12_singlecell_gdc/10x_v3_filtered_feature_bc_matrix/matrix.mtx.gz`;
  const lines = gunzipSync(readFileSync(file))
    .toString()
    .trim()
    .split('\n')
    .filter((line) => !line.startsWith('%'));
  const [p, n] = lines[0]!.split(' ').map(Number) as [number, number];
  const X = createMatrix(n, p);
  const totals = new Float64Array(n);
  for (const line of lines.slice(1)) {
    const [j, i, count] = line.split(' ').map(Number) as [number, number, number];
    X.data[(j - 1) * n + i - 1] = count;
    totals[i - 1]! += count;
  }
  for (let at = 0; at < n * p; at++) X.data[at] = log(1 + (1e4 * X.data[at]!) / Math.max(1, totals[at % n]!));
  return takeRows(
    X,
    [...totals.keys()].filter((i) => totals[i]! > 0),
  );
}

describe.skipIf(!dataPresent)('t-SNE and UMAP', () => {
  let executor: Executor;
  beforeAll(async () => {
    executor = await createExecutor(2);
  });
  afterAll(() => executor.close());
  it.each([
    { name: 'pam50', read: pam50 },
    { name: '10x', read: cells },
  ])(
    'keep the neighbours of $name: t-SNE as well as scikit-learn, UMAP nearly',
    { timeout: 120_000 },
    async ({ name, read }) => {
      const X = await read();
      const theirs = golden[name]!;
      expect([X.nRows, X.nCols]).toEqual([theirs.rows, theirs.features]);
      const ctx = clusterContext(executor);
      const distances = await rowDistances(ctx, X);
      const { embedding, divergence } = await tsne(ctx, X);
      const ours = trustworthiness(distances, embedding, 15);
      const map = trustworthiness(distances, (await umap(ctx, X)).embedding, 15);
      const [best, least] = [Math.max(...theirs.trustworthiness), Math.min(...theirs.divergence)];
      console.log(
        `${name}: trustworthiness t-SNE ${ours.toFixed(3)}, UMAP ${map.toFixed(3)}, scikit-learn t-SNE ${best.toFixed(3)}; divergence ${divergence.toFixed(3)}, scikit-learn ${least.toFixed(3)}`,
      );
      expect(ours).toBeGreaterThan(best - 0.01);
      expect(divergence).toBeLessThan(least * 1.06);
      expect(map).toBeGreaterThan(best - 0.04);
    },
  );
});

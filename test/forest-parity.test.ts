import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkParams } from '../src/base/params.ts';
import { randomKey } from '../src/base/random.ts';
import { createExecutor } from '../src/kernels/executor.node.ts';
import { create } from '../src/learn/tree/forest.ts';
import { forestParams } from '../src/learn/tree/params.ts';
import { fileSource, readTable, tableToAnnotations, tableToBlock } from '../src/read/index.node.ts';
import { takeRows } from '../src/table/matrix.ts';
import { classTarget, takeTargetRows } from '../src/table/target.ts';

interface Golden {
  readonly file: string;
  readonly label: string;
  readonly samples: number;
  readonly features: number;
  readonly accuracy: readonly number[];
  readonly macroF1: readonly number[];
}
const golden = JSON.parse(readFileSync(new URL('golden/forest.json', import.meta.url), 'utf8'));
const tables = Object.entries(golden.tables as Record<string, Golden>);
const data = fileURLToPath(new URL('../../shared/data/', import.meta.url));
const present = existsSync(data);
if (!present) console.log(`skipped: forest against scikit-learn on real tables (${data} is absent)`);

const N_SEEDS = 3;
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
const variance = (values: readonly number[]) =>
  values.reduce((sum, v) => sum + (v - mean(values)) ** 2, 0) / (values.length - 1);

/** Out-of-fold accuracy with the folds of test/golden/forest.py: the r-th sample of a class is in fold r mod 5. */
async function outOfFoldAccuracy(table: Golden, seeds: number): Promise<number[]> {
  const read = await readTable(await fileSource(data + table.file), { text: [table.label] });
  const block = tableToBlock(read, { name: 'expression', kind: 'expression', rows: 'samples' });
  const labels = tableToAnnotations(read, { columns: [table.label] }).columns[0]!.values as (string | null)[];
  const target = classTarget(labels, table.file);
  expect([block.matrix.nRows, block.matrix.nCols]).toEqual([table.samples, table.features]);
  const seen = new Array<number>(target.classes.length).fill(0);
  const folds = Array.from(target.codes, (code) => seen[code]!++ % 5);
  const executor = await createExecutor(2);
  const learner = create(checkParams(forestParams, {}, 'forest'));
  const accuracies: number[] = [];
  for (let seed = 0; seed < seeds; seed++) {
    let right = 0;
    for (let k = 0; k < 5; k++) {
      const rows = (inside: boolean) => Array.from(folds.keys()).filter((i) => (folds[i] === k) === inside);
      const view = (of: number[]) => ({
        ...{ X: takeRows(block.matrix, of), features: block.features, target: takeTargetRows(target, of) },
      });
      const random = randomKey(seed).at('fold', k);
      const ctx = { executor, random, signal: new AbortController().signal, progress: () => {}, warn: () => {} };
      const test = view(rows(true));
      const { probabilities, classes } = await (await learner.fit(view(rows(false)), ctx)).predict(test, ctx);
      test.target.codes.forEach((code, i) => {
        const row = probabilities.subarray(i * classes.length, (i + 1) * classes.length);
        if (row.indexOf(Math.max(...row)) === code) right++;
      });
    }
    accuracies.push(right / target.codes.length);
  }
  await executor.close();
  return accuracies;
}

describe.skipIf(!present)('forest', () => {
  for (const [name, table] of tables) {
    it(`is as accurate as scikit-learn's on ${name}, same folds, within three standard errors over seeds`, async () => {
      const ours = await outOfFoldAccuracy(table, N_SEEDS);
      const theirs = table.accuracy;
      // At least the error of half a sample: with few samples all seeds may agree by chance.
      const spread = Math.max((variance(ours) + variance(theirs)) / 2, (0.5 / table.samples) ** 2);
      const limit = 3 * Math.sqrt(spread * (1 / ours.length + 1 / theirs.length));
      console.log(
        `${name}: ours ${mean(ours).toFixed(4)}, scikit-learn ${mean(theirs).toFixed(4)}, limit ±${limit.toFixed(4)}`,
      );
      expect(Math.abs(mean(ours) - mean(theirs))).toBeLessThanOrEqual(limit);
    });
  }
});

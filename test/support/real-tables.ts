import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { log } from '../../src/base/elementary.ts';
import { randomKey } from '../../src/base/random.ts';
import { createExecutor } from '../../src/kernels/executor.node.ts';
import { fileSource, readTable, tableToAnnotations, tableToBlock } from '../../src/read/index.node.ts';
import type { Learner } from '../../src/table/contract.ts';
import { takeRows } from '../../src/table/matrix.ts';
import { classTarget, requireTask, takeTargetRows } from '../../src/table/target.ts';

/** The tables that are not part of the repository. */
export const dataFolder = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
export const dataPresent = existsSync(dataFolder);

/** What a golden script says of a table. */
export interface RealTable {
  readonly file: string;
  readonly label: string;
  readonly samples: number;
  readonly features: number;
}

export const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** Unbiased. */
export const variance = (values: readonly number[]) =>
  values.reduce((sum, v) => sum + (v - mean(values)) ** 2, 0) / (values.length - 1);

/** Out-of-fold accuracy and log-loss for each seed, with the folds of the golden scripts: the r-th sample of a class is in fold r mod 5. */
export async function outOfFold(table: RealTable, learner: Learner, seeds: number) {
  const read = await readTable(await fileSource(dataFolder + table.file), { text: [table.label] });
  const block = tableToBlock(read, { name: 'expression', kind: 'expression', rows: 'samples' });
  const labels = tableToAnnotations(read, { columns: [table.label] }).columns[0]!.values as (string | null)[];
  const target = classTarget(labels, table.file);
  if (block.matrix.nRows !== table.samples || block.matrix.nCols !== table.features) {
    throw new Error(`${table.file}: ${block.matrix.nRows} × ${block.matrix.nCols} is not the table of the golden file`);
  }
  const seen = new Array<number>(target.classes.length).fill(0);
  const folds = Array.from(target.codes, (code) => seen[code]!++ % 5);
  const executor = await createExecutor(2);
  const scores = { accuracy: [] as number[], logLoss: [] as number[] };
  for (let seed = 0; seed < seeds; seed++) {
    let right = 0;
    let loss = 0;
    for (let k = 0; k < 5; k++) {
      const rows = (inside: boolean) => Array.from(folds.keys()).filter((i) => (folds[i] === k) === inside);
      const view = (of: number[]) => ({
        ...{ X: takeRows(block.matrix, of), features: block.features, target: takeTargetRows(target, of) },
      });
      const random = randomKey(seed).at('fold', k);
      const ctx = { executor, random, signal: new AbortController().signal, progress: () => {}, warn: () => {} };
      const test = view(rows(true));
      const prediction = await (await learner.fit(view(rows(false)), ctx)).predict(test, ctx);
      const { probabilities, classes } = requireTask(prediction, 'classification', table.file);
      test.target.codes.forEach((code, i) => {
        const row = probabilities.subarray(i * classes.length, (i + 1) * classes.length);
        if (row.indexOf(Math.max(...row)) === code) right++;
        loss -= log(Math.max(row[code]!, 1e-15));
      });
    }
    scores.accuracy.push(right / target.codes.length);
    scores.logLoss.push(loss / target.codes.length);
  }
  await executor.close();
  return scores;
}

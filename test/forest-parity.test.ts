import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkParams } from '../src/base/params.ts';
import { create } from '../src/learn/tree/forest.ts';
import { forestParams } from '../src/learn/tree/params.ts';
import { dataFolder, dataPresent, mean, outOfFold, type RealTable, variance } from './support/real-tables.ts';

interface Golden extends RealTable {
  readonly accuracy: readonly number[];
}
const golden = JSON.parse(readFileSync(new URL('golden/forest.json', import.meta.url), 'utf8'));
const tables = Object.entries(golden.tables as Record<string, Golden>);
if (!dataPresent) console.log(`skipped: forest against scikit-learn on real tables (${dataFolder} is absent)`);

const N_SEEDS = 3;

describe.skipIf(!dataPresent)('forest', () => {
  for (const [name, table] of tables) {
    it(`is as accurate as scikit-learn's on ${name}, same folds, within three standard errors over seeds`, async () => {
      const learner = create(checkParams(forestParams, {}, 'forest'));
      const { accuracy: ours } = await outOfFold(table, learner, N_SEEDS);
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

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkParams } from '../src/base/params.ts';
import { create } from '../src/learn/boosting/boosting.ts';
import { boostingParams } from '../src/learn/boosting/params.ts';
import { dataFolder, dataPresent, mean, outOfFold, type RealTable, variance } from './support/real-tables.ts';

interface Golden extends RealTable {
  readonly accuracy: readonly number[];
  readonly logLoss: readonly number[];
}
const golden = JSON.parse(readFileSync(new URL('golden/boosting.json', import.meta.url), 'utf8'));
const tables = Object.entries(golden.tables as Record<string, Golden>);
if (!dataPresent) console.log(`skipped: boosting against XGBoost on real tables (${dataFolder} is absent)`);

const N_SEEDS = 4;

/** The golden's settings in our words. */
function settings(): Record<string, unknown> {
  const { eta, max_depth, lambda, min_child_weight, max_bin, subsample, colsample_bytree } = golden.settings;
  return {
    ...{ rounds: golden.rounds, 'learning-rate': eta, 'max-depth': max_depth, lambda, 'max-bins': max_bin },
    ...{ 'min-child-weight': min_child_weight, 'row-sample': subsample, 'column-sample': colsample_bytree },
  };
}

describe.skipIf(!dataPresent)('boosting', () => {
  for (const [name, table] of tables) {
    it(`is as good as XGBoost hist on ${name}: same folds and settings, within three standard errors over seeds`, async () => {
      const learner = create(checkParams(boostingParams, settings(), 'boosting'));
      const ours = await outOfFold(table, learner, N_SEEDS);
      for (const score of ['accuracy', 'logLoss'] as const) {
        const [a, b] = [ours[score], table[score]];
        // At least the error of half a sample: with few samples all seeds may agree by chance.
        const spread = Math.max((variance(a) + variance(b)) / 2, (0.5 / table.samples) ** 2);
        const limit = 3 * Math.sqrt(spread * (1 / a.length + 1 / b.length));
        console.log(
          `${name} ${score}: ours ${mean(a).toFixed(4)}, XGBoost ${mean(b).toFixed(4)}, limit ±${limit.toFixed(4)}`,
        );
        expect(Math.abs(mean(a) - mean(b)), score).toBeLessThanOrEqual(limit);
      }
    });
  }
});

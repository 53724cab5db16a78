import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkParams } from '../src/base/params.ts';
import { svmParams } from '../src/learn/svm/params.ts';
import { create } from '../src/learn/svm/svm.ts';
import { dataFolder, dataPresent, mean, outOfFold, type RealTable } from './support/real-tables.ts';

interface Golden extends RealTable {
  readonly accuracyOfVotes: number;
  readonly accuracy: number;
  readonly logLoss: number;
}
const golden = JSON.parse(readFileSync(new URL('golden/svm-tables.json', import.meta.url), 'utf8'));
const tables = Object.entries(golden.tables as Record<string, Golden>);
if (!dataPresent) console.log(`skipped: svm against scikit-learn on real tables (${dataFolder} is absent)`);

describe.skipIf(!dataPresent)('svm', () => {
  for (const [name, table] of tables) {
    it(`is as accurate as scikit-learn's SVC on ${name}, same folds, within two standard errors of a proportion`, async () => {
      const learner = create(checkParams(svmParams, { C: 10 }, 'svm'));
      const scores = await outOfFold(table, learner, 3);
      const [accuracy, logLoss] = [mean(scores.accuracy), mean(scores.logLoss)];
      const limit = 2 * Math.sqrt((table.accuracy * (1 - table.accuracy)) / table.samples);
      console.log(
        `${name}: accuracy ours ${accuracy.toFixed(4)}, SVC ${table.accuracy} (votes ${table.accuracyOfVotes}), limit −${limit.toFixed(4)}; log-loss ours ${logLoss.toFixed(4)}, SVC ${table.logLoss}`,
      );
      expect(accuracy).toBeGreaterThanOrEqual(Math.max(table.accuracy, table.accuracyOfVotes) - limit);
    });
  }
});

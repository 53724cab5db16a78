// The score of the best of ten learners of equal skill: naive, and corrected by the bootstrap.
import { metricByName, randomKey, scorer } from '../../dist/index.js';
import { biasCorrectedChoice } from '../../dist/validate/uncertainty/bias-corrected-choice.js';

/** @returns for each size: the true score, the mean naive score of the best, the mean corrected one, and how often its interval holds the truth. */
export function choice(datasets, { learners = 10, sizes = [40, 100, 300], replicates = 500 } = {}) {
  const key = randomKey(20240602);
  const metric = metricByName('roc-auc');
  const truth = 0.760_25; // Φ(1/√2)
  return sizes.map((n) => {
    const groups = Int32Array.from({ length: n }, (_, i) => i);
    let naive = 0;
    let corrected = 0;
    let covered = 0;
    for (let d = 0; d < datasets; d++) {
      const own = key.at(n, d);
      const stream = own.at('data').stream();
      const codes = Int32Array.from(groups, (i) => Number(i < n / 2));
      const target = { task: 'classification', classes: ['a', 'b'], codes };
      const each = Array.from({ length: learners }, () => {
        const probabilities = new Float64Array(2 * n);
        codes.forEach((k, i) => {
          const p = 1 / (1 + Math.exp(-(stream.normal() + (k - 0.5))));
          probabilities.set([1 - p, p], 2 * i);
        });
        return [{ scorer: scorer(target, { task: 'classification', classes: target.classes, probabilities }) }];
      });
      naive += Math.max(...each.map(([one]) => one.scorer.value(metric)));
      const options = { metric, metrics: [metric], groups, random: own, replicates };
      const { value, low, high } = biasCorrectedChoice(each, options)['roc-auc'];
      corrected += value;
      covered += Number(low <= truth && truth <= high);
    }
    return { n, truth, naive: naive / datasets, corrected: corrected / datasets, covered: covered / datasets };
  });
}

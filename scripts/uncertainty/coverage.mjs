// How often 95 % bootstrap intervals hold the truth: simulated test sets of predictions whose population score is known, by method, metric and size.
import { metricByName, randomKey, scorer } from '../../dist/index.js';
import { bcaInterval } from '../../dist/validate/uncertainty/bca-interval.js';
import { jackknifeGroups } from '../../dist/validate/uncertainty/jackknife-groups.js';
import { percentileInterval } from '../../dist/validate/uncertainty/percentile-interval.js';
import { replicatesOf, statisticOf } from '../../dist/validate/uncertainty/statistic.js';

const SIZES = [40, 100, 300];
const REPLICATES = 1000;

/** Class 1 in two of five; the probability of class 1 rises with a marker that the classes move apart by 1.2 standard deviations. */
function classes(n, stream) {
  const codes = Int32Array.from({ length: n }, () => Number(stream.uniform() < 0.4));
  const probabilities = new Float64Array(2 * n);
  codes.forEach((k, i) => {
    const p = 1 / (1 + Math.exp(-(stream.normal() + 1.2 * (k - 0.5))));
    probabilities.set([1 - p, p], 2 * i);
  });
  const target = { task: 'classification', classes: ['a', 'b'], codes };
  return scorer(target, { task: 'classification', classes: ['a', 'b'], probabilities });
}

/** Skewed values; the prediction knows half of what makes them. */
function numbers(n, stream) {
  const predicted = Float64Array.from({ length: n }, () => stream.normal());
  const values = predicted.map((x) => x + (stream.normal() ** 2 - 1) / Math.SQRT2);
  return scorer({ task: 'regression', values }, { task: 'regression', values: predicted });
}

/** Exponential times whose hazard rises by e for each unit of the risk; a third or so is censored, uniformly. */
function survival(n, stream) {
  const risks = Float64Array.from({ length: n }, () => stream.normal());
  const events = new Uint8Array(n);
  const times = risks.map((risk, i) => {
    const time = -Math.log(1 - stream.uniform()) * Math.exp(-risk);
    const censored = 4 * stream.uniform();
    events[i] = Number(time <= censored);
    return Math.max(1e-9, Math.min(time, censored));
  });
  const curves = { times: new Float64Array(), survival: new Float64Array() };
  return scorer({ task: 'survival', times, events }, { task: 'survival', risks, ...curves });
}

const METRICS = [
  ['accuracy', classes],
  ['roc-auc', classes],
  ['r2', numbers],
  ['c-index', survival],
];

/** @returns for each metric and size: share of intervals that hold the truth, that lie above it, that lie below it, and mean width. */
export function coverage(datasets) {
  const key = randomKey(20240601);
  return METRICS.flatMap(([name, simulate]) => {
    const metric = metricByName(name);
    // The truth to ±0.001: the score of a very large test set.
    const truth = simulate(400_000, key.at('truth', name).stream()).value(metric);
    return SIZES.map((n) => {
      const groups = Int32Array.from({ length: n }, (_, i) => i);
      const tally = { percentile: [0, 0, 0], bca: [0, 0, 0] };
      for (let d = 0; d < datasets; d++) {
        const own = key.at(name, n, d);
        const statistic = statisticOf(metric, [{ scorer: simulate(n, own.at('data').stream()) }]);
        const [draws] = replicatesOf([statistic], groups, own, REPLICATES);
        const [jackknife] = jackknifeGroups([statistic], groups, own);
        const value = statistic();
        const intervals = { percentile: percentileInterval(value, draws), bca: bcaInterval(value, draws, jackknife) };
        for (const [method, { low, high }] of Object.entries(intervals)) {
          tally[method][0] += Number(low > truth);
          tally[method][1] += Number(high < truth);
          tally[method][2] += high - low;
        }
      }
      const share = ([above, below, width]) => ({
        covered: 1 - (above + below) / datasets,
        above: above / datasets,
        below: below / datasets,
        width: width / datasets,
      });
      return { metric: name, n, truth, percentile: share(tally.percentile), bca: share(tally.bca) };
    });
  });
}

// Bootstrap intervals against scipy, on the same replicates.
import { bcaInterval, jackknifeGroups, randomKey } from '../../dist/index.js';
import { apart, golden } from './support.mjs';

const mean = (values, weights) =>
  values.reduce((sum, x, i) => sum + weights[i] * x, 0) / weights.reduce((sum, w) => sum + w, 0);

/** The mean of one column, the correlation of two. */
function statistic([x, y]) {
  if (!y) return (weights = x.map(() => 1)) => mean(x, weights);
  return (weights = x.map(() => 1)) => {
    const centred = [x, y].map((column) => column.map((value) => value - mean(column, weights)));
    const product = (a, b) =>
      mean(
        a.map((value, i) => value * b[i]),
        weights,
      );
    const [a, b] = centred;
    return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
  };
}

export const title = 'Uncertainty';
export const rows = async () => {
  const { cases, versions } = golden('bca');
  const differences = cases.map(({ data, replicates, low, high }) => {
    const own = statistic(data);
    const groups = Int32Array.from(data[0], (_, i) => i);
    // Equal means come out equal to the bit in scipy; ours are summed in another order.
    const value = replicates.find((one) => Math.abs(one - own()) < 1e-14) ?? own();
    const [jackknife] = jackknifeGroups([own], groups, randomKey(1));
    const interval = bcaInterval(value, Float64Array.from(replicates), jackknife);
    return apart([interval.low, interval.high], [low, high]);
  });
  return [
    {
      ...{ work: 'BCa interval', reference: `scipy ${versions.scipy} stats.bootstrap`, compared: 'both bounds' },
      data: `${cases.length} samples of 20 to 40, skewed and tied, 499 replicates of scipy`,
      ...{ difference: Math.max(...differences), tolerance: 1e-10 },
    },
  ];
};

/**
 * For each class the share 1/(N_k + 2) that the target of its rows gives away to the other classes, [nClasses]: a row of class k is taken as
 * of class k with (N_k + 1)/(N_k + 2). So even rows that are told apart without error leave the likelihood with a maximum, and give no certainty.
 * @param weights [n], ≥ 0; 1 each when absent: N_k is their sum.
 * Source: Platt 1999, in Advances in Large Margin Classifiers, §2.2: the mean of the class's probability after N_k rows under a uniform prior.
 */
export function doubts(truth: Int32Array, nClasses: number, weights?: Float64Array): Float64Array {
  const counts = new Float64Array(nClasses);
  truth.forEach((k, i) => {
    counts[k]! += weights ? weights[i]! : 1;
  });
  return counts.map((count) => 1 / (count + 2));
}

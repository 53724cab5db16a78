// Objectives written down as they stand, in float64 from the tables: neither solver's own account of itself.

/** The loss plus λ·Σ fⱼ·(α|bⱼ| + (1−α)/2·bⱼ²). */
export function elasticNetObjective(problem, lambda, { intercepts, coefficients }) {
  const { X, l1Ratio, penaltyFactors } = problem;
  const n = X.nRows;
  const scores = coefficients.map((row, q) =>
    Array.from({ length: n }, (_, i) => row.reduce((sum, b, j) => sum + b * X.data[j * n + i], intercepts[q])),
  );
  let penalty = 0;
  for (const row of coefficients) {
    row.forEach((b, j) => {
      penalty += (penaltyFactors?.[j] ?? 1) * (l1Ratio * Math.abs(b) + ((1 - l1Ratio) / 2) * b * b);
    });
  }
  return LOSSES[problem.family](problem, scores) + lambda * penalty;
}

const LOSSES = {
  gaussian: ({ y, weights }, [eta]) => sum(eta, (e, i) => (weights[i] * (y[i] - e) ** 2) / 2),
  poisson: ({ y, weights }, [eta]) => sum(eta, (e, i) => weights[i] * (Math.exp(e) - y[i] * e)),
  multinomial: ({ codes, weights }, scores) => {
    const all = scores.length === 1 ? [scores[0].map(() => 0), scores[0]] : scores;
    return sum(scores[0], (_, i) => {
      const top = Math.max(...all.map((eta) => eta[i]));
      const total = all.reduce((s, eta) => s + Math.exp(eta[i] - top), 0);
      return weights[i] * (Math.log(total) + top - all[codes[i]][i]);
    });
  },
  // Breslow's ties: every event of a time over all that are at risk then.
  cox: ({ times, events, weights }, [eta]) =>
    sum(eta, (e, i) => {
      if (!events[i]) return 0;
      const atRisk = eta.reduce((s, other, l) => s + (times[l] >= times[i] ? weights[l] * Math.exp(other) : 0), 0);
      return weights[i] * (Math.log(atRisk) - e);
    }),
};

/** liblinear's: ½·‖w‖² (the intercept with it, over its scaling) + C·Σ costs·slack. */
export function svmObjective({ X, loss, interceptScaling }, C, { signs, costs }, weights, intercept) {
  let total = interceptScaling > 0 ? (intercept / interceptScaling) ** 2 / 2 : 0;
  for (let j = 0; j < X.nCols; j++) total += weights[j] ** 2 / 2;
  for (let i = 0; i < X.nRows; i++) {
    let decision = intercept;
    for (let j = 0; j < X.nCols; j++) decision += weights[j] * X.data[j * X.nRows + i];
    const slack = Math.max(0, 1 - signs[i] * decision);
    total += C * costs[i] * (loss === 'hinge' ? slack : slack * slack);
  }
  return total;
}

function sum(list, term) {
  return list.reduce((total, value, i) => total + term(value, i), 0);
}

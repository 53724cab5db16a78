const ENOUGH = 1e-10;
const MAX_ROUNDS = 1000;
const CERTAIN = 1e-7; // a pair's probability is kept from 0 and 1 by this, as in libsvm

/**
 * Class probabilities p, Σp = 1, that agree best with what pairs of classes say: minimises Σ_k Σ_{l≠k} (r_lk·p_k − r_kl·p_l)².
 * @param pairwise r_kl = P(k | k or l) for k < l, in the order (0,1), (0,2), …, (1,2), …; at least one pair.
 * Cost O(K²) a round, a dozen rounds. Source: Wu, Lin & Weng 2004, JMLR 5, §4 and algorithm 2. Checked by the conditions of the minimum.
 */
export function coupleProbabilities(pairwise: readonly number[], nClasses: number): number[] {
  // Q_kk = Σ_{l≠k} r_lk², Q_kl = −r_lk·r_kl: at the minimum Qp is the same for every class.
  const r = Array.from({ length: nClasses }, () => new Float64Array(nClasses));
  let at = 0;
  for (let k = 0; k < nClasses; k++) {
    for (let l = k + 1; l < nClasses; l++) {
      const share = Math.min(Math.max(pairwise[at++]!, CERTAIN), 1 - CERTAIN);
      r[k]![l] = share;
      r[l]![k] = 1 - share;
    }
  }
  const Q = r.map((own, k) =>
    own.map((share, l) =>
      l === k ? r.reduce((sum, other, m) => sum + (m === k ? 0 : other[k]! ** 2), 0) : -r[l]![k]! * share,
    ),
  );
  const p = new Array<number>(nClasses).fill(1 / nClasses);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const Qp = Q.map((row) => row.reduce((sum, q, l) => sum + q * p[l]!, 0));
    const mean = Qp.reduce((sum, q, k) => sum + q * p[k]!, 0);
    if (Math.max(...Qp.map((q) => Math.abs(q - mean))) < ENOUGH / nClasses) break;
    for (let k = 0; k < nClasses; k++) {
      let own = 0;
      let whole = 0;
      for (let l = 0; l < nClasses; l++) {
        own += Q[k]![l]! * p[l]!;
        for (let m = 0; m < nClasses; m++) whole += p[l]! * Q[l]![m]! * p[m]!;
      }
      p[k]! += (whole - own) / Q[k]![k]!;
      const total = p.reduce((sum, value) => sum + value, 0);
      for (let l = 0; l < nClasses; l++) p[l]! /= total;
    }
  }
  return p;
}

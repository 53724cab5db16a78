import { columnOf, type Matrix } from '../table/matrix.ts';

/**
 * Covariances of some features, their correlations shrunk towards 0 by λ = Σ var(r) / Σ r² over the pairs, at most 1 and at least 1e-6: positive definite whatever the number
 * of rows, and the less shrunk the more rows there are. A constant feature has variance 1 and no correlation.
 * @returns [used, used]. Cost O(n · used²). Source: Schäfer & Strimmer 2005, Stat. Appl. Genet. Mol. Biol. 4(1):32, §2.4 and table 1 (target D).
 */
export function shrunkCovariance(X: Matrix, used: ArrayLike<number>): Float64Array {
  const [n, p] = [X.nRows, used.length];
  const spreads = new Float64Array(p);
  const scaled = Array.from(used, (j, at) => {
    const column = Float64Array.from(columnOf(X, j));
    const mean = column.reduce((sum, x) => sum + x, 0) / n;
    const spread = Math.sqrt(column.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (n - 1));
    spreads[at] = spread > 0 ? spread : 1;
    return column.map((x) => (spread > 0 ? (x - mean) / spread : 0));
  });
  const out = new Float64Array(p * p);
  let [uncertain, strong] = [0, 0];
  for (let a = 0; a < p; a++) {
    out[a * p + a] = 1;
    for (let b = 0; b < a; b++) {
      const [one, other] = [scaled[a]!, scaled[b]!];
      let [sum, squares] = [0, 0];
      for (let i = 0; i < n; i++) {
        const product = one[i]! * other[i]!;
        sum += product;
        squares += product * product;
      }
      const r = sum / (n - 1);
      out[a * p + b] = r;
      out[b * p + a] = r;
      uncertain += (n / (n - 1) ** 3) * (squares - sum ** 2 / n);
      strong += r ** 2;
    }
  }
  const lambda = strong > 0 ? Math.min(1, Math.max(1e-6, uncertain / strong)) : 1;
  for (let a = 0; a < p; a++) {
    for (let b = 0; b < p; b++) out[a * p + b]! *= (a === b ? 1 : 1 - lambda) * spreads[a]! * spreads[b]!;
  }
  return out;
}

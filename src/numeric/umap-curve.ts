import { exp, log } from '../base/elementary.ts';

/**
 * The a and b for which 1/(1 + a·x^{2b}) comes nearest, by least squares on 300 points of 0 … 3·spread, to a similarity of 1 up to
 * `minDistance` and exp(−(x − minDistance)/spread) beyond. Gauss–Newton with halved steps.
 * Source: McInnes et al. 2018, §3.2. Checked against the values of umap-learn (minDistance 0.1, spread 1: a = 1.577, b = 0.8951).
 */
export function umapCurve(minDistance: number, spread: number): { a: number; b: number } {
  const xs = Array.from({ length: 300 }, (_, i) => (3 * spread * i) / 299);
  const ys = xs.map((x) => (x < minDistance ? 1 : exp(-(x - minDistance) / spread)));
  const powers = (b: number) => xs.map((x) => (x > 0 ? exp(2 * b * log(x)) : 0));
  const loss = (a: number, b: number) => powers(b).reduce((sum, q, i) => sum + (1 / (1 + a * q) - ys[i]!) ** 2, 0);
  let a = 1;
  let b = 1;
  for (let step = 0; step < 200; step++) {
    const terms = [0, 0, 0, 0, 0]; // JᵀJ: aa, ab, bb; Jᵀr: a, b
    powers(b).forEach((q, i) => {
      const value = 1 / (1 + a * q);
      const ja = -q * value * value;
      const jb = xs[i]! > 0 ? -2 * a * q * log(xs[i]!) * value * value : 0;
      const r = value - ys[i]!;
      [ja * ja, ja * jb, jb * jb, ja * r, jb * r].forEach((term, t) => {
        terms[t]! += term;
      });
    });
    const [aa, ab, bb, ra, rb] = terms as [number, number, number, number, number];
    const determinant = aa * bb - ab * ab;
    const da = (bb * ra - ab * rb) / determinant;
    const db = (aa * rb - ab * ra) / determinant;
    const before = loss(a, b);
    let size = 1;
    while (size > 1e-10 && !(a - size * da > 0 && b - size * db > 0 && loss(a - size * da, b - size * db) <= before)) {
      size /= 2;
    }
    if (size <= 1e-10) break;
    a -= size * da;
    b -= size * db;
    if (Math.abs(size * da) + Math.abs(size * db) < 1e-12) break;
  }
  return { a, b };
}

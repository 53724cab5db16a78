/**
 * Points and weights of Gauss and Legendre on (0, 1): Σ w·f(t) is ∫₀¹ f for polynomials of degree below 2m.
 * @returns m abscissas, rising, then m weights, of sum 1, [2m]. Newton's method on the Legendre polynomial, to the last digit.
 * Source: Golub & Welsch 1969, Mathematics of Computation 23, for what they are; the start cos(π(i + ¾)/(m + ½)) as in Abramowitz & Stegun 22.16.6.
 */
export function gaussLegendre(m: number): Float64Array {
  const out = new Float64Array(2 * m);
  for (let i = 0; i < m; i++) {
    let x = Math.cos((Math.PI * (m - i - 0.25)) / (m + 0.5));
    let slope = 1;
    for (let round = 0; round < 100; round++) {
      let [before, value] = [1, x];
      for (let k = 2; k <= m; k++) [before, value] = [value, ((2 * k - 1) * x * value - (k - 1) * before) / k];
      slope = (m * (x * value - before)) / (x * x - 1);
      const step = value / slope;
      x -= step;
      if (Math.abs(step) < 1e-15) break;
    }
    out[i] = (1 + x) / 2;
    out[m + i] = 1 / ((1 - x * x) * slope * slope);
  }
  return out;
}

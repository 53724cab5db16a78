const EULER = 0.5772156649015329;

/** ψ(1) … ψ(n) at their own index: ψ(m) = −γ + Σ_{i<m} 1/i. The place 0 is NaN. */
export function digammaTable(n: number): Float64Array {
  const table = new Float64Array(n + 1);
  table[0] = Number.NaN;
  let sum = -EULER;
  for (let m = 1; m <= n; m++) {
    table[m] = sum;
    sum += 1 / m;
  }
  return table;
}

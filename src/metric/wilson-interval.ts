/**
 * Wilson's interval of a proportion: the shares that `successes` of `n` does not contradict at the level of z. Never leaves 0 … 1, and is of use for few.
 * @param n > 0. @param z 1.96 (default): 95 %. Source: Wilson 1927, JASA 22, 209. Checked against the interval of `prop.test(correct = FALSE)` in R.
 */
export function wilsonInterval(
  successes: number,
  n: number,
  z = 1.959963984540054,
): { readonly low: number; readonly high: number } {
  const share = successes / n;
  const middle = share + (z * z) / (2 * n);
  const half = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  const scale = 1 + (z * z) / n;
  return { low: Math.max(0, (middle - half) / scale), high: Math.min(1, (middle + half) / scale) };
}

/** Of the range of x: points closer to the last fitted one are interpolated. */
const NEAR = 0.01;
const ROBUST_STEPS = 3;

/**
 * Locally weighted regression: at each x a straight line through its nearest points, by tricube weights, and thrice more with points that lie far off counted for less.
 * @param x [n], rising, finite. @param y [n], finite. Neither is modified. @param share of the points that each line sees, default 2/3.
 * @returns the smooth at each x, [n]. Cost O(n · share · n) at most; points within 1 % of the range of the last fitted one cost nothing.
 * Source: Cleveland 1979, J. Am. Stat. Assoc. 74, 829, with his interpolation (`lowess.f`, netlib). Checked against R `lowess`.
 */
export function lowess(x: Float64Array, y: Float64Array, share = 2 / 3): Float64Array {
  const n = x.length;
  const smooth = Float64Array.from(y);
  if (n < 2) return smooth;
  const near = NEAR * (x[n - 1]! - x[0]!);
  const seen = Math.max(2, Math.min(n, Math.floor(share * n + 1e-7)));
  let trust: Float64Array | undefined;
  for (let step = 0; ; step++) {
    smoothOnce(x, y, trust, seen, near, smooth);
    if (step === ROBUST_STEPS) return smooth;
    trust = bisquare(y.map((value, i) => Math.abs(value - smooth[i]!)));
    if (!trust) return smooth;
  }
}

/** One pass over the points. @param smooth is overwritten. */
function smoothOnce(
  x: Float64Array,
  y: Float64Array,
  trust: Float64Array | undefined,
  seen: number,
  near: number,
  smooth: Float64Array,
): void {
  const n = x.length;
  let [left, last] = [0, -1];
  for (let i = 0; ; ) {
    // The window of points seen moves on while the next one is closer than its first.
    while (left + seen < n && x[i]! - x[left]! > x[left + seen]! - x[i]!) left++;
    smooth[i] = lineAt(x, y, trust, x[i]!, left, left + seen - 1) ?? y[i]!;
    for (let j = last + 1; j < i; j++) {
      const alpha = (x[j]! - x[last]!) / (x[i]! - x[last]!);
      smooth[j] = alpha * smooth[i]! + (1 - alpha) * smooth[last]!;
    }
    last = i;
    const cut = x[last]! + near;
    for (i = last + 1; i < n && x[i]! <= cut; i++) {
      if (x[i] !== x[last]) continue;
      smooth[i] = smooth[last]!;
      last = i;
    }
    if (last >= n - 1) return;
    i = Math.max(last + 1, i - 1);
  }
}

/** The weighted line at one place; undefined where no point has weight. */
function lineAt(
  x: Float64Array,
  y: Float64Array,
  trust: Float64Array | undefined,
  place: number,
  left: number,
  right: number,
): number | undefined {
  const n = x.length;
  const reach = Math.max(place - x[left]!, x[right]! - place);
  const weights: number[] = [];
  let sum = 0;
  // Points that tie with the last of the window count too.
  for (let j = left; j < n; j++) {
    const distance = Math.abs(x[j]! - place);
    if (distance > 0.999 * reach) {
      if (x[j]! > place) break;
      weights.push(0);
      continue;
    }
    const kernel = distance <= 0.001 * reach ? 1 : (1 - (distance / reach) ** 3) ** 3;
    weights.push(kernel * (trust ? trust[j]! : 1));
    sum += weights.at(-1)!;
  }
  if (!(sum > 0)) return undefined;
  let [mean, spread, value] = [0, 0, 0];
  weights.forEach((weight, at) => {
    mean += (weight / sum) * x[left + at]!;
  });
  weights.forEach((weight, at) => {
    spread += (weight / sum) * (x[left + at]! - mean) ** 2;
  });
  const sloped = reach > 0 && Math.sqrt(spread) > 0.001 * (x[n - 1]! - x[0]!);
  weights.forEach((weight, at) => {
    const tilt = sloped ? 1 + ((place - mean) / spread) * (x[left + at]! - mean) : 1;
    value += (weight / sum) * tilt * y[left + at]!;
  });
  return value;
}

/** What each point still counts for, by its distance from the smooth; undefined where all lie on it. */
function bisquare(distances: Float64Array): Float64Array | undefined {
  const n = distances.length;
  const sorted = distances.slice().sort();
  const limit = 3 * (sorted[n >> 1]! + sorted[n - (n >> 1) - 1]!);
  const mean = distances.reduce((sum, v) => sum + v, 0) / n;
  if (limit < 1e-7 * mean || limit === 0) return undefined;
  return distances.map((v) => (v <= 0.001 * limit ? 1 : v <= 0.999 * limit ? (1 - (v / limit) ** 2) ** 2 : 0));
}

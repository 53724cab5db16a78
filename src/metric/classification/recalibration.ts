import { exp, log } from '../../base/elementary.ts';

/** P(y) = 1/(1 + exp(−intercept − slope·odds)). */
export interface RecalibrationLine {
  readonly intercept: number;
  readonly slope: number;
}

const MAX_STEPS = 60;
const SETTLED = 1e-11;
const SMALLEST = 2.220446049250313e-16; // as in log-loss

/** ln(p / (1 − p)) of one class, [n], 1 − p as the sum of the others; both at least 2⁻⁵². */
export function logOddsOf(
  { probabilities, nClasses }: { readonly probabilities: Float64Array; readonly nClasses: number },
  k: number,
): Float64Array {
  const odds = new Float64Array(probabilities.length / nClasses);
  for (let i = 0; i < odds.length; i++) {
    let others = 0;
    for (let l = 0; l < nClasses; l++) if (l !== k) others += probabilities[i * nClasses + l]!;
    odds[i] = log(Math.max(SMALLEST, probabilities[i * nClasses + k]!)) - log(Math.max(SMALLEST, others));
  }
  return odds;
}

/**
 * Logistic regression of what happened on the predicted log odds, by Newton's method with step halving.
 * @param isTrue [n]. @param weights [n], ≥ 0; 1 each when absent.
 * @returns NaN where there is no maximum: one class only, odds that are all equal, or classes told apart without error.
 * Cost O(n) a step, about six steps. Source: Cox 1958, Biometrika 45, 562. Checked against R `glm`.
 */
export function recalibrationLine(
  odds: Float64Array,
  isTrue: Uint8Array,
  weights: Float64Array | undefined,
): RecalibrationLine {
  const none = { intercept: Number.NaN, slope: Number.NaN };
  const { total, positives } = countsOf(isTrue, weights);
  if (!(positives > 0 && positives < total)) return none;
  let a = log(positives / (total - positives));
  let b = 0;
  let loss = lossAt(odds, isTrue, weights, a, b);
  for (let step = 0; step < MAX_STEPS; step++) {
    let [ga, gb, haa, hab, hbb] = [0, 0, 0, 0, 0];
    for (let i = 0; i < odds.length; i++) {
      const w = weights ? weights[i]! : 1;
      if (w === 0) continue;
      const x = odds[i]!;
      const z = a + b * x;
      const e = exp(-Math.abs(z));
      const likelier = 1 / (1 + e);
      const miss = w * (isTrue[i]! - (z >= 0 ? likelier : e * likelier));
      const curvature = w * e * likelier * likelier;
      ga += miss;
      gb += miss * x;
      haa += curvature;
      hab += curvature * x;
      hbb += curvature * x * x;
    }
    const determinant = haa * hbb - hab * hab;
    // Flat: the odds are equal, or every row is as good as certain, and the likelihood rises for ever.
    if (!(determinant > 1e-12 * haa * hbb) || haa < 1e-9 * total) return none;
    const da = (hbb * ga - hab * gb) / determinant;
    const db = (haa * gb - hab * ga) / determinant;
    let share = 1;
    let next = lossAt(odds, isTrue, weights, a + da, b + db);
    // Near the maximum a fall is lost in rounding.
    for (
      ;
      !(next <= loss + 1e-13 * total) && share > 1e-9;
      next = lossAt(odds, isTrue, weights, a + share * da, b + share * db)
    )
      share /= 2;
    a += share * da;
    b += share * db;
    loss = next;
    if (Math.abs(da) <= SETTLED * (1 + Math.abs(a)) && Math.abs(db) <= SETTLED * (1 + Math.abs(b)))
      return { intercept: a, slope: b };
  }
  return none;
}

/**
 * The constant added to the log odds under which as many are expected as occur: Σ w(y − 1/(1 + exp(−a − odds))) = 0, which falls in a; by Newton's
 * method between bounds, halved where it leaves them. NaN with one class only. As `recalibrationLine` with the slope held at 1.
 */
export function recalibrationShift(odds: Float64Array, isTrue: Uint8Array, weights: Float64Array | undefined): number {
  const { total, positives } = countsOf(isTrue, weights);
  if (!(positives > 0 && positives < total)) return Number.NaN;
  const reach = odds.reduce((most, x) => Math.max(most, Math.abs(x)), 0) + 50;
  let [low, high, a] = [-reach, reach, 0];
  for (let step = 0; step < 200; step++) {
    let [gap, slope] = [positives, 0];
    for (let i = 0; i < odds.length; i++) {
      const w = weights ? weights[i]! : 1;
      const e = exp(-Math.abs(a + odds[i]!));
      const likelier = 1 / (1 + e);
      gap -= w * (a + odds[i]! >= 0 ? likelier : e * likelier);
      slope += w * e * likelier * likelier;
    }
    if (gap > 0) low = a;
    else high = a;
    const newton = a + gap / slope;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - a) <= SETTLED * (1 + Math.abs(a))) return next;
    a = next;
  }
  return a;
}

function countsOf(isTrue: Uint8Array, weights: Float64Array | undefined) {
  let total = 0;
  let positives = 0;
  for (let i = 0; i < isTrue.length; i++) {
    const w = weights ? weights[i]! : 1;
    total += w;
    positives += w * isTrue[i]!;
  }
  return { total, positives };
}

function lossAt(
  odds: Float64Array,
  isTrue: Uint8Array,
  weights: Float64Array | undefined,
  a: number,
  b: number,
): number {
  let sum = 0;
  for (let i = 0; i < odds.length; i++) {
    const w = weights ? weights[i]! : 1;
    if (w === 0) continue;
    const z = a + b * odds[i]!;
    sum += w * (Math.max(z, 0) - isTrue[i]! * z + log(1 + exp(-Math.abs(z))));
  }
  return sum;
}

import { exp, log } from '../../base/elementary.ts';
import type { LogOdds } from './class-metric.ts';

/** P(y) = 1/(1 + exp(−intercept − slope·odds)). */
export interface RecalibrationLine {
  readonly intercept: number;
  readonly slope: number;
}

const MAX_STEPS = 60;
const SETTLED = 1e-11;

/**
 * Logistic regression of what happened on the predicted log odds, by Newton's method with step halving.
 * @param weights [n], ≥ 0; 1 each when absent.
 * @returns NaN where there is no maximum: one class only, odds that are all equal, or classes told apart without error.
 * Cost O(n) a step, about six steps. Source: Cox 1958, Biometrika 45, 562. Checked against R `glm`.
 */
export function recalibrationLine(given: LogOdds, weights: Float64Array | undefined): RecalibrationLine {
  const none = { intercept: Number.NaN, slope: Number.NaN };
  const rows = weighing(given, weights);
  const { odds, isTrue, own, total, positives } = rows;
  if (!(positives > 0 && positives < total)) return none;
  let a = log(positives / (total - positives));
  let b = 0;
  // exp(−|a + b·odds|) of the line that was looked at last: the step that is taken from a line needs them again.
  const tails = new Float64Array(odds.length);
  let loss = lossAt(rows, a, b, tails);
  for (let step = 0; step < MAX_STEPS; step++) {
    let [ga, gb, haa, hab, hbb] = [0, 0, 0, 0, 0];
    for (let i = 0; i < odds.length; i++) {
      const w = own[i]!;
      const x = odds[i]!;
      const e = tails[i]!;
      const likelier = 1 / (1 + e);
      const miss = w * (isTrue[i]! - (a + b * x >= 0 ? likelier : e * likelier));
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
    let next = lossAt(rows, a + da, b + db, tails);
    // Near the maximum a fall is lost in rounding.
    for (; !(next <= loss + 1e-13 * total) && share > 1e-9; next = lossAt(rows, a + share * da, b + share * db, tails))
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
export function recalibrationShift(given: LogOdds, weights: Float64Array | undefined): number {
  const { odds, own, total, positives } = weighing(given, weights);
  if (!(positives > 0 && positives < total)) return Number.NaN;
  const reach = given.odds.reduce((most, x) => Math.max(most, Math.abs(x)), 0) + 50;
  let [low, high, a] = [-reach, reach, 0];
  for (let step = 0; step < 200; step++) {
    let [gap, slope] = [positives, 0];
    for (let i = 0; i < odds.length; i++) {
      const e = exp(-Math.abs(a + odds[i]!));
      const likelier = 1 / (1 + e);
      gap -= own[i]! * (a + odds[i]! >= 0 ? likelier : e * likelier);
      slope += own[i]! * e * likelier * likelier;
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

interface Weighing extends LogOdds {
  /** Their weights, > 0. */
  readonly own: Float64Array;
  readonly total: number;
  readonly positives: number;
}

/** The samples that have weight, in their order: of a bootstrap replicate under two thirds. */
function weighing({ odds, isTrue }: LogOdds, weights: Float64Array | undefined): Weighing {
  let count = 0;
  for (let i = 0; i < odds.length; i++) if (weights?.[i] !== 0) count++;
  const kept = { odds: new Float64Array(count), isTrue: new Uint8Array(count), own: new Float64Array(count) };
  let total = 0;
  let positives = 0;
  let at = 0;
  for (let i = 0; i < odds.length; i++) {
    const w = weights ? weights[i]! : 1;
    if (w === 0) continue;
    kept.odds[at] = odds[i]!;
    kept.isTrue[at] = isTrue[i]!;
    kept.own[at++] = w;
    total += w;
    positives += w * isTrue[i]!;
  }
  return { ...kept, total, positives };
}

/** @param tails exp(−|a + b·odds|), [n]; written. */
function lossAt({ odds, isTrue, own }: Weighing, a: number, b: number, tails: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < odds.length; i++) {
    const z = a + b * odds[i]!;
    const e = exp(-Math.abs(z));
    tails[i] = e;
    sum += own[i]! * (Math.max(z, 0) - isTrue[i]! * z + log(1 + e));
  }
  return sum;
}

import { exp, log } from '../../base/elementary.ts';
import { logChoose } from '../../numeric/association/hypergeometric-tail.ts';

/** Columns that together give the target. */
export interface Formula {
  readonly columns: readonly { readonly name: string; readonly values: Float64Array }[];
}
type Column = Formula['columns'][number];

const MOST_TERMS = 8;
const UNEXPLAINED = 1e-5;
const MOST_IN_THRESHOLD = 3;
const MOST_BY_CHANCE = 0.01;
/** A first feature that explains less than this begins no short formula. */
const LEAST_FIRST = 0.1;
const EPOCHS = 2000;

/**
 * The fewest columns, greedily, whose weighted sum is y to 1 − R² ≤ 1e-5; at least two, since one alone is the target written another way (unless it
 * is a total), at most 8, and not without ten samples more than five times as many. Orthogonal matching pursuit: Pati et al. 1993, Asilomar.
 * @param columns centred, of unit length. @param y [n], finite. Not modified. Cost O(8·n·p).
 */
export function linearFormula(columns: readonly Column[], y: Float64Array): Formula | null {
  const rest = centred(y);
  const whole = dot(rest, rest);
  const most = Math.min(MOST_TERMS, Math.floor((y.length - 10) / 5));
  const chosen: Column[] = [];
  const basis: Float64Array[] = [];
  while (chosen.length < most) {
    const next = strongest(columns, rest);
    if (!next || !add(basis, next.values, rest)) return null;
    chosen.push(next);
    const unexplained = dot(rest, rest) / whole;
    if (chosen.length === 1 && unexplained > 1 - LEAST_FIRST) return null;
    if (unexplained <= UNEXPLAINED)
      return chosen.length > 1 || next.name.startsWith('total') ? { columns: chosen } : null;
  }
  return null;
}

/**
 * Two or three columns, chosen greedily, on whose weighted sum a threshold parts +1 from −1 without a mistake; null when none do, when one column
 * alone does, or when so many choices of columns would part random labels too: C(p, k) · 2Σᵢ₌₀ᵏ C(n − 1, i) / C(n, n₊) ≥ 0.01.
 * The threshold is sought by the perceptron from the least-squares direction. @param sides [n], +1 or −1.
 */
export function thresholdFormula(columns: readonly Column[], sides: Int8Array): Formula | null {
  const n = sides.length;
  const positive = sides.filter((side) => side > 0).length;
  if (positive === 0 || positive === n) return null;
  const rest = centred(Float64Array.from(sides));
  const whole = dot(rest, rest);
  const chosen: Column[] = [];
  const basis: Float64Array[] = [];
  while (chosen.length < MOST_IN_THRESHOLD) {
    const next = strongest(columns, rest);
    if (!next || !add(basis, next.values, rest)) return null;
    chosen.push(next);
    const k = chosen.length;
    if (k === 1 && dot(rest, rest) / whole > 1 - LEAST_FIRST) return null;
    if (separable(basis, sides, rest))
      return k > 1 && byChance(columns.length, k, n, positive) < MOST_BY_CHANCE ? { columns: chosen } : null;
  }
  return null;
}

function byChance(p: number, k: number, n: number, positive: number): number {
  let dichotomies = 0;
  for (let i = 0; i <= k; i++) dichotomies += exp(logChoose(n - 1, i));
  return exp(Math.min(700, logChoose(p, k) + log(2 * dichotomies) - logChoose(n, positive)));
}

function strongest(columns: readonly Column[], rest: Float64Array): Column | undefined {
  let best: Column | undefined;
  let most = 0;
  for (const column of columns) {
    const c = Math.abs(dot(column.values, rest));
    if (c > most) {
      most = c;
      best = column;
    }
  }
  return best;
}

/** Adds a column to an orthonormal basis and takes its part off the rest. @returns false when it brings nothing new. */
function add(basis: Float64Array[], values: Float64Array, rest: Float64Array): boolean {
  const q = values.slice();
  for (let round = 0; round < 2; round++)
    for (const b of basis) {
      const c = dot(b, q);
      for (let i = 0; i < q.length; i++) q[i]! -= c * b[i]!;
    }
  const length = Math.sqrt(dot(q, q));
  if (!(length > 1e-6)) return false;
  for (let i = 0; i < q.length; i++) q[i]! /= length;
  const c = dot(q, rest);
  for (let i = 0; i < q.length; i++) rest[i]! -= c * q[i]!;
  basis.push(q);
  return true;
}

/** Whether a half-space in the span of the basis holds exactly the positive side. */
function separable(basis: readonly Float64Array[], sides: Int8Array, rest: Float64Array): boolean {
  const n = sides.length;
  const scale = Math.sqrt(n);
  const mean = sides.reduce((sum, side) => sum + side, 0) / n;
  // The least-squares fit is where the perceptron begins: fit = side − residual.
  const weights = basis.map(
    (b) =>
      dot(
        b,
        Float64Array.from(sides, (side, i) => side - mean - rest[i]!),
      ) / scale,
  );
  let offset = mean;
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    let mistakes = 0;
    for (let i = 0; i < n; i++) {
      let score = offset;
      for (let k = 0; k < basis.length; k++) score += weights[k]! * basis[k]![i]! * scale;
      if (score * sides[i]! > 0) continue;
      mistakes++;
      offset += sides[i]! / 10;
      for (let k = 0; k < basis.length; k++) weights[k]! += (sides[i]! * basis[k]![i]! * scale) / 10;
    }
    if (mistakes === 0) return true;
    // Far from separable: no use in going on.
    if (epoch === 50 && mistakes > n / 10) return false;
  }
  return false;
}

function centred(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.map((value) => value - mean);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

import { exp, log } from '../../base/elementary.ts';
import { logChoose } from '../../numeric/association/hypergeometric-tail.ts';
import { generalisedCholesky, solveCholesky } from '../../numeric/generalised-cholesky.ts';

/** A feature as it stands in its table, with what brings it to mean 0 and length 1 over the rows; missing counts as the mean. */
export interface Column {
  readonly name: string;
  readonly values: ArrayLike<number>;
  readonly rows: Int32Array;
  readonly mean: number;
  readonly length: number;
}

/** Columns that together give the target. */
export interface Formula {
  readonly columns: readonly Column[];
}

/** @returns null for a column that is constant over the rows. Nothing is copied. */
export function formulaColumn(name: string, values: ArrayLike<number>, rows: Int32Array): Column | null {
  let known = 0;
  let mean = 0;
  for (const i of rows) {
    if (Number.isNaN(values[i]!)) continue;
    known++;
    mean += (values[i]! - mean) / known;
  }
  let squares = 0;
  for (const i of rows) if (!Number.isNaN(values[i]!)) squares += (values[i]! - mean) * (values[i]! - mean);
  // Rounding alone leaves about 1e-14 of the mean squared in a constant column of float32 values.
  return squares > 1e-12 * known * mean * mean ? { name, values, rows, mean, length: Math.sqrt(squares) } : null;
}

const MOST_TERMS = 8;
const UNEXPLAINED = 1e-5;
const MOST_IN_THRESHOLD = 6;
/** Features that a search begins with: of correlated ones the strongest need not be one of those that made the target. */
const STARTS = 5;
const MOST_BY_CHANCE = 0.01;
/** A first feature that explains less than this begins no short formula. */
const LEAST_FIRST = 0.1;
const NEWTON_STEPS = 60;

/**
 * The fewest columns, greedily, whose weighted sum is y to 1 − R² ≤ 1e-5; at least two, since one alone is the target written another way (unless it
 * is a total), at most 8, and not without ten samples more than five times as many. Orthogonal matching pursuit: Pati et al. 1993, Asilomar.
 * @param y [n], finite. Not modified. Cost O(8·n·p).
 */
export function linearFormula(columns: readonly Column[], y: Float64Array): Formula | null {
  const most = Math.min(MOST_TERMS, Math.floor((y.length - 10) / 5));
  return search(columns, centred(y), most, (chosen, _basis, unexplained) => {
    if (unexplained > UNEXPLAINED) return 'go on';
    const needed = withoutIdle(chosen, (some) => unexplainedBy(some, y) <= UNEXPLAINED);
    return needed.length > 1 || needed[0]!.name.startsWith('total') ? { columns: needed } : 'none';
  });
}

/** 1 − R² of the least-squares fit. */
function unexplainedBy(columns: readonly Column[], y: Float64Array): number {
  const rest = centred(y);
  const whole = dot(rest, rest);
  const basis: Float64Array[] = [];
  for (const column of columns) add(basis, scaledValues(column), rest);
  return dot(rest, rest) / whole;
}

/**
 * Two to six columns, chosen greedily, on whose weighted sum a threshold parts +1 from −1 without a mistake; null when none do, when one column
 * alone does, or when so many choices of columns would part random labels too: C(p, k) · 2Σᵢ₌₀ᵏ C(n − 1, i) / C(n, n₊) ≥ 0.01.
 * Columns that are not needed are dropped again before choices are counted. @param sides [n], +1 or −1.
 */
export function thresholdFormula(columns: readonly Column[], sides: Int8Array): Formula | null {
  const n = sides.length;
  const positive = sides.filter((side) => side > 0).length;
  if (positive === 0 || positive === n) return null;
  return search(columns, centred(Float64Array.from(sides)), MOST_IN_THRESHOLD, (chosen, basis) => {
    if (!separable(basis, sides)) return 'go on';
    const needed = withoutIdle(chosen, (some) => separable(some.map(scaledValues), sides));
    const k = needed.length;
    return k > 1 && byChance(columns.length, k, n, positive) < MOST_BY_CHANCE ? { columns: needed } : 'none';
  });
}

/** The columns without those that can be left out, first to last, while the rest will still do. */
function withoutIdle(chosen: readonly Column[], enough: (columns: readonly Column[]) => boolean): Column[] {
  let kept = [...chosen];
  for (const column of chosen) {
    const fewer = kept.filter((other) => other !== column);
    if (fewer.length > 0 && enough(fewer)) kept = fewer;
  }
  return kept;
}

type Verdict = Formula | 'none' | 'go on';

/**
 * Orthogonal matching pursuit from each of the five columns that agree best with y by themselves, until one ends with a formula.
 * @param y centred; not modified. @param look at what is chosen so far: an orthonormal basis, what is left of y, and its share.
 */
function search(
  columns: readonly Column[],
  y: Float64Array,
  most: number,
  look: (chosen: readonly Column[], basis: readonly Float64Array[], unexplained: number) => Verdict,
): Formula | null {
  const whole = dot(y, y);
  for (const first of strongest(columns, y, STARTS)) {
    const rest = y.slice();
    const chosen: Column[] = [];
    const basis: Float64Array[] = [];
    let next: Column | undefined = first;
    while (next && chosen.length < most && add(basis, scaledValues(next), rest)) {
      chosen.push(next);
      const unexplained = dot(rest, rest) / whole;
      if (chosen.length === 1 && unexplained > 1 - LEAST_FIRST) return null;
      const verdict = look(chosen, basis, unexplained);
      if (verdict === 'none') break;
      if (verdict !== 'go on') return verdict;
      [next] = strongest(columns, rest, 1);
    }
  }
  return null;
}

function byChance(p: number, k: number, n: number, positive: number): number {
  let dichotomies = 0;
  for (let i = 0; i <= k; i++) dichotomies += exp(logChoose(n - 1, i));
  return exp(Math.min(700, logChoose(p, k) + log(2 * dichotomies) - logChoose(n, positive)));
}

/** The columns that agree best with y, best first; equals in their order. */
function strongest(columns: readonly Column[], y: Float64Array, count: number): Column[] {
  const best: { column: Column; size: number }[] = [];
  for (const column of columns) {
    const size = Math.abs(agreement(column, y));
    if (best.length === count && size <= best[count - 1]!.size) continue;
    let at = best.length;
    while (at > 0 && best[at - 1]!.size < size) at--;
    best.splice(at, 0, { column, size });
    if (best.length > count) best.pop();
  }
  return best.map(({ column }) => column);
}

/** Adds a column, q, which becomes orthogonal, to an orthonormal basis and takes its part off the rest. @returns false when it brings nothing new. */
function add(basis: Float64Array[], q: Float64Array, rest: Float64Array): boolean {
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

/**
 * Whether a half-space in the span of the basis holds exactly the positive side. By Newton's method on the logistic loss: when the sides can be parted the
 * loss falls to 0, and below ln 2 every sample is on its side.
 */
function separable(basis: readonly Float64Array[], sides: Int8Array): boolean {
  const n = sides.length;
  const k = basis.length + 1;
  const scale = Math.sqrt(n);
  const x = (i: number, c: number) => (c === 0 ? 1 : basis[c - 1]![i]! * scale);
  const weights = new Float64Array(k);
  let move: Float64Array = new Float64Array(k);
  let before = Number.POSITIVE_INFINITY;
  for (let step = 0; step < NEWTON_STEPS; step++) {
    const gradient = new Float64Array(k);
    const hessian = new Float64Array(k * k);
    let loss = 0;
    let mistakes = 0;
    for (let i = 0; i < n; i++) {
      let score = 0;
      for (let c = 0; c < k; c++) score += weights[c]! * x(i, c);
      const margin = score * sides[i]!;
      if (!(margin > 0)) mistakes++;
      const far = exp(-Math.abs(margin));
      loss += Math.max(0, -margin) + log(1 + far);
      const pull = margin > 0 ? far / (1 + far) : 1 / (1 + far); // 1 − P(own side)
      const curve = far / ((1 + far) * (1 + far));
      for (let c = 0; c < k; c++) {
        gradient[c]! += sides[i]! * pull * x(i, c);
        for (let d = 0; d <= c; d++) hessian[c * k + d]! += curve * x(i, c) * x(i, d);
      }
    }
    if (mistakes === 0) return true;
    if (loss > before) {
      // A step too far: half of it is taken back.
      for (let c = 0; c < k; c++) weights[c]! -= move[c]! /= 2;
      continue;
    }
    // Where the loss has a minimum Newton's steps have reached it by now.
    if (before - loss < 1e-3) return false;
    before = loss;
    for (let c = 0; c < k; c++) {
      hessian[c * k + c]! += 1e-9 * n;
      for (let d = c + 1; d < k; d++) hessian[c * k + d] = hessian[d * k + c]!;
    }
    move = solveCholesky(generalisedCholesky(hessian, k), gradient);
    for (let c = 0; c < k; c++) weights[c]! += move[c]!;
  }
  return false;
}

function scaledValues({ values, rows, mean, length }: Column): Float64Array {
  return Float64Array.from(rows, (i) => (Number.isNaN(values[i]!) ? 0 : (values[i]! - mean) / length));
}

/** The product of a scaled column with y. */
function agreement({ values, rows, mean, length }: Column, y: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < y.length; k++) {
    const x = values[rows[k]!]! - mean;
    if (!Number.isNaN(x)) sum += x * y[k]!;
  }
  return sum / length;
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

import { exp, log } from '../../base/elementary.ts';
import { logChoose } from '../../numeric/association/hypergeometric-tail.ts';

/** Columns that together give the target. */
export interface Formula {
  readonly columns: readonly { readonly name: string; readonly values: Float64Array }[];
}
type Column = Formula['columns'][number];

const MOST_TERMS = 8;
const UNEXPLAINED = 1e-5;
const MOST_IN_THRESHOLD = 6;
/** Features that a search begins with: of correlated ones the strongest need not be one of those that made the target. */
const STARTS = 5;
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
  const most = Math.min(MOST_TERMS, Math.floor((y.length - 10) / 5));
  return search(columns, centred(y), most, (chosen, _basis, _rest, unexplained) =>
    unexplained > UNEXPLAINED ? 'go on' : chosen.length > 1 || chosen[0]!.name.startsWith('total') ? 'found' : 'none',
  );
}

/**
 * Two to six columns, chosen greedily, on whose weighted sum a threshold parts +1 from −1 without a mistake; null when none do, when one column
 * alone does, or when so many choices of columns would part random labels too: C(p, k) · 2Σᵢ₌₀ᵏ C(n − 1, i) / C(n, n₊) ≥ 0.01.
 * The threshold is sought by the perceptron from the least-squares direction. @param sides [n], +1 or −1.
 */
export function thresholdFormula(columns: readonly Column[], sides: Int8Array): Formula | null {
  const n = sides.length;
  const positive = sides.filter((side) => side > 0).length;
  if (positive === 0 || positive === n) return null;
  return search(columns, centred(Float64Array.from(sides)), MOST_IN_THRESHOLD, (chosen, basis, rest) => {
    const k = chosen.length;
    if (byChance(columns.length, k, n, positive) >= MOST_BY_CHANCE) return 'none';
    if (!separable(basis, sides, rest)) return 'go on';
    return k > 1 ? 'found' : 'none';
  });
}

type Verdict = 'found' | 'none' | 'go on';

/**
 * Orthogonal matching pursuit from each of the five columns that agree best with y by themselves, until one ends with 'found'.
 * @param y centred; not modified. @param look at what is chosen so far: an orthonormal basis, what is left of y, and its share.
 */
function search(
  columns: readonly Column[],
  y: Float64Array,
  most: number,
  look: (chosen: readonly Column[], basis: readonly Float64Array[], rest: Float64Array, unexplained: number) => Verdict,
): Formula | null {
  const whole = dot(y, y);
  for (const first of strongest(columns, y, STARTS)) {
    const rest = y.slice();
    const chosen: Column[] = [];
    const basis: Float64Array[] = [];
    let next: Column | undefined = first;
    while (next && chosen.length < most && add(basis, next.values, rest)) {
      chosen.push(next);
      const unexplained = dot(rest, rest) / whole;
      if (chosen.length === 1 && unexplained > 1 - LEAST_FIRST) return null;
      const verdict = look(chosen, basis, rest, unexplained);
      if (verdict === 'found') return { columns: chosen };
      if (verdict === 'none') break;
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
    const size = Math.abs(dot(column.values, y));
    if (best.length === count && size <= best[count - 1]!.size) continue;
    let at = best.length;
    while (at > 0 && best[at - 1]!.size < size) at--;
    best.splice(at, 0, { column, size });
    if (best.length > count) best.pop();
  }
  return best.map(({ column }) => column);
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

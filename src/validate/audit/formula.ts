import { exp, log } from '../../base/elementary.ts';
import { logChoose } from '../../numeric/association/hypergeometric-tail.ts';
import { generalisedCholesky, solveCholesky } from '../../numeric/generalised-cholesky.ts';

/** A feature as it stands in its table, with what brings it to mean 0 and length 1 over the rows; missing counts as the mean. */
export interface Column {
  readonly name: string;
  /** Of a sparse table made anew at each call. */
  readonly read: () => ArrayLike<number>;
  readonly rows: Int32Array;
  readonly mean: number;
  readonly length: number;
}

/** Columns that together give the target. */
export interface Formula {
  readonly columns: readonly Column[];
}

/** @returns null for a column that is constant over the rows. Nothing is copied. */
export function formulaColumn(name: string, read: Column['read'], rows: Int32Array): Column | null {
  const values = read();
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
  return squares > 1e-12 * known * mean * mean ? { name, read, rows, mean, length: Math.sqrt(squares) } : null;
}

const MOST_TERMS = 8;
const UNEXPLAINED = 1e-5;
/** Features that a search for a sum begins with: of correlated ones the strongest need not be one of those that made the target. */
const STARTS = 5;
/** Features that a threshold is sought among, and pairs and triples of them that are tried. */
const POOL = 40;
const TRIED = 100;
const EXTENDED = 10;
/** A column that explains more of a class by itself is a marker of it, and no part of a sum: tissues and small round blue tumours have one at 0.60–0.97 for each class. */
const MOST_ALONE = 0.6;
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
  const wanted = centred(y);
  const whole = dot(wanted, wanted);
  for (const first of strongest(columns, wanted, STARTS)) {
    const rest = wanted.slice();
    const chosen: Column[] = [];
    const basis: Float64Array[] = [];
    let next: Column | undefined = first;
    while (next && chosen.length < most && add(basis, scaledValues(next), rest)) {
      chosen.push(next);
      const unexplained = dot(rest, rest) / whole;
      if (chosen.length === 1 && unexplained > 1 - LEAST_FIRST) return null;
      if (unexplained <= UNEXPLAINED) {
        const needed = withoutIdle(chosen, (some) => unexplainedBy(some, wanted) <= UNEXPLAINED);
        return needed.length > 1 || needed[0]!.name.startsWith('total') ? { columns: needed } : null;
      }
      [next] = strongest(columns, rest, 1);
    }
  }
  return null;
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

/** 1 − R² of the least-squares fit. @param y centred. */
function unexplainedBy(columns: readonly Column[], y: Float64Array): number {
  const rest = y.slice();
  const whole = dot(rest, rest);
  const basis: Float64Array[] = [];
  for (const column of columns) add(basis, scaledValues(column), rest);
  return dot(rest, rest) / whole;
}

/**
 * Two or three columns on whose weighted sum a threshold parts +1 from −1 without a mistake, among those that agree best with the sides;
 * null when none do, when one column explains more than 60 % by itself, or when so many choices of columns would part random labels too:
 * C(p, k) · 2Σᵢ₌₀ᵏ C(n − 1, i) / C(n, n₊) ≥ 0.01. Tried are the hundred pairs and triples of largest R². More columns are not: strong biology parts
 * classes without a mistake too (five genes, tumour and normal prostate). @param sides [n], +1 or −1. Cost O(n·p + 100·n).
 */
export function thresholdFormula(columns: readonly Column[], sides: Int8Array): Formula | null {
  const n = sides.length;
  const positive = sides.filter((side) => side > 0).length;
  if (positive === 0 || positive === n) return null;
  const y = centred(Float64Array.from(sides));
  const pool = strongest(columns, y, POOL);
  if (pool.length < 2 || Math.abs(agreement(pool[0]!, y)) > Math.sqrt(MOST_ALONE * dot(y, y))) return null;
  for (const subset of subsetsByFit(columns, pool, y)) {
    if (byChance(columns.length, subset.length, n, positive) >= MOST_BY_CHANCE) continue;
    if (separable(subset.map(scaledValues), sides)) return { columns: subset };
  }
  return null;
}

/**
 * The hundred pairs and triples of largest R²: of the pool, and of its ten best pairs with what agrees best with what those leave, since of correlated
 * columns one may tell nothing before the others are known.
 */
function subsetsByFit(columns: readonly Column[], pool: readonly Column[], y: Float64Array): Column[][] {
  const values = pool.map(scaledValues);
  const b = values.map((one) => dot(one, y));
  const C = values.map((one) => values.map((other) => dot(one, other)));
  const fitOf = (...subset: readonly number[]) => {
    const k = subset.length;
    const A = Float64Array.from({ length: k * k }, (_, at) => C[subset[Math.floor(at / k)]!]![subset[at % k]!]!);
    const own = Float64Array.from(subset, (j) => b[j]!);
    return dot(own, solveCholesky(generalisedCholesky(A, k), own));
  };
  const pairs: Fit[] = [];
  const triples: Fit[] = [];
  for (let i = 0; i < pool.length; i++) {
    for (let j = 0; j < i; j++) {
      pairs.push({ subset: [pool[j]!, pool[i]!], fit: fitOf(j, i) });
      for (let l = 0; l < j; l++) triples.push({ subset: [pool[l]!, pool[j]!, pool[i]!], fit: fitOf(l, j, i) });
    }
  }
  pairs.sort(byFit);
  const whole = dot(y, y);
  for (const { subset } of pairs.slice(0, EXTENDED)) {
    const rest = y.slice();
    const basis: Float64Array[] = [];
    for (const column of subset) add(basis, scaledValues(column), rest);
    for (const third of strongest(columns, rest, STARTS)) {
      const left = rest.slice();
      if (!add([...basis], scaledValues(third), left)) continue;
      triples.push({ subset: [...subset, third], fit: whole - dot(left, left) });
    }
  }
  return [...pairs.slice(0, TRIED), ...triples]
    .sort(byFit)
    .slice(0, TRIED)
    .map(({ subset }) => subset);
}

interface Fit {
  readonly subset: Column[];
  /** Explained sum of squares. */
  readonly fit: number;
}

const byFit = (one: Fit, other: Fit) => other.fit - one.fit || one.subset.length - other.subset.length;

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

function scaledValues({ read, rows, mean, length }: Column): Float64Array {
  const values = read();
  return Float64Array.from(rows, (i) => (Number.isNaN(values[i]!) ? 0 : (values[i]! - mean) / length));
}

/** The product of a scaled column with y. */
function agreement({ read, rows, mean, length }: Column, y: Float64Array): number {
  const values = read();
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

// Linear support vector machine by dual coordinate descent (Hsieh et al. 2008, ICML, algorithm 1): maximises
// Σαᵢ − ½ Σ αᵢαₗyᵢyₗkᵢₗ − ½ Σ δᵢαᵢ² over 0 ≤ αᵢ ≤ Uᵢ; hinge: δ = 0, U = Cᵢ; squared hinge: δᵢ = 1/(2Cᵢ), U = ∞.
// One code for two layouts, in both of which a step adds a multiple of a row to a vector v:
// Gram (p ≥ n): row i is k_i·, v = the decision values, so that looking at a coordinate is O(1) and only a step costs O(n);
// rows (n > p): row i is x_i, v = w, and the decision value of i is x_i·w.
// A third layout keeps of x_i = d_i + β only the entries d_i, β being what all rows share (bases and intercept): w = v + c·β, so that
// x_i·w = d_i·v + c·d_i·β + β·w, of which c and β·w are numbers.
import { below, openStream } from './philox';
import { addScaled64, dot64 } from './vector';

let rows: usize, stride: i32, gram: bool, v: usize, norms: usize;
let lean: bool, along: usize, starts: usize, columns: usize, entries: usize, shared: f64, c: f64, decided: f64;

// @ts-ignore: decorator
@inline const GRAM: i32 = 1;
// @ts-ignore: decorator
@inline const ENTRIES: i32 = 2;

// @ts-ignore: decorator
@inline function f(base: usize, i: i32): f64 { return load<f64>(base + (<usize>i << 3)); }
// @ts-ignore: decorator
@inline function set(base: usize, i: i32, value: f64): void { store<f64>(base + (<usize>i << 3), value); }
// @ts-ignore: decorator
@inline function row(i: i32): usize { return rows + ((<usize>i * stride) << 2); }
// @ts-ignore: decorator
@inline function decision(i: i32): f64 { return gram ? f(v, i) : lean ? leanDecision(i) : dot64(row(i), v, stride); }

function leanDecision(i: i32): f64 {
  let s: f64 = 0;
  for (let e = load<i32>(starts + (<usize>i << 2)), end = load<i32>(starts + (<usize>i << 2), 4); e < end; e++)
    s += <f64>load<f32>(entries + (<usize>e << 2)) * f(v, load<i32>(columns + (<usize>e << 2)));
  return s + c * f(along, i) + decided;
}

/** w ← w + d·x_i. */
function addRow(i: i32, d: f64): void {
  if (!lean) { addScaled64(v, d, row(i), stride); return; }
  for (let e = load<i32>(starts + (<usize>i << 2)), end = load<i32>(starts + (<usize>i << 2), 4); e < end; e++) {
    const j = load<i32>(columns + (<usize>e << 2));
    set(v, j, f(v, j) + d * <f64>load<f32>(entries + (<usize>e << 2)));
  }
  c += d;
  decided += d * (f(along, i) + shared);
}

/** Finds the parts of the third layout: d_i·β, float64 [n], and ‖β‖²; where each row begins, int32 [n + 1]; columns, int32, and d, float32. */
function bindEntries(at: usize, n: i32): void {
  along = at;
  shared = f(along, n);
  starts = along + (<usize>(n + 1) << 3);
  columns = starts + (<usize>(n + 1) << 2);
  entries = columns + (<usize>load<i32>(starts + (<usize>n << 2)) << 2);
  c = 0;
  decided = 0;
}

/** Bytes of `work`: v [stride], the diagonal [n] and the order of visits [n]. */
export function linearSvmWorkBytes(n: i32, width: i32): usize {
  return (<usize>(width + n) << 3) + (<usize>n << 2);
}

/**
 * One two-class problem for each of `nCs` values of C, each started from the solution before it.
 * @param rowsAt [n, width] float32, 16-byte aligned rows padded with zeros: the table, or with layout 1 the Gram matrix; layout 2: its entries,
 * as `bindEntries` says, the width being the number of columns.
 * @param signs ±1 [n] float64. @param costs [n] float64: Cᵢ = C·cost; a row of cost 0 takes no part, but gets its decision value.
 * @param alphas out [nCs, n] float64. @param decisions out [nCs, n] float64. @param facts out [nCs, 3] float64: primal, gap, passes.
 * @returns 0, or −1 when cancelled.
 */
export function linearSvmPath(rowsAt: usize, n: i32, width: i32, layout: i32, signs: usize, costs: usize, squared: bool,
  cs: usize, nCs: i32, tolerance: f64, maxPasses: i32, key0: u32, key1: u32,
  work: usize, alphas: usize, decisions: usize, facts: usize, cancel: usize): i32 {
  rows = rowsAt; stride = width; gram = layout == GRAM; lean = layout == ENTRIES; v = work; norms = v + (<usize>width << 3);
  const order = norms + (<usize>n << 3);
  memory.fill(v, 0, <usize>width << 3);
  if (lean) bindEntries(rowsAt, n);
  let active = 0;
  for (let i = 0; i < n; i++) {
    set(norms, i, gram ? <f64>load<f32>(row(i) + (<usize>i << 2)) : lean ? leanNorm(i) : squaredNorm(row(i)));
    if (f(costs, i) > 0) { store<i32>(order + (<usize>active << 2), i); active++; }
  }
  openStream(key0, key1);
  for (let point = 0; point < nCs; point++) {
    const C = f(cs, point), alpha = alphas + ((<usize>point * n) << 3);
    if (point == 0) memory.fill(alpha, 0, <usize>n << 3);
    else memory.copy(alpha, alpha - (<usize>n << 3), <usize>n << 3);
    let primal = f64.MAX_VALUE, gap: f64 = Infinity, passes = 0; // as yet unknown
    while (passes < maxPasses && gap > tolerance * primal) {
      if (atomic.load<i32>(cancel)) return -1;
      for (let a = active - 1; a > 0; a--) swap(order, a, below(a + 1));
      let gain: f64 = 0;
      for (let a = 0; a < active; a++) {
        const i = load<i32>(order + (<usize>a << 2));
        gain += coordinate(i, f(signs, i), C * f(costs, i), squared, alpha);
      }
      passes++;
      // What a pass gained is a part of the gap: while it is too large the gap need not be computed, which without G costs as much as a pass.
      if (!gram && gain > tolerance * primal && passes < maxPasses) continue;
      let norm: f64 = 0, loss: f64 = 0, sum: f64 = 0;
      for (let i = 0; i < n; i++) {
        const cost = C * f(costs, i);
        if (cost == 0) continue;
        const a = f(alpha, i), margin = f(signs, i) * decision(i), slack = max(0, 1 - margin);
        norm += a * margin;
        loss += squared ? cost * slack * slack : cost * slack;
        sum += squared ? a - 0.25 * a * a / cost : a;
      }
      primal = 0.5 * norm + loss;
      gap = max(0, norm + loss - sum);
    }
    for (let i = 0; i < n; i++) set(decisions + ((<usize>point * n) << 3), i, decision(i));
    const fact = facts + <usize>(24 * point);
    set(fact, 0, primal);
    set(fact, 1, gap);
    set(fact, 2, <f64>passes);
  }
  return 0;
}

/** Maximises the dual over αᵢ. Returns what it rose by. */
function coordinate(i: i32, y: f64, cost: f64, squared: bool, alpha: usize): f64 {
  const a = f(alpha, i), ridge = squared ? 0.5 / cost : 0, curvature = f(norms, i) + ridge;
  const slope = 1 - y * decision(i) - ridge * a;
  let next = curvature > 0 ? max(0, a + slope / curvature) : slope > 0 ? cost : 0;
  if (!squared) next = min(next, cost);
  const step = next - a;
  if (step == 0) return 0;
  set(alpha, i, next);
  addRow(i, step * y);
  return step * (slope - 0.5 * curvature * step);
}

function leanNorm(i: i32): f64 {
  let s = 2 * f(along, i) + shared;
  for (let e = load<i32>(starts + (<usize>i << 2)), end = load<i32>(starts + (<usize>i << 2), 4); e < end; e++) {
    const d = <f64>load<f32>(entries + (<usize>e << 2));
    s += d * d;
  }
  return s;
}

function squaredNorm(x: usize): f64 {
  let s: f64 = 0;
  for (let j = 0; j < stride; j++) {
    const value = <f64>load<f32>(x + (<usize>j << 2));
    s += value * value;
  }
  return s;
}

// @ts-ignore: decorator
@inline function swap(order: usize, a: i32, b: i32): void {
  const held = load<i32>(order + (<usize>a << 2));
  store<i32>(order + (<usize>a << 2), load<i32>(order + (<usize>b << 2)));
  store<i32>(order + (<usize>b << 2), held);
}

// Kernel support vector machines by sequential minimal optimisation with second-order selection (Fan, Chen & Lin 2005, JMLR 6, WSS 2).
// One problem for classes and numbers: minimise ½ βᵀKβ − zᵀβ + ε‖β‖₁ over lower ≤ β ≤ upper with Σβ = 0, where βᵢ = yᵢαᵢ. Classes: z = y,
// ε = 0, a bound of 0 on the side that y points away from. Numbers: z = the target, ±C; β = α − α*, so that a row is one variable, not two.
// F = Kβ is kept for the rows. `rise` and `fall` hold z ∓ ε as seen by a β that is to grow or to shrink, and ∓∞ where its bound forbids
// it: choosing a pair is then two passes without a branch.
import { dot64 } from './vector';

// @ts-ignore: decorator
@inline const FLAT: f64 = 1e-12; // curvature of a pair of equal rows, which has none: as in libsvm
// @ts-ignore: decorator
@inline const LOOK: i32 = 1023; // steps between two looks at the cancel flag

let kernel: usize, stride: usize, n: i32;
let target: usize, lower: usize, upper: usize, epsilon: f64;
let beta: usize, F: usize, rise: usize, fall: usize, diagonal: usize;

// @ts-ignore: decorator
@inline function f(base: usize, i: i32): f64 { return load<f64>(base + (<usize>i << 3)); }
// @ts-ignore: decorator
@inline function set(base: usize, i: i32, value: f64): void { store<f64>(base + (<usize>i << 3), value); }
// @ts-ignore: decorator
@inline function row(i: i32): usize { return kernel + <usize>i * stride; }

/** Bytes of `work`: F, rise, fall, the diagonal of K, both bounds and β, each [width] float64. */
export function smoWorkBytes(width: i32): usize { return <usize>width * 7 << 3; }

/**
 * One problem for each of `nCs` values of C, each started from the one before.
 * @param kernelAt [nRows, width] float32, 16-byte aligned, padded with zeros: rows [0, nTrain) by columns [0, nTrain) is K, the rows after
 * them are of samples that are only predicted. @param zAt [nTrain]. @param lowAt, highAt bounds of β for C = 1, [nTrain].
 * @param betas out [nCs, nTrain]. @param decisions out [nCs, nRows]: Kβ + bias. @param facts out [nCs, 5]: bias, dual objective, duality
 * gap, violation of the optimality conditions, steps. All float64. @returns 0, or −1 when cancelled.
 */
export function smoPath(kernelAt: usize, nRows: i32, nTrain: i32, width: i32, zAt: usize, lowAt: usize, highAt: usize, eps: f64,
  cs: usize, nCs: i32, tolerance: f64, maxSteps: f64, work: usize, betas: usize, decisions: usize, facts: usize, cancel: usize): i32 {
  kernel = kernelAt; stride = <usize>width << 2; n = nTrain; target = zAt; epsilon = eps;
  const bytes = <usize>width << 3;
  F = work; rise = F + bytes; fall = rise + bytes; diagonal = fall + bytes; lower = diagonal + bytes; upper = lower + bytes; beta = upper + bytes;
  memory.fill(work, 0, bytes * 7);
  for (let i = 0; i < width; i++) {
    set(rise, i, -Infinity);
    set(fall, i, Infinity);
    if (i < n) set(diagonal, i, <f64>load<f32>(row(i) + (<usize>i << 2)));
  }
  for (let c = 0; c < nCs; c++) {
    const C = f(cs, c);
    for (let i = 0; i < n; i++) { set(lower, i, C * f(lowAt, i)); set(upper, i, C * f(highAt, i)); }
    if (c > 0) stretch(C / f(cs, c - 1));
    for (let i = 0; i < n; i++) mark(i);
    let steps: f64 = 0;
    let most = -Infinity;
    while (true) {
      if ((<i32>steps & LOOK) == 0 && atomic.load<i32>(cancel)) return -1;
      const i = largestRise();
      if (i < 0) break;
      most = f(rise, i) - f(F, i);
      const j = partner(i, most);
      if (j < 0 || most - leastFall <= tolerance || steps >= maxSteps) break;
      step(i, j, most - (f(fall, j) - f(F, j)));
      steps++;
    }
    finish(c, nRows, width, most, steps, betas, decisions, facts);
  }
  return 0;
}

/** What β may still do, after it has moved. */
function mark(i: i32): void {
  const b = f(beta, i), z = f(target, i);
  set(rise, i, b < f(upper, i) ? (b >= 0 ? z - epsilon : z + epsilon) : -Infinity);
  set(fall, i, b > f(lower, i) ? (b > 0 ? z - epsilon : z + epsilon) : Infinity);
}

/** The row that gains most by growing; of equal ones the first in order of lane, then of index. −1: none can. */
function largestRise(): i32 {
  let best = f64x2.splat(-Infinity), at = i64x2.splat(-1), here = i64x2(0, 1);
  const two = i64x2.splat(2);
  for (let i = 0; i < n; i += 2) {
    const by = <usize>i << 3;
    const gain = f64x2.sub(v128.load(rise + by), v128.load(F + by));
    const better = f64x2.gt(gain, best);
    best = v128.bitselect(gain, best, better);
    at = v128.bitselect(here, at, better);
    here = i64x2.add(here, two);
  }
  return firstOf(best, at);
}

// @ts-ignore: decorator
@inline function firstOf(best: v128, at: v128): i32 {
  const a = f64x2.extract_lane(best, 0), b = f64x2.extract_lane(best, 1);
  return <i32>(b > a ? i64x2.extract_lane(at, 1) : i64x2.extract_lane(at, 0));
}

let leastFall: f64 = 0;

/** The row whose shrinking, together with the growing of i, lowers the objective most by a step without bounds. Sets `leastFall`. */
function partner(i: i32, most: f64): i32 {
  let best = f64x2.splat(0), at = i64x2.splat(-1), here = i64x2(0, 1), least = f64x2.splat(Infinity);
  const two = i64x2.splat(2), from = f64x2.splat(most), zero = f64x2.splat(0), flat = f64x2.splat(FLAT);
  const own = f64x2.splat(f(diagonal, i)), minusTwo = f64x2.splat(-2);
  let k = row(i);
  for (let j = 0; j < n; j += 2) {
    const by = <usize>j << 3;
    const down = f64x2.sub(v128.load(fall + by), v128.load(F + by));
    least = f64x2.pmin(least, down);
    const slope = f64x2.pmax(zero, f64x2.sub(from, down));
    const cross = f64x2.promote_low_f32x4(v128.load64_zero(k));
    const curvature = f64x2.pmax(flat, f64x2.add(f64x2.add(own, v128.load(diagonal + by)), f64x2.mul(minusTwo, cross)));
    const gain = f64x2.div(f64x2.mul(slope, slope), curvature);
    const better = f64x2.gt(gain, best);
    best = v128.bitselect(gain, best, better);
    at = v128.bitselect(here, at, better);
    here = i64x2.add(here, two);
    k += 8;
  }
  leastFall = min(f64x2.extract_lane(least, 0), f64x2.extract_lane(least, 1));
  return firstOf(best, at);
}

/** Moves βᵢ up and βⱼ down by as much, to the least of the objective or to the first bound (or 0, where ‖β‖₁ has its corner). */
function step(i: i32, j: i32, slope: f64): void {
  const curvature = max(FLAT, f(diagonal, i) + f(diagonal, j) - 2 * <f64>load<f32>(row(i) + (<usize>j << 2)));
  const bi = f(beta, i), bj = f(beta, j);
  const ceiling = epsilon > 0 && bi < 0 ? min(0, f(upper, i)) : f(upper, i);
  const floor = epsilon > 0 && bj > 0 ? max(0, f(lower, j)) : f(lower, j);
  const size = min(slope / curvature, min(ceiling - bi, bj - floor));
  // At a bound exactly, or rounding leaves a room that nothing fits into.
  set(beta, i, size == ceiling - bi ? ceiling : bi + size);
  set(beta, j, size == bj - floor ? floor : bj - size);
  mark(i);
  mark(j);
  const scale = f64x2.splat(size);
  let a = row(i), b = row(j), to = F;
  for (let l = 0; l < n; l += 2) {
    const x = f64x2.sub(f64x2.promote_low_f32x4(v128.load64_zero(a)), f64x2.promote_low_f32x4(v128.load64_zero(b)));
    v128.store(to, f64x2.add(v128.load(to), f64x2.mul(scale, x)));
    a += 8;
    b += 8;
    to += 16;
  }
}

/** Starts the next C, `ratio` times the last: β times the factor for which the objective, a parabola in it, is least within the bounds. */
function stretch(ratio: f64): void {
  let norm: f64 = 0, linear: f64 = 0;
  for (let i = 0; i < n; i++) {
    const b = f(beta, i);
    norm += b * f(F, i);
    linear += b * f(target, i) - epsilon * abs(b);
  }
  const factor = min(ratio, max(min(1, ratio), norm > 0 ? linear / norm : ratio));
  for (let i = 0; i < n; i++) {
    const b = factor * f(beta, i), near = 1 - 1e-12; // at the bound before: at the bound now, but for rounding
    set(beta, i, b > 0 && b >= near * f(upper, i) ? f(upper, i) : b < 0 && b <= near * f(lower, i) ? f(lower, i) : b);
    set(F, i, factor * f(F, i));
  }
}

function finish(c: i32, nRows: i32, width: i32, most: f64, steps: f64, betas: usize, decisions: usize, facts: usize): void {
  // F anew, without what the steps have left of rounding.
  for (let i = 0; i < n; i++) set(F, i, dot64(row(i), beta, width));
  let norm: f64 = 0, linear: f64 = 0, sum: f64 = 0, count = 0, high = -Infinity, low = Infinity;
  for (let i = 0; i < n; i++) {
    const b = f(beta, i), up = f(rise, i) - f(F, i), down = f(fall, i) - f(F, i);
    norm += b * f(F, i);
    linear += b * f(target, i) - epsilon * abs(b);
    high = max(high, up);
    low = min(low, down);
    if (up == down) { sum += up; count++; } // neither at a bound nor at the corner
  }
  const open = high > -Infinity && low < Infinity;
  // Rows of one class only: all of them on its margin.
  const bias = count > 0 ? sum / count : open ? 0.5 * (high + low) : high > -Infinity ? high : low < Infinity ? low : 0;
  let loss: f64 = 0;
  for (let i = 0; i < n; i++) {
    const residual = f(target, i) - f(F, i) - bias;
    // The most that β could still earn against the residual: C·hinge for classes, C·(|residual| − ε)₊ for numbers.
    loss += max(0, max(f(upper, i) * (residual - epsilon), f(lower, i) * (residual + epsilon)));
    set(betas + ((<usize>c * n) << 3), i, f(beta, i));
  }
  for (let l = 0; l < nRows; l++) set(decisions + ((<usize>c * nRows) << 3), l, (l < n ? f(F, l) : dot64(row(l), beta, width)) + bias);
  const fact = facts + <usize>c * 40;
  set(fact, 0, bias);
  set(fact, 1, linear - 0.5 * norm);
  set(fact, 2, max(0, norm + loss - linear));
  set(fact, 3, open ? max(0, high - low) : 0);
  set(fact, 4, steps);
}

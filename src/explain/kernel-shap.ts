import type { Context } from '../base/context.ts';
import { DataError, ParamError } from '../base/errors.ts';
import type { RandomStream } from '../base/random.ts';
import { breathe } from '../numeric/breathe.ts';
import type { Model, View } from '../table/contract.ts';
import { createMatrix, densified } from '../table/matrix.ts';
import { takeViewRows } from '../table/view-rows.ts';
import type { Attribution } from './attribution.ts';
import { predictedOutputs } from './predicted-outputs.ts';

export interface KernelOptions {
  /** Rows that stand for what is not known; some 50 serve. */
  readonly reference: View;
  /** Coalitions that are tried for each row, half of them the complements of the others; all where there are no more. Default 2,048. */
  readonly coalitions?: number;
}

const MOST = 300;

/**
 * Kernel SHAP, of any model: Shapley values of the mean prediction over reference rows whose values in a coalition of features are those of the row. Weighted
 * least squares on coalitions, which are all of them up to 11 features (exact), else drawn by size from the weights, each with its complement. Additive.
 * When to use it: models that no exact method reads, with few features.
 * @throws {ParamError} over 300 features, or fewer coalitions than twice the features. @throws {DataError} no reference row. @throws {UnsupportedError} clusters.
 * Cost O(n · coalitions · references) predictions and O(n · coalitions · p²).
 * Source: Lundberg & Lee 2017, theorem 2; complements: Covert & Lee 2021, AISTATS, §4. Checked against subsets by brute force.
 */
export async function kernelShap(
  model: Model,
  data: View,
  ctx: Context,
  { reference, coalitions = 2048 }: KernelOptions,
): Promise<Attribution> {
  const where = 'kernel SHAP';
  const [n, p, m] = [data.X.nRows, data.X.nCols, reference.X.nRows];
  if (m === 0) throw new DataError({ where, problem: 'needs reference rows, got none' });
  if (p > MOST)
    throw new ParamError({ where, problem: `serves up to ${MOST} features, got ${p}`, hint: 'select some' });
  const isAll = p < 31 && 2 ** p - 2 <= coalitions;
  if (!isAll && coalitions < 2 * p)
    throw new ParamError({ where, problem: `needs at least ${2 * p} coalitions for ${p} features, got ${coalitions}` });
  const before = await predictedOutputs(model, reference, ctx);
  const after = await predictedOutputs(model, data, ctx);
  const K = before.outputs.length;
  const base = Float64Array.from({ length: K }, (_, k) => meanOf(before.values, k * m, m));
  const values = new Float64Array(K * p * n);
  for (let i = 0; i < n; i++) {
    await breathe(ctx, where);
    const drawn = isAll ? everyCoalition(p) : drawnCoalitions(p, coalitions, ctx.random.at('row', i).stream());
    const gains = await gainsOf(model, data, i, reference, drawn.members, base, ctx);
    const solve = p > 1 ? leastSquares(drawn, p) : undefined;
    for (let k = 0; k < K; k++) {
      const whole = after.values[k * n + i]! - base[k]!;
      const phi = solve ? solve(gains[k]!, whole) : Float64Array.of(whole);
      phi.forEach((value, j) => {
        values[(k * p + j) * n + i] = value;
      });
    }
    ctx.progress((i + 1) / n, where);
  }
  const { outputs, scale } = before;
  return { outputs, scale, features: Uint32Array.from(Array(p).keys()), names: data.features, nRows: n, base, values };
}

interface Coalitions {
  /** 1 for a member, [coalitions][p] */
  readonly members: readonly Uint8Array[];
  readonly weights: Float64Array;
}

/** All but the empty and the whole, with the weights of the Shapley kernel. */
function everyCoalition(p: number): Coalitions {
  const members = Array.from({ length: 2 ** p - 2 }, (_, c) =>
    Uint8Array.from({ length: p }, (_, j) => ((c + 1) >> j) & 1),
  );
  const choose = (k: number): number => (k === 0 ? 1 : (choose(k - 1) * (p - k + 1)) / k);
  const sizes = members.map((set) => set.reduce((sum, one) => sum + one, 0));
  return { members, weights: Float64Array.from(sizes, (s) => (p - 1) / (choose(s) * s * (p - s))) };
}

/** Sizes drawn in proportion to 1 / (s (p − s)), members at random, each with its complement: all of weight 1. */
function drawnCoalitions(p: number, count: number, draws: RandomStream): Coalitions {
  const shares = Float64Array.from({ length: p - 1 }, (_, s) => 1 / ((s + 1) * (p - s - 1)));
  const total = shares.reduce((a, b) => a + b, 0);
  const places = Array.from(Array(p).keys());
  const members = Array.from({ length: count >> 1 }, () => {
    let left = draws.uniform() * total;
    let size = 1;
    while (size < p - 1 && left > shares[size - 1]!) left -= shares[size++ - 1]!;
    const set = new Uint8Array(p);
    for (const j of draws.shuffle(places.slice()).slice(0, size)) set[j] = 1;
    return [set, set.map((one) => 1 - one)];
  }).flat();
  return { members, weights: new Float64Array(members.length).fill(1) };
}

const ROWS_AT_ONCE = 1 << 14;

/** Of each output what each coalition adds to the mean of the reference rows, [nOutputs][coalitions]. */
async function gainsOf(
  model: Model,
  data: View,
  i: number,
  reference: View,
  members: readonly Uint8Array[],
  base: Float64Array,
  ctx: Context,
): Promise<Float64Array[]> {
  const [p, m, n] = [data.X.nCols, reference.X.nRows, data.X.nRows];
  const [own, others] = [densified(data.X).data, densified(reference.X).data];
  const gains = Array.from(base, () => new Float64Array(members.length));
  const most = Math.max(1, Math.floor(ROWS_AT_ONCE / m));
  const template = takeViewRows(reference, [0]);
  for (let from = 0; from < members.length; from += most) {
    const some = members.slice(from, from + most);
    const X = createMatrix(some.length * m, p);
    for (let j = 0; j < p; j++) {
      some.forEach((set, c) => {
        const at = j * X.nRows + c * m;
        if (set[j]) X.data.fill(own[j * n + i]!, at, at + m);
        else X.data.set(others.subarray(j * m, (j + 1) * m), at);
      });
    }
    const { parts: _, ...rest } = template;
    const parts = reference.parts?.map(({ present: _present, ...part }) => part);
    const said = await predictedOutputs(model, { ...rest, X, ...(parts ? { parts } : {}) }, ctx);
    gains.forEach((gain, k) => {
      some.forEach((_, c) => {
        gain[from + c] = meanOf(said.values, k * X.nRows + c * m, m) - base[k]!;
      });
    });
  }
  return gains;
}

function meanOf(values: Float64Array, from: number, count: number): number {
  let sum = 0;
  for (let at = from; at < from + count; at++) sum += values[at]!;
  return sum / count;
}

/** Solver of min Σ w (zᵀφ − gain)² with Σ φ = whole: φ = A⁻¹(b − 1·(1ᵀA⁻¹b − whole) / 1ᵀA⁻¹1). */
function leastSquares({ members, weights }: Coalitions, p: number) {
  const A = new Float64Array(p * p);
  members.forEach((set, c) => {
    for (let a = 0; a < p; a++) if (set[a]) for (let b = 0; b < p; b++) A[a * p + b]! += weights[c]! * set[b]!;
  });
  const L = new Float64Array(p * p);
  for (let a = 0; a < p; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = A[a * p + b]! * (a === b ? 1 + 1e-12 : 1);
      for (let c = 0; c < b; c++) sum -= L[a * p + c]! * L[b * p + c]!;
      L[a * p + b] = a === b ? Math.sqrt(sum) : sum / L[b * p + b]!;
    }
  }
  const solved = (b: Float64Array) => {
    const x = b.slice();
    for (let a = 0; a < p; a++) {
      for (let c = 0; c < a; c++) x[a]! -= L[a * p + c]! * x[c]!;
      x[a]! /= L[a * p + a]!;
    }
    for (let a = p - 1; a >= 0; a--) {
      for (let c = a + 1; c < p; c++) x[a]! -= L[c * p + a]! * x[c]!;
      x[a]! /= L[a * p + a]!;
    }
    return x;
  };
  const ones = solved(new Float64Array(p).fill(1));
  const sum = (v: Float64Array) => v.reduce((total, x) => total + x, 0);
  return (gain: Float64Array, whole: number): Float64Array => {
    const b = new Float64Array(p);
    members.forEach((set, c) => {
      for (let j = 0; j < p; j++) b[j]! += weights[c]! * set[j]! * gain[c]!;
    });
    const free = solved(b);
    const off = (sum(free) - whole) / sum(ones);
    return free.map((value, j) => value - off * ones[j]!);
  };
}

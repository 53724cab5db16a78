import type { Context } from '../base/context.ts';
import type { RandomKey } from '../base/random.ts';
import { isSparse, type Matrix, type SparseMatrix } from '../table/matrix.ts';
import { transposeEntries } from '../table/sparse.ts';
import { gramMatrix } from './gram.ts';
import { type Scope, withScope } from './scope.ts';

export interface LinearSvmProblem {
  /** [n, p] float32, finite, dense or sparse. Not modified. */
  readonly X: Matrix;
  /** The value of a constant column added to X, whose weight times this value is the intercept; 0: no intercept. */
  readonly interceptScaling: number;
  readonly loss: 'hinge' | 'squared_hinge';
  /** Values of C > 0, increasing. */
  readonly Cs: readonly number[];
  /** A fit is done when its duality gap is below this share of its objective. */
  readonly tolerance: number;
  /** Passes over the rows allowed for each C. */
  readonly maxPasses: number;
}

/** One class against others, on some or all of the rows. */
export interface LinearSvmTask {
  /** ±1 [n]. */
  readonly signs: Float64Array;
  /** Cᵢ = C·cost, [n]; rows of cost 0 are held out: they take no part and get a decision value. */
  readonly costs: Float64Array;
  /** Orders the visits. */
  readonly random: RandomKey;
}

export interface LinearSvmPoint {
  readonly C: number;
  /** αᵢyᵢ [n]: w = Σᵢ αᵢyᵢxᵢ, intercept = interceptScaling² · Σᵢ αᵢyᵢ. */
  readonly signedAlphas: Float64Array;
  /** w·xᵢ + intercept, [n]. */
  readonly decisions: Float64Array;
  /** ½‖w‖² + ½(intercept/scaling)² + C·Σ costᵢ·loss. */
  readonly objective: number;
  /** Duality gap as a share of the objective: how far this is, at most, from the optimum. */
  readonly gap: number;
  readonly passes: number;
}

/**
 * Linear support vector machines: minimises ½‖(w, b)‖² + C·Σ costᵢ·L(yᵢ(w·xᵢ + b·s)) with s the intercept scaling and L(m) = max(0, 1 − m),
 * or its square: liblinear's objective. For each task the whole list of C, each started from the one before; tasks run side by side.
 * When p ≥ n everything happens in the n × n Gram matrix, computed once for all tasks, their held-out rows included; else on the rows, or
 * on the entries of a sparse table's, where these are fewer than n a row.
 *
 * @returns for each task one point for each C, certified by its duality gap (of the float32 kernel values: to about 1e-5 of the objective).
 * Cost with p ≥ n: n²p for the Gram matrix, then O(n·steps) a pass, memory 4·n² bytes; else O(n·p) a pass, memory 4·n·p bytes; on
 * entries O(entries) a pass, memory 8 bytes an entry. The same bits
 * for any number of threads. Source: Hsieh et al. 2008, ICML (doi 10.1145/1390156.1390208). Checked against scikit-learn's LinearSVC and by the gap itself.
 */
export async function linearSvmPaths(
  problem: LinearSvmProblem,
  tasks: readonly LinearSvmTask[],
  ctx: Context,
): Promise<LinearSvmPoint[][]> {
  const { X, interceptScaling } = problem;
  const { nRows: n, nCols: p } = X;
  const inGram = p >= n && !(X.sparse && X.sparse.values.length <= n * n);
  const gram = inGram ? await gramMatrix(ctx, X, { centre: false }) : undefined;
  const byEntry = !inGram && isSparse(X);
  const width = byEntry ? p : ((inGram ? n : p + 1) + 3) & ~3;
  const workBytes = await ctx.executor.call('linearSvmWorkBytes', [n, width]);
  return withScope(ctx, 'linear-svm', async (scope) => {
    const rowsAt = byEntry ? placeEntries(scope, X, interceptScaling) : scope.allocate(n * width * 4);
    const rows = scope.f32(rowsAt, byEntry ? 0 : n * width).fill(0);
    if (gram) {
      for (let i = 0; i < n; i++) {
        for (let l = 0; l < n; l++) rows[i * width + l] = gram[i * n + l]! + interceptScaling ** 2;
      }
    } else if (!byEntry) {
      for (let j = 0; j < p; j++) for (let i = 0; i < n; i++) rows[i * width + j] = X.data[j * n + i]!;
      for (let i = 0; i < n; i++) rows[i * width + p] = interceptScaling;
    }
    let done = 0;
    const layout = [rowsAt, n, width, byEntry ? 2 : Number(inGram)];
    return Promise.all(
      tasks.map(async (task) => {
        const points = await solve(problem, task, layout, workBytes, scope);
        ctx.progress(++done / tasks.length, 'linear SVM');
        return points;
      }),
    );
  });
}

async function solve(
  { X, loss, Cs, tolerance, maxPasses }: LinearSvmProblem,
  { signs, costs, random }: LinearSvmTask,
  layout: readonly number[],
  workBytes: number,
  scope: Scope,
): Promise<LinearSvmPoint[]> {
  const n = X.nRows;
  const m = Cs.length;
  const signsAt = scope.allocate(n * 8);
  const costsAt = scope.allocate(n * 8);
  const csAt = scope.allocate(m * 8);
  const workAt = scope.allocate(workBytes);
  const alphasAt = scope.allocate(m * n * 8);
  const decisionsAt = scope.allocate(m * n * 8);
  const factsAt = scope.allocate(m * 24);
  scope.f64(signsAt, n).set(signs);
  scope.f64(costsAt, n).set(costs);
  scope.f64(csAt, m).set(Cs);
  await scope.call('linearSvmPath', [
    ...[...layout, signsAt, costsAt, Number(loss === 'squared_hinge'), csAt, m, tolerance, maxPasses, ...random.key],
    ...[workAt, alphasAt, decisionsAt, factsAt, scope.cancel],
  ]);
  return Cs.map((C, c) => {
    const [objective, gap, passes] = scope.f64(factsAt + c * 24, 3) as unknown as [number, number, number];
    return {
      C,
      signedAlphas: scope.f64(alphasAt + c * n * 8, n).map((alpha, i) => alpha * signs[i]!),
      decisions: scope.f64(decisionsAt + c * n * 8, n).slice(),
      objective,
      gap: gap / objective,
      passes,
    };
  });
}

/** The rows of a sparse table as the kernel's third layout wants them. */
function placeEntries(scope: Scope, { nRows: n, sparse }: SparseMatrix, interceptScaling: number): number {
  const { base } = sparse;
  const turned = transposeEntries(sparse, n);
  const count = turned.values.length;
  const at = scope.allocate(12 * (n + 1) + 8 * count);
  const along = scope.f64(at, n + 1).fill(0);
  scope.i32(at + 8 * (n + 1), n + 1).set(turned.starts);
  scope.i32(at + 12 * (n + 1), count).set(turned.rows);
  scope.f32(at + 12 * (n + 1) + 4 * count, count).set(turned.values);
  for (let i = 0; i < n; i++)
    for (let e = turned.starts[i]!; e < turned.starts[i + 1]!; e++)
      along[i]! += turned.values[e]! * base[turned.rows[e]!]!;
  along[n] = base.reduce((sum, b) => sum + b * b, interceptScaling ** 2);
  return at;
}

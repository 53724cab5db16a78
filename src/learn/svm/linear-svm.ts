import type { Context } from '../../base/context.ts';
import { throwIfCancelled } from '../../base/errors.ts';
import type { ParamValues } from '../../base/params.ts';
import { type LinearSvmPoint, type LinearSvmTask, linearSvmPaths } from '../../kernels/linear-svm.ts';
import { transposeTimes } from '../../kernels/products.ts';
import { fitSigmoid } from '../../numeric/calibration/sigmoid.ts';
import { fitSlope } from '../../numeric/calibration/softmax-slope.ts';
import type { Learner, Model, TrainView } from '../../table/contract.ts';
import { requireFinite } from '../../table/finite.ts';
import { balancedWeights, type ClassTarget, presentClasses, requireTask } from '../../table/target.ts';
import { rowWeights } from '../../table/weights.ts';
import { costPath, meanSquaredLength } from './cost-path.ts';
import { crossFitFolds } from './cross-fit.ts';
import { machineModel } from './machine-model.ts';

export { restore } from './machine-model.ts';

/** The settings in the solver's terms. */
interface Settings {
  readonly C: number | 'auto';
  readonly loss: 'hinge' | 'squared_hinge';
  readonly balanced: boolean;
  readonly interceptScaling: number | 'auto';
  readonly tolerance: number;
  readonly maxPasses: number;
}

/**
 * Linear support vector machine, one class against the rest when there are more than two; features on one scale assumed.
 * Minimises ½‖w‖² + ½(b/s)² + C·Σ cᵢ·max(0, 1 − yᵢ(w·xᵢ + b))² (hinge: not squared), s = intercept-scaling: scikit-learn's LinearSVC, which
 * penalises the intercept too, with s = 1; by default s is the root mean squared length of a row, so that the intercept costs little in
 * tables of any width (log-loss on PAM50 0.36 instead of 0.41). cᵢ is the row's weight; with `balanced` times n/(K·n_k) for the rows of the class itself, and, with two classes only, for the others' too.
 *
 * Probabilities come from the decision values of three stratified parts of the training rows, each by machines that did not see it: two
 * classes by Platt's sigmoid; more by softmax(slope·f), whose most probable class is the one of the largest decision value, as LinearSVC
 * predicts. (A sigmoid for each class scaled to sum to 1 was measured on PAM50: the same log-loss, macro-F1 lower by 0.07, because it
 * hardly ever picks a rare class.) The parts keep groups together.
 *
 * Refuses missing values (DataError). Solver, cost and source: `kernels/linear-svm.ts`. Checked against scikit-learn 1.2.1.
 */
export function create(params: ParamValues): Learner {
  const settings: Settings = {
    C: params.C as number | 'auto',
    loss: params.loss as Settings['loss'],
    balanced: params['class-weight'] === 'balanced',
    interceptScaling: params['intercept-scaling'] as number | 'auto',
    tolerance: params.tolerance as number,
    maxPasses: params['max-passes'] as number,
  };
  const values = async (data: TrainView) => (settings.C === 'auto' ? costPath(data.X) : [settings.C]);
  return {
    kind: 'linear-svm',
    params,
    async fit(data, ctx) {
      const Cs = await values(data);
      return (await fitPath(data, [Cs[Cs.length >> 1]!], settings, ctx))[0]!;
    },
    path: {
      param: 'C',
      strongest: 'smallest',
      values,
      fit: (data, Cs, ctx) => fitPath(data, Cs, settings, ctx),
    },
  };
}

async function fitPath(data: TrainView, Cs: readonly number[], settings: Settings, ctx: Context): Promise<Model[]> {
  throwIfCancelled(ctx.signal, 'linear-svm');
  const { X } = data;
  const squaredLength = meanSquaredLength(X);
  if (!Number.isFinite(squaredLength) || data.levels) requireFinite(data, 'linear-svm');
  const target = requireTask(data.target, 'classification', 'linear-svm');
  const { classes, codes } = target;
  const ofRows = rowWeights(data, 'linear-svm');
  const { present } = presentClasses(target);
  const facts = { classes, nFeatures: X.nCols, present };
  if (present.length === 1) {
    const none = { weights: new Float64Array(), intercepts: new Float64Array(), calibration: new Float64Array() };
    return Cs.map((C) => machineModel({ ...facts, ...none, C, gap: 0, supportVectors: 0 }));
  }
  // Two classes need one machine: of the second against the first.
  const positives = present.length === 2 ? present.subarray(1) : present;
  const folds = crossFitFolds(target, data.groups, ctx.random.at('cross-fit'), 'linear-svm');
  const parts = Math.max(...folds) + 1;
  const tasks = [...positives].flatMap((k) =>
    tasksOf(k, target, ofRows, present, folds, parts, settings.balanced, ctx),
  );
  const interceptScaling = settings.interceptScaling === 'auto' ? Math.sqrt(squaredLength) : settings.interceptScaling;
  const paths = await linearSvmPaths({ X, Cs, ...settings, interceptScaling }, tasks, ctx);
  warnUnconverged(paths.flat(), settings, ctx);

  const byCost = Cs.map((_, c) =>
    [...positives].map((_, q) => {
      const [whole, ...crossed] = paths.slice(q * (parts + 1), (q + 1) * (parts + 1)).map((path) => path[c]!);
      return { whole: whole!, heldOut: Float64Array.from(folds, (fold, i) => crossed[fold]!.decisions[i]!) };
    }),
  );
  const alphas = byCost.flat().map(({ whole }) => whole.signedAlphas);
  const weights = await transposeTimes(ctx, X, alphas, { exact: true });
  return Cs.map((C, c) => {
    const machines = byCost[c]!;
    const signed = machines.map(({ whole }) => whole.signedAlphas);
    const heldOut = machines.map((machine) => machine.heldOut);
    return machineModel({
      ...facts,
      C,
      weights: joined(weights.slice(c * machines.length, (c + 1) * machines.length)),
      intercepts: Float64Array.from(signed, (a) => interceptScaling ** 2 * a.reduce((sum, v) => sum + v, 0)),
      calibration: calibrate(heldOut, codes, present, ofRows),
      gap: Math.max(...machines.map(({ whole }) => whole.gap)),
      supportVectors: codes.reduce((count, _, i) => count + Number(signed.some((a) => a[i] !== 0)), 0),
    });
  });
}

function joined(vectors: readonly Float64Array[]): Float64Array {
  const out = new Float64Array(vectors.reduce((sum, { length }) => sum + length, 0));
  vectors.forEach((vector, q) => {
    out.set(vector, q * vector.length);
  });
  return out;
}

/** Two classes: slope and offset of the sigmoid; more: the slope of the softmax. */
function calibrate(
  heldOut: readonly Float64Array[],
  codes: Int32Array,
  present: Int32Array,
  weights: Float64Array,
): Float64Array {
  if (heldOut.length > 1) {
    return Float64Array.of(
      fitSlope(
        heldOut,
        codes.map((code) => present.indexOf(code)),
        weights,
      ),
    );
  }
  const { slope, offset } = fitSigmoid(
    heldOut[0]!,
    Array.from(codes, (code) => code === present[1]),
    weights,
  );
  return Float64Array.of(slope, offset);
}

/** Class k against the others: on all rows, and without each part of them. */
function tasksOf(
  k: number,
  target: ClassTarget,
  own: Float64Array,
  present: Int32Array,
  folds: Int32Array,
  parts: number,
  balanced: boolean,
  ctx: Context,
): LinearSvmTask[] {
  const { codes } = target;
  const signs = Float64Array.from(codes, (code) => (code === k ? 1 : -1));
  const even = balancedWeights(target, own, balanced);
  const costs = own.map((weight, i) => (codes[i] === k || present.length === 2 ? even[i]! : weight));
  const without = (part: number) => costs.map((cost, i) => (folds[i] === part ? 0 : cost));
  return Array.from({ length: parts + 1 }, (_, t) => ({
    signs,
    costs: t === 0 ? costs : without(t - 1),
    random: ctx.random.at('visits', k, t),
  }));
}

function warnUnconverged(points: readonly LinearSvmPoint[], { tolerance, maxPasses }: Settings, ctx: Context): void {
  const unfinished = points.filter((point) => !(point.gap <= tolerance));
  if (unfinished.length === 0) return;
  const worst = Math.max(...unfinished.map((point) => point.gap));
  ctx.warn({
    code: 'not-converged',
    where: 'linear-svm',
    message: `${unfinished.length} of ${points.length} fits stopped after ${maxPasses} passes with a duality gap of up to ${worst.toExponential(1)} (asked: ${tolerance})`,
  });
}

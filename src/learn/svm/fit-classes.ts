import type { Context } from '../../base/context.ts';
import { type SmoPoint, type SmoTask, smoPaths } from '../../kernels/smo.ts';
import { fitSigmoid, type Sigmoid } from '../../numeric/calibration/sigmoid.ts';
import { balancedWeights, type ClassTarget, presentClasses } from '../../table/target.ts';
import { crossFitFolds } from './cross-fit.ts';
import type { ClassMachines } from './kernel-model.ts';
import { gatherMachines, type SolverSettings, warnUnconverged } from './machines.ts';

/**
 * A machine for every pair of classes, with its sigmoid, for each C: libsvm's way, whose decision values these are. One against the rest with
 * one softmax slope was measured too, C = 10, five folds once: log-loss lower on khan (0.15 for 0.25), su (0.14 for 0.20) and CCLE (0.71 for
 * 0.82), higher on PAM50 (0.56 for 0.51); accuracy higher by 3, 1 and 2 % on the former, lower by 2 % on the last.
 */
export async function fitClasses(
  K: Float64Array,
  target: ClassTarget,
  ownWeights: Float64Array,
  groups: Int32Array | undefined,
  balanced: boolean,
  solver: SolverSettings,
  ctx: Context,
): Promise<ClassMachines[]> {
  const { classes, codes } = target;
  const { present } = presentClasses(target);
  const weights = balancedWeights(target, ownWeights, balanced);
  const folds = crossFitFolds(target, groups, ctx.random.at('cross-fit'), 'svm');
  const parts = Math.max(...folds) + 1;
  const pairs = [...present].flatMap((k, at) =>
    [...present.subarray(at + 1)].map((l): Pair => {
      const rows = Int32Array.from(codes.keys()).filter((i) => codes[i] === k || codes[i] === l);
      return { k, l, rows };
    }),
  );
  const whole = pairs.map((pair) => taskOf(pair, pair.rows, new Int32Array(), codes, weights));
  const crossed = pairs.flatMap((pair) =>
    Array.from({ length: parts }, (_, part) =>
      taskOf(
        pair,
        pair.rows.filter((i) => folds[i] !== part),
        pair.rows.filter((i) => folds[i] === part),
        codes,
        weights,
      ),
    ),
  );
  const paths = await smoPaths({ kernel: K, epsilon: 0, ...solver }, [...whole, ...crossed], ctx);
  warnUnconverged(paths.flat(), solver, ctx);

  return solver.Cs.map((_, c) => {
    const points = paths.map((path) => path[c]!);
    const calibration = pairs.flatMap((pair, q) => {
      const from = pairs.length + q * parts;
      const { slope, offset } = sigmoidOf(
        pair,
        crossed.slice(q * parts),
        points.slice(from, from + parts),
        codes,
        ownWeights,
      );
      return [slope, offset];
    });
    return {
      task: 'classification',
      classes,
      present,
      calibration: Float64Array.from(calibration),
      ...gatherMachines(points.slice(0, pairs.length), whole, codes.length),
    };
  });
}

/** Class k, which is positive, against class l, and the rows of both. */
interface Pair {
  readonly k: number;
  readonly l: number;
  readonly rows: Int32Array;
}

function taskOf({ k }: Pair, rows: Int32Array, others: Int32Array, codes: Int32Array, weights: Float64Array): SmoTask {
  return {
    rows,
    others,
    targets: Float64Array.from(rows, (i) => (codes[i] === k ? 1 : -1)),
    lower: Float64Array.from(rows, (i) => (codes[i] === k ? 0 : -weights[i]!)),
    upper: Float64Array.from(rows, (i) => (codes[i] === k ? weights[i]! : 0)),
  };
}

/** Of the decision values that the machines of the parts give to the rows that they did not see. */
function sigmoidOf(
  { k }: Pair,
  tasks: readonly SmoTask[],
  points: readonly SmoPoint[],
  codes: Int32Array,
  weights: Float64Array,
): Sigmoid {
  const heldOut = points.flatMap((point, part) => [...point.decisions.subarray(tasks[part]!.rows.length)]);
  const isPositive = points.flatMap((_, part) => Array.from(tasks[part]!.others, (i) => codes[i] === k));
  const own = points.flatMap((_, part) => Array.from(tasks[part]!.others, (i) => weights[i]!));
  return fitSigmoid(Float64Array.from(heldOut), isPositive, Float64Array.from(own));
}

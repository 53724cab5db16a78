import type { Context } from '../../base/context.ts';
import { throwIfCancelled, UnsupportedError } from '../../base/errors.ts';
import type { ParamValues } from '../../base/params.ts';
import { withShared } from '../../base/shared.ts';
import type { Learner, Model, TrainView } from '../../table/contract.ts';
import { requireFinite } from '../../table/finite.ts';
import { denseCopy, type Matrix } from '../../table/matrix.ts';
import { requireTask } from '../../table/target.ts';
import { rowWeights } from '../../table/weights.ts';
import { fitClasses } from './fit-classes.ts';
import { fitNumbers } from './fit-numbers.ts';
import { gammaOf, type KernelFunction, totalVariance, withTrainingKernel } from './kernel-function.ts';
import { kernelModel } from './kernel-model.ts';

export { restore } from './kernel-model.ts';

interface Settings {
  readonly kernel: KernelFunction['kernel'];
  readonly C: number | 'auto';
  readonly gamma: number | string;
  readonly degree: number;
  readonly offset: number;
  readonly balanced: boolean;
  readonly epsilon: number;
  readonly tolerance: number;
  readonly maxSteps: number;
}

/** The path of C, in units of 1 / mean squared distance from the mean when the kernel is linear. */
const STEPS = [0.1, 0.3, 1, 3, 10, 30, 100];

/** Beyond this K alone takes over 1.6 GB in float64. */
const MOST_ROWS = 14_000;

/**
 * Support vector machine with a kernel, for classes (C-SVC) and numbers (ε-SVR); features on one scale assumed.
 * Classes: for every two of them, minimises ½‖w‖² + C·Σ cᵢ·max(0, 1 − yᵢ(w·φ(xᵢ) + b)), b free; cᵢ is the row's weight, with
 * `balanced` times n/(K·n_k). Numbers:
 * ½‖w‖² + C·Σ max(0, |yᵢ − w·φ(xᵢ) − b| − ε) on the target less its mean, in units of its standard deviation, so that C and ε fit any unit.
 * Kernels: rbf exp(−γ‖x − x′‖²), linear x·x′, polynomial (γ·x·x′ + offset)^degree, and precomputed, whose X holds K: training rows by
 * training rows to fit, rows by training rows to predict (for the library: the folds of a study have other rows, and are refused).
 *
 * Probabilities: Platt's sigmoid on the decision values of three stratified parts of the training rows, groups whole, each from machines
 * that did not see it; pairs of classes are coupled (Wu, Lin & Weng 2004). When to use it: few samples, p ≫ n, classes that no line divides.
 *
 * Refuses missing values (DataError), and more than 14,000 rows (UnsupportedError), whose K would not fit. Cost: one Gram matrix (n²p) shared by all C
 * and gamma tried, then the steps (`kernels/smo.ts`). Checked against scikit-learn 1.2.1 (libsvm) and by duality gap.
 */
export function create(params: ParamValues): Learner {
  const settings: Settings = {
    kernel: params.kernel as Settings['kernel'],
    C: params.C as number | 'auto',
    gamma: params.gamma as number | string,
    degree: params.degree as number,
    offset: params.offset as number,
    balanced: params['class-weight'] === 'balanced',
    epsilon: params.epsilon as number,
    tolerance: params.tolerance as number,
    maxSteps: params['max-steps'] as number,
  };
  const values = async ({ X }: TrainView) => {
    if (settings.C !== 'auto') return [settings.C];
    const unit = settings.kernel === 'linear' ? totalVariance(X) : 1;
    return STEPS.map((step) => step / unit);
  };
  return {
    kind: 'svm',
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

async function fitPath(
  data: TrainView,
  Cs: readonly number[],
  settings: Settings,
  ctx: Context,
): Promise<readonly Model[]> {
  throwIfCancelled(ctx.signal, 'svm');
  requireFinite(data, 'svm');
  const { X, target } = data;
  const weights = rowWeights(data, 'svm');
  if (X.nRows > MOST_ROWS) {
    throw new UnsupportedError({
      where: 'svm',
      problem: `takes at most ${MOST_ROWS} training samples, got ${X.nRows}`,
      hint: 'linear-svm takes more',
    });
  }
  const fn: KernelFunction = { ...settings, gamma: gammaOf(settings.gamma, X) };
  const solver = { Cs, tolerance: settings.tolerance, maxSteps: settings.maxSteps };
  // The model outlives the fit: it keeps rows of its own, one copy for all that are fitted side by side.
  const copyRows = async (): Promise<Matrix> => (fn.kernel === 'precomputed' ? X : denseCopy(X));
  return withShared(ctx.signal, ['training rows', X], copyRows, (rows) =>
    withTrainingKernel(fn, X, ctx, async (K) => {
      const fits =
        target.task === 'regression'
          ? await fitNumbers(K, target, weights, settings.epsilon, solver, ctx)
          : await fitClasses(
              K,
              requireTask(target, 'classification', 'svm'),
              weights,
              data.groups,
              settings.balanced,
              solver,
              ctx,
            );
      return fits.map((fit, c) => kernelModel({ ...fn, ...fit, C: Cs[c]!, nFeatures: X.nCols, rows }));
    }),
  );
}

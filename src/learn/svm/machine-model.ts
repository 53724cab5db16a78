import { ShapeError } from '../../base/errors.ts';
import { times } from '../../kernels/products.ts';
import { sigmoid } from '../../numeric/calibration/sigmoid.ts';
import { softmax } from '../../numeric/calibration/softmax-slope.ts';
import type { Model, State } from '../../table/contract.ts';

interface MachineJson {
  readonly classes: readonly string[];
  readonly nFeatures: number;
  readonly C: number;
  /** Largest duality gap among the machines, as a share of the objective. */
  readonly gap: number;
  /** Rows that some machine leans on. */
  readonly supportVectors: number;
}
interface MachineArrays {
  /** Indices into `classes` of the classes that the model knows. */
  readonly present: Int32Array;
  /** [machines·nFeatures]; one machine for two classes (of the second against the first), one for each class otherwise. */
  readonly weights: Float64Array;
  /** [machines]. */
  readonly intercepts: Float64Array;
  /** Two classes: slope and offset of the sigmoid; more: the slope of the softmax; one: nothing. */
  readonly calibration: Float64Array;
}

export function restore(state: State): Model {
  return machineModel({
    ...(state.json as unknown as MachineJson),
    ...(state.arrays as unknown as MachineArrays),
  });
}

export function machineModel(model: MachineJson & MachineArrays): Model {
  const { classes, nFeatures, C, gap, supportVectors, present, weights, intercepts, calibration } = model;
  return {
    kind: 'linear-svm',
    async predict({ X }, ctx) {
      if (X.nCols !== nFeatures) {
        throw new ShapeError({ where: 'linear-svm', problem: `was fitted on ${nFeatures} features, got ${X.nCols}` });
      }
      const probabilities = new Float64Array(X.nRows * classes.length);
      const machines = Array.from(intercepts, (_, q) => weights.subarray(q * nFeatures, (q + 1) * nFeatures));
      const decisions = await times(ctx, X, machines, { exact: true });
      for (let i = 0; i < X.nRows; i++) {
        const row = probabilities.subarray(i * classes.length, (i + 1) * classes.length);
        const one = decisions.map((values, q) => values[i]! + intercepts[q]!);
        probabilitiesOf(one, calibration).forEach((share, q) => {
          row[present[q]!] = share;
        });
      }
      return { task: 'classification', classes, probabilities };
    },
    importance() {
      const sums = new Float64Array(nFeatures);
      weights.forEach((weight, at) => {
        sums[at % nFeatures]! += Math.abs(weight);
      });
      return sums;
    },
    summary: () => ({ C, 'support-vectors': supportVectors, 'duality-gap': gap }),
    toState: () => ({
      kind: 'linear-svm',
      json: { classes, nFeatures, C, gap, supportVectors },
      arrays: { present, weights, intercepts, calibration },
    }),
  };
}

/** One probability for each class that the model knows, summing to 1. */
function probabilitiesOf(decisions: readonly number[], calibration: Float64Array): readonly number[] {
  if (decisions.length === 0) return [1];
  if (decisions.length > 1) return softmax(decisions, calibration[0]!);
  const p = sigmoid({ slope: calibration[0]!, offset: calibration[1]! }, decisions[0]!);
  return [1 - p, p];
}

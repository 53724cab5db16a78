import type { Context } from '../../base/context.ts';
import { ShapeError } from '../../base/errors.ts';
import { sigmoid } from '../../numeric/calibration/sigmoid.ts';
import type { Model, State, View } from '../../table/contract.ts';
import { requireFinite } from '../../table/finite.ts';
import { type Matrix, takeRows } from '../../table/matrix.ts';
import type { Prediction } from '../../table/prediction.ts';
import { coupleProbabilities } from './coupling.ts';
import { type KernelFunction, withCrossKernel } from './kernel-function.ts';
import type { Machines } from './machines.ts';

/** Rows predicted at a time: bounds the memory of their kernel values. */
const BATCH = 1024;

export interface ClassMachines extends Machines {
  readonly task: 'classification';
  readonly classes: readonly string[];
  /** Indices into `classes` of the classes that the model knows; a machine for every pair of them, (0,1), (0,2), …, (1,2), …. */
  readonly present: Int32Array;
  /** Slope and offset of the sigmoid of each machine, which gives the probability of the first class of the pair. */
  readonly calibration: Float64Array;
}
export interface NumberMachines extends Machines {
  readonly task: 'regression';
  /** Standard deviation and mean of the target. */
  readonly calibration: Float64Array;
}

interface KernelModel extends KernelFunction {
  readonly C: number;
  readonly nFeatures: number;
  /** The rows that `coefficients` are of; of a precomputed kernel its columns are, and this is not looked at. */
  readonly rows: Matrix;
}

export function restore(state: State): Model {
  const { nVectors, ...json } = state.json as unknown as KernelModel & ClassMachines & { readonly nVectors: number };
  const { vectors, columns, coefficients, ...arrays } = state.arrays as Record<string, Float64Array>;
  if (json.kernel !== 'precomputed') {
    const rows = { nRows: nVectors, nCols: json.nFeatures, data: vectors as unknown as Float32Array };
    return kernelModel({ ...json, ...arrays, coefficients: coefficients!, rows } as unknown as KernelModel &
      ClassMachines);
  }
  const nMachines = arrays.biases!.length;
  const spread = new Float64Array(nMachines * json.nFeatures);
  columns!.forEach((l, v) => {
    for (let q = 0; q < nMachines; q++) spread[q * json.nFeatures + l] = coefficients![q * nVectors + v]!;
  });
  const none = { nRows: json.nFeatures, nCols: 0, data: new Float32Array() };
  return kernelModel({ ...json, ...arrays, coefficients: spread, rows: none } as unknown as KernelModel &
    ClassMachines);
}

export function kernelModel(model: KernelModel & (ClassMachines | NumberMachines)): Model {
  const { kernel, gamma, degree, offset, C, nFeatures, rows, coefficients, biases, gap, violation } = model;
  const n = rows.nRows;
  const support = Int32Array.from({ length: n }, (_, i) => i).filter((i) =>
    biases.some((_, q) => coefficients[q * n + i] !== 0),
  );
  return {
    kind: 'svm',
    async predict(view, ctx) {
      if (view.X.nCols !== nFeatures) {
        throw new ShapeError({ where: 'svm', problem: `was fitted on ${nFeatures} features, got ${view.X.nCols}` });
      }
      requireFinite(view, 'svm');
      return predictionOf(model, await decisionsOf(model, support, view, ctx), view.X.nRows);
    },
    summary: () => ({
      C,
      ...(kernel === 'linear' || kernel === 'precomputed' ? {} : { gamma }),
      'support-vectors': support.length,
      'duality-gap': gap,
      violation,
    }),
    toState: () => ({
      kind: 'svm',
      json: {
        ...{ task: model.task, kernel, gamma, degree, offset, C, nFeatures, gap, violation, nVectors: support.length },
        ...(model.task === 'classification' ? { classes: model.classes } : {}),
      },
      arrays: {
        ...(kernel === 'precomputed' ? { columns: support } : { vectors: takeRows(rows, support).data }),
        coefficients: Float64Array.from({ length: biases.length * support.length }, (_, at) => {
          const q = Math.floor(at / support.length);
          return coefficients[q * n + support[at - q * support.length]!]!;
        }),
        biases,
        calibration: model.calibration,
        ...(model.task === 'classification' ? { present: model.present } : {}),
      },
    }),
  };
}

/** f of every machine, [rows·machines], row-major: one sum over the support vectors in their order. */
async function decisionsOf(
  model: KernelModel & Machines,
  support: Int32Array,
  { X }: View,
  ctx: Context,
): Promise<Float64Array> {
  const { rows, coefficients, biases } = model;
  const n = rows.nRows;
  const m = biases.length;
  const out = new Float64Array(X.nRows * m);
  const add = (K: Float64Array, start: number, count: number, rowStep: number, columnStep: number) => {
    for (let i = 0; i < count; i++) {
      for (let q = 0; q < m; q++) {
        let sum = biases[q]!;
        for (const l of support) sum += coefficients[q * n + l]! * K[i * rowStep + l * columnStep]!;
        out[(start + i) * m + q] = sum;
      }
    }
  };
  if (support.length === 0) add(new Float64Array(), 0, X.nRows, 0, 0);
  else if (model.kernel === 'precomputed') add(Float64Array.from(X.data), 0, X.nRows, 1, X.nRows);
  else {
    for (let start = 0; start < X.nRows; start += BATCH) {
      const count = Math.min(BATCH, X.nRows - start);
      const batch =
        count === X.nRows
          ? X
          : takeRows(
              X,
              Array.from({ length: count }, (_, i) => start + i),
            );
      await withCrossKernel(model, batch, rows, ctx, (K) => add(K, start, count, n, 1));
      ctx.progress((start + count) / X.nRows, 'kernel values');
    }
  }
  return out;
}

function predictionOf(model: ClassMachines | NumberMachines, decisions: Float64Array, nRows: number): Prediction {
  const { calibration } = model;
  if (model.task === 'regression') {
    const [deviation, mean] = calibration as unknown as [number, number];
    return { task: 'regression', values: decisions.map((f) => mean + deviation * f) };
  }
  const { classes, present } = model;
  const m = model.biases.length;
  const probabilities = new Float64Array(nRows * classes.length);
  for (let i = 0; i < nRows; i++) {
    const pairwise = Array.from(decisions.subarray(i * m, (i + 1) * m), (f, q) =>
      sigmoid({ slope: calibration[2 * q]!, offset: calibration[2 * q + 1]! }, f),
    );
    const shares = sharesOf(pairwise, present.length);
    shares.forEach((share, at) => {
      probabilities[i * classes.length + present[at]!] = share;
    });
  }
  return { task: 'classification', classes, probabilities };
}

/** One probability for each class that the model knows, summing to 1, of those of its pairs. */
function sharesOf(pairwise: readonly number[], nPresent: number): readonly number[] {
  if (nPresent === 1) return [1];
  return nPresent === 2 ? [pairwise[0]!, 1 - pairwise[0]!] : coupleProbabilities(pairwise, nPresent);
}

import { ShapeError, UnsupportedError } from '../base/errors.ts';
import type { Coefficients, Outcome } from '../learn/linear/penalised-model.ts';
import type { Model, State } from '../table/contract.ts';
import type { Attribution } from './attribution.ts';

/** A model that is a weighted sum of its features, up to a function of that sum: output k is offsets[k] + Σ weights[k][j]·x_j. */
export interface ExplainedLinear extends Pick<Attribution, 'outputs' | 'scale'> {
  readonly offsets: Float64Array;
  /** [nOutputs][p] */
  readonly weights: readonly Float64Array[];
}

/** Words of learners whose models are sums, and how to read one. */
const READERS: Readonly<Record<string, (state: State) => ExplainedLinear>> = {
  'elastic-net': penalised,
  lasso: penalised,
  ridge: penalised,
  linear: regression,
  logistic: regression,
  cox,
  'linear-svm': machines,
};

export function isLinear({ kind }: Model): boolean {
  return Object.hasOwn(READERS, kind);
}

/**
 * The sums of an `elastic-net`, `lasso`, `ridge`, `linear`, `logistic`, `cox` or `linear-svm` model: log odds of the second of two classes, or the numbers
 * before softmax; the value, log rate or log hazard ratio. Of a support vector machine the calibrated decision values.
 * @throws {UnsupportedError} another model. @throws {ShapeError} a table of another number of features.
 */
export function explainedLinear(model: Model, nCols: number, where: string): ExplainedLinear {
  const read = Object.hasOwn(READERS, model.kind) ? READERS[model.kind] : undefined;
  if (!read)
    throw new UnsupportedError({
      where,
      problem: `explains models that are weighted sums, got '${model.kind}'`,
      hint: `fit one of ${Object.keys(READERS).join(', ')}`,
    });
  const found = read(model.toState());
  const p = found.weights[0]?.length ?? nCols;
  if (p !== nCols) throw new ShapeError({ where, problem: `the model was fitted on ${p} features, got ${nCols}` });
  // Of a single class there is nothing to explain.
  return { ...found, outputs: found.outputs.slice(0, found.weights.length) };
}

/** One sum for the second of two classes, one each of more. */
function classSums(classes: readonly string[], present: ArrayLike<number>) {
  const known = Array.from(present, (k) => classes[k]!);
  return { outputs: known.length === 2 ? [known[1]!] : known, scale: 'log-odds' } as const;
}

function penalised({ json, arrays }: State): ExplainedLinear {
  const { nFeatures } = json as unknown as Coefficients;
  const { intercepts, indices, values, present } = arrays as unknown as Coefficients & { present: Int32Array };
  const weights = Array.from(intercepts, () => new Float64Array(nFeatures));
  indices.forEach((at, e) => {
    weights[Math.floor(at / nFeatures)]![at % nFeatures] = values[e]!;
  });
  const outcome = json as unknown as Outcome;
  if (outcome.task === 'classification')
    return { ...classSums(outcome.classes, present), offsets: intercepts, weights };
  if (outcome.task === 'survival')
    return { outputs: ['risk'], scale: 'log-hazard', offsets: intercepts.map((v) => v - outcome.centre), weights };
  return {
    outputs: ['value'],
    scale: outcome.family === 'poisson' ? 'log-rate' : 'target',
    offsets: intercepts,
    weights,
  };
}

function regression({ json, arrays }: State): ExplainedLinear {
  // A feature that others make up has no coefficient.
  const estimates = (arrays.estimates as Float64Array).map((v) => (Number.isNaN(v) ? 0 : v));
  const { classes } = json as { classes?: readonly string[] };
  const sum = { offsets: estimates.slice(0, 1), weights: [estimates.slice(1)] };
  return classes ? { ...classSums(classes, [0, 1]), ...sum } : { outputs: ['value'], scale: 'target', ...sum };
}

function cox({ arrays }: State): ExplainedLinear {
  const weights = (arrays.coefficients as Float64Array).map((v) => (Number.isNaN(v) ? 0 : v));
  const offset = -weights.reduce((sum, weight, j) => sum + weight * arrays.means![j]!, 0);
  return { outputs: ['risk'], scale: 'log-hazard', offsets: Float64Array.of(offset), weights: [weights] };
}

function machines({ json, arrays }: State): ExplainedLinear {
  const { classes, nFeatures } = json as { classes: readonly string[]; nFeatures: number };
  const { present, weights, intercepts, calibration } = arrays as Record<string, Float64Array>;
  // P(second) = 1 / (1 + e^(slope·d + offset)); softmax of slope·d.
  const [slope, offset] = intercepts!.length === 1 ? [-calibration![0]!, -calibration![1]!] : [calibration![0]!, 0];
  return {
    ...classSums(classes, present!),
    offsets: Float64Array.from(intercepts!, (b) => slope * b + offset),
    weights: Array.from(intercepts!, (_, q) =>
      Float64Array.from(weights!.subarray(q * nFeatures, (q + 1) * nFeatures), (w) => slope * w),
    ),
  };
}

import { ParamError, ShapeError, UnsupportedError } from '../base/errors.ts';
import type { ShapTrees } from '../kernels/shap-trees.ts';
import { withCategories } from '../learn/boosting/categories.ts';
import type { Ensemble } from '../learn/boosting/ensemble.ts';
import type { BoostingArrays, BoostingFacts } from '../learn/boosting/model.ts';
import type { Outcome } from '../learn/tree/response.ts';
import type { Model, State, View } from '../table/contract.ts';
import type { Matrix } from '../table/matrix.ts';
import type { Attribution } from './attribution.ts';

/** The trees of a model, and what they sum to. */
export interface ExplainedTrees extends Pick<Attribution, 'outputs' | 'scale'> {
  readonly trees: ShapTrees;
  /** What each output is before the first tree, [nOutputs]. */
  readonly start: Float64Array;
  /** The table as the trees read it. @throws {ShapeError} another number of features. */
  readonly matrixOf: (data: View) => Matrix;
}

export interface TreeOptions {
  /** Of survival forests: explain the cumulative hazard at this time, −log S(t), in the unit of the times; default the risk. */
  readonly at?: number;
}

export function isTrees({ kind }: Model): boolean {
  return ['tree', 'forest', 'extra-trees', 'boosting'].includes(kind);
}

/**
 * The trees of a `tree`, `forest`, `extra-trees` or `boosting` model, those of XGBoost included. Explained are, of forests, the probability of each class, the
 * value, the mortality or the cumulative hazard at a time: the mean over the trees; of boosting the margins: log odds of the second class, numbers
 * before softmax, value, log rate, log hazard ratio.
 * @throws {UnsupportedError} another model, a forest of a file without cover, a time for a model that is no survival forest. @throws {ParamError} a time
 * that is no number.
 */
export function explainedTrees(model: Model, where: string, { at }: TreeOptions = {}): ExplainedTrees {
  const state = model.toState();
  if (!isTrees(model))
    throw new UnsupportedError({
      where,
      problem: `explains trees, got '${state.kind}'`,
      hint: 'fit tree, forest, extra-trees or boosting',
    });
  if (at !== undefined && !(at >= 0))
    throw new ParamError({ where, problem: `the time must be a number ≥ 0, got ${at}` });
  if (state.kind === 'boosting') {
    if (at === undefined) return boostedTrees(state);
  } else {
    const { outcome } = state.json as unknown as { outcome: Outcome };
    if (at === undefined || outcome.task === 'survival') return forestTrees(state, outcome, where, at);
  }
  throw new UnsupportedError({ where, problem: 'a time is explained of survival forests only', hint: 'leave it out' });
}

function checked(data: View, nFeatures: number): View {
  if (data.X.nCols === nFeatures) return data;
  throw new ShapeError({
    where: 'tree SHAP',
    problem: `the model was fitted on ${nFeatures} features, got ${data.X.nCols}`,
  });
}

function boostedTrees({ json, arrays }: State): ExplainedTrees {
  const { loss, classes, nFeatures, categories, slope = 1 } = json as unknown as BoostingFacts;
  const { present, start, value, ...nodes } = arrays as unknown as Ensemble & Pick<BoostingArrays, 'present'>;
  const known = Array.from(present, (k) => classes[k]!);
  const scale = { squared: 'target', absolute: 'target', poisson: 'log-rate', cox: 'log-hazard' } as const;
  return {
    trees: { ...nodes, width: 1, nOutputs: start.length, values: value.map((v) => slope * v) },
    start: start.map((v) => slope * v),
    outputs: classes.length > 0 ? (known.length === 2 ? [known[1]!] : known) : [loss === 'cox' ? 'risk' : 'value'],
    scale: scale[loss as keyof typeof scale] ?? 'log-odds',
    matrixOf: (data) => withCategories(checked(data, nFeatures), categories ?? null),
  };
}

interface ForestArrays extends Pick<ShapTrees, 'roots' | 'feature' | 'threshold' | 'left'>, HazardArrays {
  readonly leaves: Float32Array | Float64Array;
  readonly importance: Float64Array;
  readonly cover?: Float32Array;
}

interface HazardArrays {
  readonly deathTimes?: Float64Array;
  readonly hazardEnds?: Uint32Array;
  readonly hazardAt?: Uint32Array;
  readonly hazardSteps?: Float32Array;
}

function forestTrees({ arrays }: State, outcome: Outcome, where: string, at: number | undefined): ExplainedTrees {
  const { leaves, cover, importance, ...own } = arrays as unknown as ForestArrays;
  if (!cover)
    throw new UnsupportedError({
      where,
      problem: 'the model file is of an older version, which did not keep how many samples reached each node',
      hint: 'fit the model again',
    });
  const width = outcome.task === 'classification' ? outcome.classes.length : 1;
  const said = at === undefined ? leaves : hazardsAt(own, at);
  const values = new Float64Array(own.feature.length * width);
  own.feature.forEach((j, node) => {
    if (j >= 0) return;
    for (let k = 0; k < width; k++) values[node * width + k] = said[own.left[node]! * width + k]! / own.roots.length;
  });
  const start = new Float64Array(width);
  if (outcome.task === 'regression') start[0] = outcome.mean;
  const { roots, feature, threshold, left } = own;
  const common = { trees: { width, nOutputs: width, roots, feature, threshold, left, cover, values }, start };
  const matrixOf = (data: View) => checked(data, importance.length).X;
  if (outcome.task === 'classification') return { ...common, outputs: outcome.classes, scale: 'probability', matrixOf };
  if (outcome.task === 'regression') return { ...common, outputs: ['value'], scale: 'target', matrixOf };
  return at === undefined
    ? { ...common, outputs: ['risk'], scale: 'mortality', matrixOf }
    : { ...common, outputs: ['cumulative hazard'], scale: 'cumulative-hazard', matrixOf };
}

/** Cumulative hazard of each leaf at a time. */
function hazardsAt({ deathTimes, hazardEnds, hazardAt, hazardSteps }: HazardArrays, at: number): Float64Array {
  const upTo = deathTimes!.filter((time) => time <= at).length;
  return Float64Array.from(hazardEnds!, (end, leaf) => {
    let sum = 0;
    for (let s = leaf > 0 ? hazardEnds![leaf - 1]! : 0; s < end; s++) if (hazardAt![s]! < upTo) sum += hazardSteps![s]!;
    return sum;
  });
}

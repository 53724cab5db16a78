import { exp } from '../../base/elementary.ts';
import { ShapeError } from '../../base/errors.ts';
import type { Model, State, StateArray } from '../../table/contract.ts';
import type { Matrix } from '../../table/matrix.ts';
import type { Prediction } from '../../table/prediction.ts';
import { hazardPrediction } from '../../table/prediction.ts';
import { type Categories, withCategories } from './categories.ts';
import { type Ensemble, gainImportance, marginsOf, meanDepth } from './ensemble.ts';
import { sigmoid } from './loss/logistic.ts';
import { toProbabilities } from './loss/softmax.ts';
import type { LossName } from './objective.ts';

/** All of a model but its trees, as JSON. */
export interface BoostingFacts {
  readonly loss: LossName;
  /** Of the target; empty when it has none. */
  readonly classes: readonly string[];
  readonly nFeatures: number;
  /** Of features that held words in training; absent: none did. */
  readonly categories?: Categories;
  /** Of survival: the logarithm of the hazard ratio is this times the margin; default 1. */
  readonly slope?: number;
  /** Numbers of the fit for `summary`. */
  readonly fit: Readonly<Record<string, number>>;
}
export interface BoostingArrays {
  readonly ensemble: Ensemble;
  /** Indices into `classes` of the classes that the model knows, in the order of the outputs. */
  readonly present: Int32Array;
  /** Of survival: distinct event times and the cumulative hazard of margin 0 from each on (`breslowBaseline`); else empty. */
  readonly times: Float64Array;
  readonly cumulativeHazard: Float64Array;
}

export function boostingModel(facts: BoostingFacts, arrays: BoostingArrays): Model {
  const { nFeatures } = facts;
  const { ensemble, ...others } = arrays;
  return {
    kind: 'boosting',
    async predict(data) {
      const { X } = data;
      if (X.nCols !== nFeatures) {
        throw new ShapeError({ where: 'boosting', problem: `was fitted on ${nFeatures} features, got ${X.nCols}` });
      }
      return predictionOf(facts, arrays, withCategories(data, facts.categories ?? null));
    },
    importance: () => gainImportance(ensemble, nFeatures),
    summary: () => ({ ...facts.fit, trees: ensemble.roots.length, 'mean-depth': meanDepth(ensemble) }),
    toState: () => ({
      kind: 'boosting',
      json: { ...facts },
      arrays: { ...ensemble, ...others } satisfies Record<string, StateArray>,
    }),
  };
}

export function restore(state: State): Model {
  const { present, times, cumulativeHazard, ...trees } = state.arrays as unknown as Omit<
    Ensemble,
    'subset' | 'subsets'
  > &
    Omit<BoostingArrays, 'ensemble'>;
  // Files of before there were categories have none.
  const ensemble = { subset: new Int32Array(trees.feature.length).fill(-1), subsets: new Uint32Array(), ...trees };
  return boostingModel(state.json as unknown as BoostingFacts, { ensemble, present, times, cumulativeHazard });
}

function predictionOf({ loss, classes, slope = 1 }: BoostingFacts, arrays: BoostingArrays, X: Matrix): Prediction {
  const { present, times, cumulativeHazard } = arrays;
  const margins = marginsOf(arrays.ensemble, X);
  switch (loss) {
    case 'squared':
    case 'absolute':
      return { task: 'regression', values: margins };
    case 'poisson':
      return { task: 'regression', values: margins.map(exp) };
    case 'cox': {
      const risks = margins.map((margin) => slope * margin);
      return hazardPrediction({ times: times.slice(), cumulativeHazard }, risks);
    }
    default: {
      const probabilities = new Float64Array(X.nRows * classes.length);
      for (let i = 0; i < X.nRows; i++) {
        const row = rowProbabilities(margins, i, present.length);
        present.forEach((k, q) => {
          probabilities[i * classes.length + k] = row[q]!;
        });
      }
      return { task: 'classification', classes, probabilities };
    }
  }
}

function rowProbabilities(margins: Float64Array, i: number, nClasses: number): ArrayLike<number> {
  if (nClasses === 1) return [1];
  if (nClasses === 2) return [sigmoid(-margins[i]!), sigmoid(margins[i]!)];
  const row = margins.slice(i * nClasses, (i + 1) * nClasses);
  toProbabilities(row);
  return row;
}

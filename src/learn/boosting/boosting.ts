import { ShapeError } from '../../base/errors.ts';
import type { ParamValues } from '../../base/params.ts';
import type { Learner, Model, State, StateArray } from '../../table/contract.ts';
import { type ClassTarget, classWeights, presentClasses, requireTask } from '../../table/target.ts';
import { type Ensemble, gainImportance, marginsOf, meanDepth } from './ensemble.ts';
import { fitTrees } from './fit-trees.ts';
import { logistic, sigmoid } from './logistic.ts';
import type { Loss } from './loss.ts';
import { softmax, toProbabilities } from './softmax.ts';

/**
 * Gradient boosting of trees on binned features, for classification: logistic loss for two classes, softmax for more. When to use it:
 * interactions and thresholds, features on any scale, missing values (taken as they are: NaN goes the way that training found better).
 * Classes without training rows get probability 0. Cost and source: `fit-trees.ts`, `kernels/boosting.ts`. Checked against XGBoost 1.7.4
 * (tree_method hist): probabilities to 1e-5 where both see the same bins, accuracy and log-loss on PAM50, khan and CCLE.
 */
export function create(params: ParamValues): Learner {
  return {
    kind: 'boosting',
    params,
    async fit(data, ctx) {
      const target = requireTask(data.target, 'classification', 'boosting');
      const { loss, present } = lossOf(target, params['class-weight'] === 'balanced');
      const facts = { classes: target.classes, nFeatures: data.X.nCols, present };
      if (!loss) return boostingModel({ ...facts, rounds: 0, trainLoss: 0, ensemble: NO_TREES });
      const { ensemble, losses } = await fitTrees(
        loss,
        {
          X: data.X,
          rounds: params.rounds as number,
          learningRate: params['learning-rate'] as number,
          rowShare: params['row-sample'] as number,
          columnShare: columnShare(params['column-sample'] as number | 'auto', data.X.nCols),
          maxBins: params['max-bins'] as number,
          growth: 'depth',
          maxLeaves: Number.POSITIVE_INFINITY,
          maxDepth: params['max-depth'] as number,
          minChildWeight: params['min-child-weight'] as number,
          lambda: params.lambda as number,
          alpha: params.alpha as number,
          gamma: params.gamma as number,
        },
        ctx,
      );
      return boostingModel({ ...facts, rounds: losses.length, trainLoss: losses.at(-1)!, ensemble });
    },
  };
}

export function restore(state: State): Model {
  const { classes, nFeatures, rounds, trainLoss } = state.json as unknown as ModelJson;
  const { present, ...ensemble } = state.arrays as unknown as Ensemble & { present: Int32Array };
  return boostingModel({ classes, nFeatures, rounds, trainLoss, present, ensemble });
}

const NO_TREES: Ensemble = {
  start: new Float64Array(),
  roots: new Uint32Array(),
  feature: new Int32Array(),
  threshold: new Float32Array(),
  missingLeft: new Uint8Array(),
  left: new Uint32Array(),
  value: new Float64Array(),
  gain: new Float32Array(),
  cover: new Float32Array(),
};

/** The loss over the classes that occur among these rows, renumbered without holes; none when there is only one. */
function lossOf(target: ClassTarget, balanced: boolean): { loss: Loss | null; present: Int32Array } {
  const { present, codes } = presentClasses(target);
  if (present.length === 1) return { loss: null, present };
  const ofClass = classWeights(target, balanced);
  const weights = Float64Array.from(target.codes, (code) => ofClass[code]!);
  return { loss: present.length === 2 ? logistic(codes, weights) : softmax(codes, present.length, weights), present };
}

/** Features of a round, as a share. Drawing few makes trees differ and rounds quick; where there are few, each is needed. */
function columnShare(wanted: number | 'auto', p: number): number {
  return wanted === 'auto' ? Math.min(1, Math.max(0.1, 100 / p)) : wanted;
}

interface ModelJson {
  readonly classes: readonly string[];
  readonly nFeatures: number;
  readonly rounds: number;
  readonly trainLoss: number;
}
interface BoostingFacts extends ModelJson {
  /** Indices into `classes` of the classes that the model knows. */
  readonly present: Int32Array;
  readonly ensemble: Ensemble;
}

function boostingModel({ classes, nFeatures, rounds, trainLoss, present, ensemble }: BoostingFacts): Model {
  return {
    kind: 'boosting',
    async predict({ X }) {
      if (X.nCols !== nFeatures) {
        throw new ShapeError({ where: 'boosting', problem: `was fitted on ${nFeatures} features, got ${X.nCols}` });
      }
      const margins = marginsOf(ensemble, X);
      const probabilities = new Float64Array(X.nRows * classes.length);
      for (let i = 0; i < X.nRows; i++) {
        const row = rowProbabilities(margins, i, present.length);
        present.forEach((k, q) => {
          probabilities[i * classes.length + k] = row[q]!;
        });
      }
      return { task: 'classification', classes, probabilities };
    },
    importance: () => gainImportance(ensemble, nFeatures),
    summary: () => ({
      rounds,
      trees: ensemble.roots.length,
      'mean-depth': meanDepth(ensemble),
      'train-loss': trainLoss,
    }),
    toState: () => ({
      kind: 'boosting',
      json: { classes, nFeatures, rounds, trainLoss },
      arrays: { ...ensemble, present } satisfies Record<string, StateArray>,
    }),
  };
}

function rowProbabilities(margins: Float64Array, i: number, nClasses: number): ArrayLike<number> {
  if (nClasses === 1) return [1];
  if (nClasses === 2) return [sigmoid(-margins[i]!), sigmoid(margins[i]!)];
  const row = margins.slice(i * nClasses, (i + 1) * nClasses);
  toProbabilities(row);
  return row;
}

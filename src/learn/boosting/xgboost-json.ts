import { log } from '../../base/elementary.ts';
import { FormatError, UnsupportedError } from '../../base/errors.ts';
import type { Model } from '../../table/contract.ts';
import type { Categories } from './categories.ts';
import type { Ensemble } from './ensemble.ts';
import { type BoostingArrays, type BoostingFacts, boostingModel } from './model.ts';
import type { LossName } from './objective.ts';
import { ensembleFrom, treesOf, type XgboostTree } from './xgboost-trees.ts';

/** What XGBoost saves with `save_model('model.json')`, as far as it is read or written here. */
export interface XgboostJson {
  readonly version: readonly number[];
  readonly learner: {
    readonly attributes: object;
    readonly feature_names: readonly string[];
    readonly feature_types: readonly string[];
    readonly gradient_booster: {
      readonly name: string;
      readonly model: {
        readonly gbtree_model_param: Readonly<Record<string, string>>;
        readonly tree_info: readonly number[];
        readonly trees: readonly XgboostTree[];
      };
    };
    readonly learner_model_param: Readonly<Record<string, string>>;
    readonly objective: { readonly name: string } & Readonly<Record<string, unknown>>;
  };
}

/** Objectives in both worlds. */
const OBJECTIVES: Readonly<Record<string, LossName>> = {
  'binary:logistic': 'logistic',
  'multi:softprob': 'softmax',
  'reg:squarederror': 'squared',
  'count:poisson': 'poisson',
  'survival:cox': 'cox',
};
const SERVED = Object.keys(OBJECTIVES).join(', ');

/**
 * A model that XGBoost saved as JSON, as one of ours: the same margins to float32 rounding, the same probabilities, means, rates and log
 * hazard ratios. XGBoost knows no class names and no baseline hazard, so classes are '0', '1', … unless given, and survival curves have no
 * times.
 * @param json the text, or parsed; only the text of a model with subsets of categories can be read, since XGBoost writes NaN into it, which is
 * no JSON. @param classes names, in the order of XGBoost's labels. @param categories for each feature that XGBoost was given as
 * categorical, its words in the order of XGBoost's codes, else null; default: such features hold the codes themselves, as numbers.
 * @throws {UnsupportedError} another objective or booster than trees, a category above 255. @throws {FormatError} not such a file.
 * Source: XGBoost's doc/model.schema, 1.7. Checked against predictions of XGBoost 1.7.4.
 */
export function importXgboost(json: unknown, classes?: readonly string[], categories?: Categories): Model {
  const { learner } = readable(typeof json === 'string' ? parsed(json) : json);
  const { gradient_booster: booster, learner_model_param: param, objective } = learner;
  const loss = Object.hasOwn(OBJECTIVES, objective.name) ? OBJECTIVES[objective.name]! : undefined;
  if (!loss) throw unsupported(`the objectives read are ${SERVED}, got ${objective.name}`);
  if (booster.name !== 'gbtree') throw unsupported(`only boosters of trees (gbtree) are read, got ${booster.name}`);
  const nOutputs = Math.max(1, Number(param.num_class));
  const { trees, tree_info: outputs } = booster.model;
  if (outputs.some((output, t) => output !== t % nOutputs)) {
    throw unsupported('one tree per class and round is read, got several (num_parallel_tree)');
  }
  const nClasses = loss === 'logistic' ? 2 : loss === 'softmax' ? nOutputs : 0;
  const names = classes ?? Array.from({ length: nClasses }, (_, k) => String(k));
  if (names.length !== nClasses) {
    throw malformed(`${nClasses} class names are needed for ${objective.name}, got ${names.length}`);
  }
  const nFeatures = Number(param.num_feature);
  if (categories && categories.length !== nFeatures) {
    throw malformed(`words, or null, are needed for each of ${nFeatures} features, got ${categories.length}`);
  }
  const facts: BoostingFacts = {
    ...{ loss, classes: names, nFeatures },
    ...(categories ? { categories } : {}),
    fit: { rounds: trees.length / nOutputs },
  };
  return boostingModel(facts, {
    ensemble: ensembleFrom(trees, startMargins(loss, param.base_score ?? '', nOutputs)),
    present: Int32Array.from(names.keys()),
    times: new Float64Array(),
    cumulativeHazard: new Float64Array(),
  });
}

/**
 * One of our boosting models as the text of XGBoost's JSON, to be loaded with `xgboost.Booster(model_file=…)`. The constant
 * that a model starts from is a first tree of one leaf for each output, since XGBoost has but one for all classes. XGBoost knows categories by
 * number only: the c-th word of a feature, in the order of `model.toState().json.categories`, is its category c.
 * @throws {UnsupportedError} not a boosting model, absolute loss, one class, a class that had no training rows, or categories that came without words.
 * Checked by loading into XGBoost 1.7.4: predictions equal to 1e-6.
 */
export function exportXgboost(model: Model): string {
  const state = model.toState();
  if (state.kind !== 'boosting') throw unsupported(`only boosting models are written, got ${state.kind}`);
  const { loss, classes, nFeatures, categories, slope = 1 } = state.json as unknown as BoostingFacts;
  const { present, ...own } = state.arrays as unknown as Ensemble & Pick<BoostingArrays, 'present'>;
  // XGBoost's hazard ratio is the exponential of the margin.
  const ensemble = { ...own, start: own.start.map((v) => slope * v), value: own.value.map((v) => slope * v) };
  const name = Object.keys(OBJECTIVES).find((key) => OBJECTIVES[key] === loss);
  if (!name) throw unsupported(`the objectives written are ${SERVED}, got the loss '${loss}'`);
  if (present.length < classes.length) throw unsupported('a class without training rows cannot be written');
  const nOutputs = ensemble.start.length;
  const sizes = Array.from({ length: nFeatures }, (_, j) => categories?.[j]?.length ?? 0);
  const isCoded = (node: number) => ensemble.subset[node]! >= 0 && sizes[ensemble.feature[node]!] === 0;
  if (ensemble.subset.some((_, node) => isCoded(node))) throw unsupported('categories without words cannot be written');
  const trees = treesOf(ensemble, sizes);
  return textOf({
    version: [1, 7, 4],
    learner: {
      ...{ attributes: {}, feature_names: [] },
      feature_types: categories ? sizes.map((size) => (size > 0 ? 'c' : 'float')) : [],
      gradient_booster: {
        name: 'gbtree',
        model: {
          gbtree_model_param: { num_parallel_tree: '1', num_trees: String(trees.length), size_leaf_vector: '0' },
          tree_info: trees.map((_, t) => t % nOutputs),
          trees,
        },
      },
      learner_model_param: {
        base_score: NEUTRAL[loss] ?? '0E0',
        boost_from_average: '0',
        num_class: String(loss === 'softmax' ? nOutputs : 0),
        num_feature: String(nFeatures),
        num_target: '1',
      },
      objective: { name, ...EXTRAS[loss]?.(nOutputs) },
    },
  });
}

const FLOATS = new Set(['base_weights', 'loss_changes', 'split_conditions', 'sum_hessian']);

/** XGBoost's reader tells 1.0 from 1, and refuses the latter where it expects a float; JSON.stringify writes no 1.0. */
function textOf(json: XgboostJson): string {
  const float = (value: number) => (Number.isInteger(value) ? value.toExponential() : String(value));
  const marked = JSON.stringify(json, (key, value) =>
    FLOATS.has(key) ? `@[${(value as number[]).map(float).join(',')}]@` : value,
  );
  return marked.replace(/"@(.*?)@"/g, '$1');
}

/** base_score of margin 0. */
const NEUTRAL: Partial<Record<LossName, string>> = { logistic: '5E-1', poisson: '1E0', cox: '1E0' };

/** Parameters that XGBoost wants to find with an objective. */
const EXTRAS: Partial<Record<LossName, (nOutputs: number) => Record<string, unknown>>> = {
  logistic: () => ({ reg_loss_param: { scale_pos_weight: '1' } }),
  squared: () => ({ reg_loss_param: { scale_pos_weight: '1' } }),
  softmax: (nOutputs) => ({ softmax_multiclass_param: { num_class: String(nOutputs) } }),
  poisson: () => ({ poisson_regression_param: { max_delta_step: '0.7' } }),
};

/** base_score is in the unit of the predictions; since 3.1 a list: '[5E-1]'. */
function startMargins(loss: LossName, text: string, nOutputs: number): Float64Array {
  const scores = text
    .replace(/^\[|\]$/g, '')
    .split(',')
    .map(Number);
  if (text === '' || scores.some((score) => !Number.isFinite(score)))
    throw malformed(`base_score is a number, got '${text}'`);
  return Float64Array.from({ length: nOutputs }, (_, k) => {
    const score = scores[scores.length === nOutputs ? k : 0]!;
    if (loss === 'logistic') return log(score / (1 - score));
    return loss === 'poisson' || loss === 'cox' ? log(score) : score;
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/(?<=[[,:])NaN(?=[,\]}])/g, 'null'));
  } catch (cause) {
    throw malformed(`the text is not JSON: ${(cause as Error).message}`);
  }
}

function readable(json: unknown): XgboostJson {
  const learner = (json as Partial<XgboostJson> | null)?.learner;
  const isWhole =
    typeof learner?.objective?.name === 'string' &&
    typeof learner.gradient_booster?.name === 'string' &&
    learner.learner_model_param !== undefined &&
    (learner.gradient_booster.name !== 'gbtree' ||
      (Array.isArray(learner.gradient_booster.model?.trees) &&
        Array.isArray(learner.gradient_booster.model.tree_info)));
  if (!isWhole) throw malformed('no learner with objective, parameters and trees in it');
  return json as XgboostJson;
}

function unsupported(problem: string): UnsupportedError {
  return new UnsupportedError({ where: 'xgboost json', problem });
}

export function malformed(problem: string): FormatError {
  return new FormatError({
    where: 'xgboost json',
    problem,
    hint: "save the model with XGBoost's save_model('model.json')",
  });
}

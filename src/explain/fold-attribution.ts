import type { Context } from '../base/context.ts';
import type { View } from '../table/contract.ts';
import { columnOf } from '../table/matrix.ts';
import type { Attribution } from './attribution.ts';
import { equivalentsOf } from './equivalents.ts';
import { type FeatureEffects, featureEffects, rankedEffects } from './feature-effects.ts';
import type { SetEffects } from './set-effects.ts';

/** What is kept of the attributions of one fold: the samples that were held out, explained by the model that did not see them. */
export interface FoldAttribution extends Pick<Attribution, 'outputs' | 'scale' | 'base'> {
  readonly method: string;
  /** Features that the model was offered, after preparation. */
  readonly nFeatures: number;
  readonly effects: FeatureEffects;
  /** Of the first k: features that say much the same, with their correlation. */
  readonly equivalents: Readonly<Record<string, readonly (readonly [feature: string, r: number])[]>>;
  readonly single: SingleRows;
  /** One a block whose features are in the sets of the study. */
  readonly sets?: readonly SetEffects[];
}

/** Values of single rows, for figures: of the first k features, and of some of the rows. */
export interface SingleRows {
  readonly features: readonly string[];
  /** Which of the explained rows, rising. */
  readonly rows: Int32Array;
  /** [nOutputs, features, rows] */
  readonly values: Float64Array;
  /** What all other features add, [nOutputs, rows]. */
  readonly rest: Float64Array;
  /** The prepared values of the features, [features, rows]. */
  readonly x: Float32Array;
}

const MOST_VALUES = 100_000; // of single rows: a fold's result is a file

/**
 * @param data the rows that are explained. @param all these and the training rows: correlations between features are those of all.
 * @param k how many features are looked at row by row and asked for their equivalents.
 */
export async function foldAttribution(
  method: string,
  attribution: Attribution,
  data: View,
  all: View,
  k: number,
  ctx: Context,
): Promise<FoldAttribution> {
  const { outputs, scale, base, features, names } = attribution;
  const effects = featureEffects(attribution, data);
  const placeOf = new Map(names.map((name, at) => [name, at]));
  const first = rankedEffects(effects)
    .slice(0, k)
    .map(([name]) => placeOf.get(name)!);
  const alike = await equivalentsOf(
    ctx,
    all.X,
    first.map((at) => features[at]!),
  );
  return {
    ...{ method, outputs, scale, base, nFeatures: data.X.nCols, effects },
    equivalents: Object.fromEntries(
      first.map((at, place) => [
        names[at]!,
        alike[place]!.map(({ feature, r }) => [data.features[feature]!, r] as const),
      ]),
    ),
    single: singleRows(attribution, data, first),
  };
}

function runOf({ features, values, nRows }: Attribution, output: number, at: number): Float64Array {
  const from = (output * features.length + at) * nRows;
  return values.subarray(from, from + nRows);
}

function singleRows(attribution: Attribution, data: View, first: readonly number[]): SingleRows {
  const { outputs, features, names, nRows } = attribution;
  const most = Math.max(1, Math.floor(MOST_VALUES / (outputs.length * Math.max(1, first.length))));
  const count = Math.min(nRows, most);
  const rows = Int32Array.from({ length: count }, (_, r) => Math.floor((r * nRows) / count));
  const pick = (values: ArrayLike<number>) => Array.from(rows, (i) => values[i]!);
  const shown = new Set(first);
  const rest = outputs.map((_, output) => {
    const sums = new Float64Array(nRows);
    for (const at of features.keys()) {
      if (shown.has(at)) continue;
      runOf(attribution, output, at).forEach((value, i) => {
        sums[i]! += value;
      });
    }
    return pick(sums);
  });
  return {
    features: first.map((at) => names[at]!),
    rows,
    values: Float64Array.from(
      outputs.flatMap((_, output) => first.flatMap((at) => pick(runOf(attribution, output, at)))),
    ),
    rest: Float64Array.from(rest.flat()),
    x: Float32Array.from(first.flatMap((at) => pick(columnOf(data.X, features[at]!)))),
  };
}

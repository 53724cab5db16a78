import { midRanks } from '../numeric/association/mid-ranks.ts';
import { correlation } from './correlation.ts';
import { rankedEffects } from './feature-effects.ts';
import type { FoldAttribution } from './fold-attribution.ts';
import { selectionStability } from './selection-stability.ts';

/** A feature in the light of all folds. */
export interface ExplainedFeature {
  readonly feature: string;
  /** Mean over the folds of the mean |value| over held-out samples and outputs, in the unit of the scale. */
  readonly importance: number;
  /** Mean |value| in each fold, 0 where it has none; `importance` is their mean. */
  readonly 'by-fold': readonly number[];
  /** Of all that the features count, 0 … 1. */
  readonly share: number;
  /** Share of the folds in which it was among the first k. */
  readonly frequency: number;
  /** The same where a feature that says much the same stands for it. */
  readonly 'frequency-with-equivalents': number;
  /** Mean |value| of each output. */
  readonly 'by-output': readonly number[];
  /** Of each output: correlation of the feature with its values, −1 … 1: above 0, more of the feature raises the output. Mean over the folds that show it. */
  readonly direction: readonly number[];
  /** Features whose |correlation| with it is 0.8 or more in most folds, the closest first: they could stand in for it. */
  readonly equivalents: readonly { readonly feature: string; readonly r: number }[];
}

/** Attributions out of fold, and how far the folds agree. */
export interface FoldsExplained extends Pick<FoldAttribution, 'method' | 'outputs' | 'scale'> {
  readonly folds: number;
  /** The size of *the first k*. */
  readonly k: number;
  readonly agreement: {
    /** Of the first k of each fold: 1 the same, 0 as chance (`selectionStability`). Folds share most of their training samples: new samples would agree less. */
    readonly stability: number | null;
    /** Mean over pairs of folds of the rank correlation of importance, among features in the first k of some fold. */
    readonly 'rank-correlation': number | null;
  };
  /** By importance, the largest first, at most 50. */
  readonly features: readonly ExplainedFeature[];
}

const MOST = 50;

/** @param folds one for each split. @param k how many features count as selected in a fold. */
export function aggregateFolds(folds: readonly FoldAttribution[], k: number): FoldsExplained {
  const { method, scale } = folds[0]!;
  const outputs = [...new Set(folds.flatMap((fold) => fold.outputs))];
  const rankings = folds.map(({ effects }) => rankedEffects(effects));
  const byFold = rankings.map((ranked) => new Map(ranked));
  const sums = new Map<string, number>();
  for (const ranked of rankings) for (const [name, value] of ranked) sums.set(name, (sums.get(name) ?? 0) + value);
  const total = [...sums.values()].reduce((a, b) => a + b, 0);
  const tops = rankings.map((ranked) => new Set(ranked.slice(0, k).map(([name]) => name)));
  const places = folds.map(({ effects }) => new Map(effects.features.map((name, at) => [name, at])));
  const names = [...sums.keys()].sort((a, b) => sums.get(b)! - sums.get(a)! || (a < b ? -1 : 1)).slice(0, MOST);
  const nFeatures = folds.reduce((sum, fold) => sum + fold.nFeatures, 0) / folds.length;
  const share = (found: (top: ReadonlySet<string>) => boolean) => tops.filter(found).length / folds.length;
  return {
    ...{ method, outputs, scale, k, folds: folds.length },
    agreement: {
      stability: orNull(selectionStability(tops, nFeatures)),
      'rank-correlation': orNull(rankAgreement(byFold, [...new Set(tops.flatMap((top) => [...top]))])),
    },
    features: names.map((feature) => {
      const equivalents = equivalentsAcross(folds, feature);
      return {
        feature,
        importance: sums.get(feature)! / folds.length,
        'by-fold': byFold.map((own) => own.get(feature) ?? 0),
        share: sums.get(feature)! / total,
        frequency: share((top) => top.has(feature)),
        'frequency-with-equivalents': share(
          (top) => top.has(feature) || equivalents.some(({ feature: other }) => top.has(other)),
        ),
        ...towards(folds, places, feature, outputs),
        equivalents,
      };
    }),
  };
}

const orNull = (value: number) => (Number.isNaN(value) ? null : value);

/** Those named in more than half of the folds that asked for the feature's. */
function equivalentsAcross(folds: readonly FoldAttribution[], feature: string) {
  const lists = folds.flatMap(({ equivalents }) => (equivalents[feature] ? [equivalents[feature]] : []));
  const found = new Map<string, number[]>();
  for (const list of lists) for (const [name, r] of list) found.set(name, [...(found.get(name) ?? []), r]);
  return [...found]
    .filter(([, all]) => all.length > lists.length / 2)
    .map(([name, all]) => ({ feature: name, r: all.reduce((a, b) => a + b, 0) / all.length }))
    .sort((a, b) => Math.abs(b.r) - Math.abs(a.r) || (a.feature < b.feature ? -1 : 1));
}

/** How much, and which way, it moves each output, by the folds that have a use for it; a fold whose model lacks a class says nothing of it. */
function towards(
  folds: readonly FoldAttribution[],
  places: readonly ReadonlyMap<string, number>[],
  feature: string,
  outputs: readonly string[],
) {
  const mean = (of: 'magnitude' | 'direction') =>
    outputs.map((output) => {
      const found = folds.flatMap((fold, f) => {
        const [at, k] = [places[f]!.get(feature), fold.outputs.indexOf(output)];
        return at !== undefined && k >= 0 ? [fold.effects[of][k * fold.effects.features.length + at]!] : [];
      });
      return found.reduce((sum, value) => sum + value, 0) / Math.max(1, found.length);
    });
  return { 'by-output': mean('magnitude'), direction: mean('direction') };
}

function rankAgreement(byFold: readonly ReadonlyMap<string, number>[], names: readonly string[]): number {
  const ranks = byFold.map((own) => midRanks(Float64Array.from(names, (name) => own.get(name) ?? 0)).ranks);
  let [sum, pairs] = [0, 0];
  for (let a = 0; a < ranks.length; a++) {
    for (let b = 0; b < a; b++) {
      sum += correlation(ranks[a]!, ranks[b]!);
      pairs++;
    }
  }
  return names.length > 2 && pairs > 0 ? sum / pairs : Number.NaN;
}

import type { RandomKey, RandomStream } from '../base/random.ts';
import { greatCircleKm, meanPlace, type Place } from '../numeric/great-circle.ts';
import { jacobiEigen } from '../numeric/jacobi-eigen.ts';
import { bootstrapGroups } from '../sample/bootstrap.ts';
import { denseCodes } from '../sample/groups.ts';
import type { Interval } from './intervals.ts';

export interface LocationsInput {
  /** Where each sample comes from, [n]. */
  readonly truth: readonly Place[];
  /** The fold in which each was tested, [n]. */
  readonly folds: Int32Array;
  /** Out-of-fold answers of each learner, [n]. */
  readonly predicted: readonly { readonly name: string; readonly places: readonly Place[] }[];
  /** A column whose mean place is a baseline: codes ≥ 0, −1 not known, [n]. */
  readonly region?: { readonly column: string; readonly codes: Int32Array };
}

/** Distances between answer and truth over the surface of the Earth. */
export interface LocationScore {
  readonly name: string;
  readonly role: 'learner' | 'baseline';
  readonly 'median-km': Interval;
  readonly 'mean-km': number;
}

/** 95 % of the bootstrap means lie in it. */
export interface Ellipse {
  readonly 'major-km': number;
  readonly 'minor-km': number;
  /** Of the major axis from east, anticlockwise, degrees. */
  readonly angle: number;
}

/** The samples of one true place, and the mean of their answers. */
export interface LocatedPlace extends Place {
  readonly samples: number;
  readonly predicted: Place;
  /** Of the mean, by bootstrap of the samples; absent with fewer than 5. */
  readonly ellipse?: Ellipse;
}

const REPLICATES = 1000;
const FEWEST = 5;
/** 95 % of χ² with two degrees of freedom. */
const CHI2 = 5.991464547107979;
const KM_PER_DEGREE = 111.19492664455873;

/**
 * How far out-of-fold answers are from the truth: median and mean great-circle distance of each learner, and of two baselines that know no genotype: the mean
 * place of the training samples, and of those of the same region. The interval of the median is by bootstrap over places, as samples of one place share it
 * (and their errors): percentiles of 1,000 replicates. Cost O(replicates · n log n).
 */
export function scoreLocations(
  { truth, folds, predicted, region }: LocationsInput,
  random: RandomKey,
): LocationScore[] {
  const n = truth.length;
  const baselines: LocationsInput['predicted'] = [
    { name: 'mean-place', places: meansOfOthers(truth, folds, new Int32Array(n)) },
    ...(region ? [{ name: `${region.column}-mean`, places: meansOfOthers(truth, folds, region.codes) }] : []),
  ];
  const groups = placeCodes(truth);
  const weights = Array.from({ length: REPLICATES }, (_, r) => bootstrapGroups(groups, random.at('locations'), r));
  const score =
    (role: LocationScore['role']) =>
    (one: LocationsInput['predicted'][number]): LocationScore => {
      const errors = Float64Array.from(one.places, (place, i) => greatCircleKm(place, truth[i]!));
      const order = Array.from(errors.keys())
        .filter((i) => !Number.isNaN(errors[i]!))
        .sort((a, b) => errors[a]! - errors[b]!);
      const medians = Float64Array.from(weights, (own) => weightedMedian(errors, order, own)).sort();
      const at = (share: number) => medians[Math.round(share * (REPLICATES - 1))]!;
      return {
        ...{ name: one.name, role },
        'median-km': { value: weightedMedian(errors, order, null), low: at(0.025), high: at(0.975) },
        'mean-km': order.reduce((sum, i) => sum + errors[i]!, 0) / order.length,
      };
    };
  return [...predicted.map(score('learner')), ...baselines.map(score('baseline'))];
}

/** Of each true place the mean of the answers, and its ellipse. In the order in which places occur. */
export function locatedPlaces(truth: readonly Place[], answers: readonly Place[], random: RandomKey): LocatedPlace[] {
  const members = new Map<number, Place[]>();
  const codes = placeCodes(truth);
  codes.forEach((code, i) => {
    members.set(code, [...(members.get(code) ?? []), answers[i]!]);
  });
  return [...members].map(([code, own]) => {
    const { latitude, longitude } = truth[codes.indexOf(code)]!;
    const predicted = meanPlace(own);
    const ellipse = own.length < FEWEST ? undefined : ellipseOf(own, predicted, random.at('ellipse', code).stream());
    return { latitude, longitude, samples: own.length, predicted, ...(ellipse ? { ellipse } : {}) };
  });
}

/** Where the ellipse runs: 48 places on it, the first again at the end. */
export function ellipseOutline({ latitude, longitude }: Place, ellipse: Ellipse): Place[] {
  const turn = (ellipse.angle * Math.PI) / 180;
  return Array.from({ length: 49 }, (_, k) => {
    const [x, y] = [
      Math.cos((k * Math.PI) / 24) * ellipse['major-km'],
      Math.sin((k * Math.PI) / 24) * ellipse['minor-km'],
    ];
    const east = x * Math.cos(turn) - y * Math.sin(turn);
    const north = x * Math.sin(turn) + y * Math.cos(turn);
    return {
      latitude: Math.max(-90, Math.min(90, latitude + north / KM_PER_DEGREE)),
      longitude: longitude + east / (KM_PER_DEGREE * Math.cos((latitude * Math.PI) / 180)),
    };
  });
}

const placeCodes = (truth: readonly Place[]): Int32Array => {
  const codes = new Map<string, number>();
  const own = truth.map(({ latitude, longitude }) => {
    const key = `${latitude} ${longitude}`;
    if (!codes.has(key)) codes.set(key, codes.size);
    return codes.get(key)!;
  });
  return denseCodes(Int32Array.from(own));
};

/** Of each sample the mean place of the samples of its code in other folds; of all samples in other folds where there are none. */
function meansOfOthers(truth: readonly Place[], folds: Int32Array, codes: Int32Array): Place[] {
  const means = new Map<string, Place>();
  const others = (fold: number, code: number | null) => {
    const key = `${fold} ${code}`;
    if (!means.has(key)) {
      const own = truth.filter((_, i) => folds[i] !== fold && (code === null || codes[i] === code));
      means.set(key, meanPlace(own));
    }
    return means.get(key)!;
  };
  return truth.map((_, i) => {
    const own = codes[i]! < 0 ? null : others(folds[i]!, codes[i]!);
    return own && !Number.isNaN(own.latitude) ? own : others(folds[i]!, null);
  });
}

/** @param order of the errors, rising. @param weights null: 1 each. */
function weightedMedian(errors: Float64Array, order: readonly number[], weights: Float64Array | null): number {
  const weight = (i: number) => (weights ? weights[i]! : 1);
  const half = order.reduce((sum, i) => sum + weight(i), 0) / 2;
  let sum = 0;
  for (let at = 0; at < order.length; at++) {
    sum += weight(order[at]!);
    if (sum > half) return errors[order[at]!]!;
    if (sum === half) {
      const next = order.slice(at + 1).find((i) => weight(i) > 0);
      return (errors[order[at]!]! + errors[next ?? order[at]!]!) / 2;
    }
  }
  return Number.NaN;
}

function ellipseOf(own: readonly Place[], centre: Place, stream: RandomStream): Ellipse {
  const shrink = Math.cos((centre.latitude * Math.PI) / 180);
  const flat = own.map(({ latitude, longitude }) => {
    const turned = ((longitude - centre.longitude + 540) % 360) - 180;
    return [KM_PER_DEGREE * turned * shrink, KM_PER_DEGREE * (latitude - centre.latitude)] as const;
  });
  const means = Array.from({ length: REPLICATES }, () => {
    let [x, y] = [0, 0];
    for (let d = 0; d < flat.length; d++) {
      const [east, north] = flat[stream.below(flat.length)]!;
      x += east / flat.length;
      y += north / flat.length;
    }
    return [x, y] as const;
  });
  const mean = [0, 1].map((k) => means.reduce((sum, one) => sum + one[k]!, 0) / REPLICATES);
  const cov = (a: number, b: number) =>
    means.reduce((sum, one) => sum + (one[a]! - mean[a]!) * (one[b]! - mean[b]!), 0) / (REPLICATES - 1);
  const { values, vectors } = jacobiEigen(Float64Array.of(cov(0, 0), cov(0, 1), cov(0, 1), cov(1, 1)), 2);
  const axis = (k: number) => Math.sqrt(CHI2 * Math.max(0, values[k]!));
  return { 'major-km': axis(0), 'minor-km': axis(1), angle: (Math.atan2(vectors[1]!, vectors[0]!) * 180) / Math.PI };
}

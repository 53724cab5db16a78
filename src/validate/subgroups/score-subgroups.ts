import type { RandomKey } from '../../base/random.ts';
import type { Metric } from '../../metric/metric.ts';
import { scorer } from '../../metric/scorer.ts';
import { holm } from '../../numeric/holm.ts';
import { normalTail } from '../../numeric/special/normal.ts';
import type { Prediction } from '../../table/prediction.ts';
import type { Target } from '../../table/target.ts';
import { quantityIntervals } from '../decisions/quantity-intervals.ts';
import type { Interval } from '../intervals.ts';
import type { Division } from './divide-column.ts';
import { observedExpected } from './observed-expected.ts';

/** `subgroups` of `run.json`: the chosen learner in parts of the cohort. */
export interface Subgroups {
  readonly learner: string;
  /** The metrics shown; the differences are of the first. */
  readonly metrics: readonly string[];
  /** Whether calibration is observed ÷ expected or mean measured − mean predicted. */
  readonly calibration: 'ratio' | 'difference';
  /** How many differences were tested: the p values are adjusted for so many. */
  readonly tests: number;
  readonly columns: readonly {
    readonly column: string;
    /** Samples of which the column says nothing. */
    readonly unknown: number;
    readonly groups: readonly SubgroupScore[];
  }[];
}

export type SubgroupScore = ShownSubgroup | HiddenSubgroup;

/** Too small to be shown: neither its size nor its scores are written. */
export interface HiddenSubgroup {
  readonly name: string;
  readonly hidden: string;
}

export interface ShownSubgroup {
  readonly name: string;
  readonly samples: number;
  /** Of two classes those of the positive one, of survival the events seen. */
  readonly events?: number;
  readonly metrics: Readonly<Record<string, Interval>>;
  /** Of the first metric to the rest of the column's samples; absent when nothing is left to compare with. */
  readonly difference?: Interval & {
    readonly p: number;
    /** By Holm over all differences of the table. */
    readonly adjusted: number;
  };
  readonly calibration: Interval;
}

export interface SubgroupOptions {
  readonly target: Target;
  readonly prediction: Prediction;
  /** Fold of each row, [n]: risks of survival are compared within a fold. */
  readonly folds: Int32Array;
  readonly positive?: number | undefined;
  /** The first is the one whose differences are tested. */
  readonly metrics: readonly Metric[];
  /** Group of each row, any codes, [n]: what the bootstrap draws. */
  readonly groups: Int32Array;
  readonly random: RandomKey;
  /** Default 500. */
  readonly replicates?: number;
}

/** A cell smaller than this is not shown: its scores would say little, and it could give a person away. */
export const FEWEST_SAMPLES = 10;
/** The same for the rarer outcome of two, or the events of survival. */
const FEWEST_EVENTS = 5;

/**
 * How predictions do in parts of the cohort: each metric and the calibration with 95 % bootstrap intervals over groups, and the difference of the
 * first metric to all other samples that the column knows. Its p value takes the bootstrap difference as normal, with the standard error that
 * its interval stands for; all p values of the table are adjusted by Holm, so that a table of many parts does not find a difference in
 * one of them by chance. A column of two parts asks one question, not two.
 * Cost replicates × parts × 2 metrics. A part is a weight of 0 or 1 for the scorer.
 * Source: Mitchell et al. 2019, FAccT (performance by subgroup with intervals); Holm 1979.
 */
export function scoreSubgroups(divisions: readonly Division[], options: SubgroupOptions): Omit<Subgroups, 'learner'> {
  const { target, prediction, folds, positive, metrics } = options;
  const judge: Judge = {
    ...options,
    scores: scorer(target, prediction, { positive, folds }),
    outcome: observedExpected(target, prediction, positive),
    events: eventsOf(target, positive),
  };
  const columns = divisions.map((division) => ({
    column: division.column,
    unknown: division.codes.filter((code) => code < 0).length,
    groups: scoreDivision(division, judge),
  }));
  const tested = columns.flatMap(({ groups }) => {
    const compared = groups.filter(isCompared);
    return groups.length === 2 ? compared.slice(0, 1) : compared;
  });
  const corrected = holm(tested.map(({ difference }) => difference.p));
  const adjusted = new Map(tested.map((group, at) => [group, corrected[at]!]));
  return {
    metrics: metrics.map(({ name }) => name),
    calibration: judge.outcome.kind,
    tests: tested.length,
    columns: columns.map((column) => ({
      ...column,
      groups: column.groups.map((group) => {
        if (!isCompared(group)) return group;
        // The second of two parts is the first one's question turned round.
        const known = adjusted.get(group) ?? adjusted.get(column.groups.find(isCompared)!)!;
        return { ...group, difference: { ...group.difference, adjusted: known } };
      }),
    })),
  };
}

interface Judge extends SubgroupOptions {
  readonly scores: ReturnType<typeof scorer>;
  readonly outcome: ReturnType<typeof observedExpected>;
  readonly events: Uint8Array | undefined;
}
type Compared = ShownSubgroup & Required<Pick<ShownSubgroup, 'difference'>>;
const isCompared = (group: SubgroupScore): group is Compared => 'difference' in group;

function scoreDivision({ names, codes }: Division, judge: Judge): SubgroupScore[] {
  const { metrics, groups, random, replicates = 500, scores, outcome, events, target } = judge;
  const first = metrics[0]!;
  const known = Float64Array.from(codes, (code) => Number(code >= 0));
  return names.map((name, g): SubgroupScore => {
    const inside = Float64Array.from(codes, (code) => Number(code === g));
    const rest = known.map((one, i) => one - inside[i]!);
    const hidden = hiddenWhy(inside, events, target);
    if (hidden) return { name, hidden };
    const comparable = hiddenWhy(rest, events, target) === undefined;
    const compute = (weights?: Float64Array) => {
      const own = weighted(inside, weights);
      const values = Object.fromEntries(metrics.map((metric) => [metric.name, scores.value(metric, own)]));
      return {
        ...values,
        [DIFFERENCE]: comparable ? values[first.name]! - scores.value(first, weighted(rest, weights)) : Number.NaN,
        [CALIBRATION]: agreement(outcome, own),
      };
    };
    const wanted = [...metrics.map((metric) => metric.name), CALIBRATION, ...(comparable ? [DIFFERENCE] : [])];
    const found = quantityIntervals(wanted, compute, groups, { random, replicates });
    const { [DIFFERENCE]: difference, [CALIBRATION]: calibration, ...values } = found;
    return {
      name,
      samples: sum(inside),
      ...(events ? { events: sum(inside.map((one, i) => one * events[i]!)) } : {}),
      metrics: values,
      ...(difference && Number.isFinite(difference.value)
        ? { difference: { ...difference, p: pOf(difference), adjusted: 1 } }
        : {}),
      calibration: calibration!,
    };
  });
}

// No metric is called so.
const DIFFERENCE = 'difference to the rest';
const CALIBRATION = 'observed and expected';

/** Of two classes 1 for the positive one, of survival 1 for an event; none else. */
function eventsOf(target: Target, positive = 1): Uint8Array | undefined {
  if (target.task === 'survival') return target.events;
  if (target.task !== 'classification' || target.classes.length > 2) return undefined;
  return Uint8Array.from(target.codes, (k) => Number(k === positive));
}

function hiddenWhy(inside: Float64Array, events: Uint8Array | undefined, target: Target): string | undefined {
  const samples = sum(inside);
  if (samples < FEWEST_SAMPLES) return `fewer than ${FEWEST_SAMPLES} samples`;
  if (!events) return undefined;
  const seen = sum(inside.map((one, i) => one * events[i]!));
  const rarer = target.task === 'survival' ? seen : Math.min(seen, samples - seen);
  return rarer < FEWEST_EVENTS
    ? `fewer than ${FEWEST_EVENTS} ${target.task === 'survival' ? 'events' : 'of a class'}`
    : undefined;
}

function agreement({ kind, observed, expected }: ReturnType<typeof observedExpected>, weights: Float64Array): number {
  let seen = 0;
  let said = 0;
  let total = 0;
  for (let i = 0; i < weights.length; i++) {
    const w = weights[i]!;
    if (w === 0) continue;
    seen += w * observed[i]!;
    said += w * expected[i]!;
    total += w;
  }
  return kind === 'ratio' ? seen / said : (seen - said) / total;
}

/** Two-sided, by the normal distribution whose middle 95 % are as wide as the interval. */
function pOf({ value, low, high }: Interval): number {
  const error = (high - low) / (2 * 1.959963984540054);
  return error > 0 ? 2 * normalTail(Math.abs(value) / error) : value === 0 ? 1 : Number.NaN;
}

const weighted = (inside: Float64Array, weights?: Float64Array) =>
  weights ? inside.map((one, i) => one * weights[i]!) : inside;
const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);

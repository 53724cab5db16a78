import { ShapeError } from '../base/errors.ts';
import type { ClassInput } from './classification/class-metric.ts';
import type { Metric } from './metric.ts';
import type { NumberInput } from './regression/number-metric.ts';
import { type StratumPart, strataParts } from './strata-parts.ts';
import { orderSurvival, type SurvivalInput, type SurvivalOrders } from './survival/survival-metric.ts';

/** What a metric's input has in common over the tasks. */
interface Weighted {
  readonly weights?: Float64Array;
  /** The samples scored, as rows of the cohort that the strata are of; absent: all. */
  readonly rows?: Int32Array;
}

const codesOf = (codes: Int32Array, { rows }: Weighted) => (rows ? rows.map((i) => codes[i]!) : codes);

/**
 * A metric within the strata of a confounder: what is left of a score when the confounder can no longer carry it. A pan-cancer C-index is mostly
 * cancer type and a pooled drug-response correlation mostly drug; within type and within drug neither helps.
 *
 * - `c-index`: concordance over the pairs of one stratum (and of one fold, as always), all strata together; so a stratum counts by its
 *   comparable pairs. The stratified C-index of R `survival::concordance`.
 * - any other metric: its mean over the strata, each by the weight of its samples; a stratum on which the metric is undefined (one class, one
 *   sample, a constant) is left out. NaN where it is undefined on all.
 *
 * @param column what the strata are called. @param codes stratum of each sample of the cohort, −1 where it is not known (then it counts in none), [n].
 * `compute` throws a ShapeError on another number of samples. Cost that of the metric once, times the strata for
 * metrics of survival other than `c-index`.
 * Source: stratified concordance, Therneau & Atkinson, R survival vignette “Concordance”, §5. Checked stratum by stratum.
 */
export function withinStrata<M extends Metric>(metric: M, column: string, codes: Int32Array): M;
export function withinStrata(metric: Metric, column: string, codes: Int32Array): Metric<Weighted> {
  return {
    ...metric,
    name: `${metric.name}-within-${column}`,
    doc: `${metric.doc.replace(/\.$/, '')}: within ${column}, so that ${column} itself adds nothing.`,
    compute: metric.name === 'c-index' ? concordanceWithin(metric, codes) : meanWithin(metric, column, codes),
  };
}

function meanWithin({ compute, name, task }: Metric, column: string, all: Int32Array): (input: Weighted) => number {
  const where = `${name}-within-${column}`;
  const cut = task === 'survival' ? maskedStrata : partedStrata();
  return (input) => {
    const codes = codesOf(all, input);
    if (input.weights) requireLength(input.weights.length, codes, where);
    let sum = 0;
    let total = 0;
    for (const { held, part } of cut(input, codes)) {
      const value = held > 0 ? compute(part as never) : Number.NaN;
      if (Number.isNaN(value)) continue;
      sum += held * value;
      total += held;
    }
    return sum / total;
  };
}

/** One stratum: the weight of its samples, and what a metric is to score. */
type Strata = Iterable<{ readonly held: number; readonly part: object }>;

/** Survival keeps all samples, those of other strata with weight 0: the curves of a stratum would have to be copied. */
function* maskedStrata(input: Weighted, codes: Int32Array): Strata {
  for (const code of [...new Set(codes)].filter((one) => one >= 0).sort((a, b) => a - b)) {
    const weights = Float64Array.from(codes, (own, i) => (own === code ? (input.weights?.[i] ?? 1) : 0));
    yield { held: weights.reduce((a, b) => a + b, 0), part: { ...input, weights } };
  }
}

/** Classes and numbers are cut and sorted once for all weights under which the same predictions are scored, as a bootstrap does. */
function partedStrata(): (input: Weighted, codes: Int32Array) => Strata {
  const known = new WeakMap<object, readonly StratumPart[]>();
  return function* (input, codes) {
    const { ranking, orders } = input as { readonly ranking?: object; readonly orders?: object };
    const sorted = ranking ?? orders;
    const parts = (sorted && known.get(sorted)) ?? strataParts(input as ClassInput | NumberInput, codes);
    if (sorted) known.set(sorted, parts);
    for (const { rows, input: own } of parts) {
      const weights = new Float64Array(rows.length).fill(1);
      if (input.weights) for (let at = 0; at < rows.length; at++) weights[at] = input.weights[rows[at]!]!;
      let held = 0;
      for (const weight of weights) held += weight;
      yield { held, part: { ...own, weights } };
    }
  };
}

/** Strata of the confounder and folds crossed; sorted once for all weights under which the same predictions are scored. */
function concordanceWithin({ compute }: Metric, all: Int32Array): (input: Weighted) => number {
  const sorted = new WeakMap<SurvivalOrders, Pick<SurvivalInput, 'strata' | 'orders'>>();
  const crossed = (input: SurvivalInput) => {
    const codes = codesOf(all, input);
    requireLength(input.times.length, codes, 'c-index within strata');
    const pairs = new Map<string, number>();
    const strata = codes.map((code, i) => {
      // Unknown: a stratum of its own, in which it meets nobody.
      const key = code < 0 ? `alone ${i}` : `${code} ${input.strata?.[i] ?? 0}`;
      if (!pairs.has(key)) pairs.set(key, pairs.size);
      return pairs.get(key)!;
    });
    const { times, events, risks } = input;
    return { strata, orders: orderSurvival({ times, events, risks, strata }) };
  };
  return (weighted) => {
    const input = weighted as SurvivalInput;
    const known = input.orders && sorted.get(input.orders);
    const own = known ?? crossed(input);
    if (input.orders && !known) sorted.set(input.orders, own);
    return compute({ ...input, ...own } as never);
  };
}

function requireLength(n: number, codes: Int32Array, where: string): void {
  if (n === codes.length) return;
  throw new ShapeError({ where, problem: `${codes.length} samples have a stratum but ${n} have predictions` });
}

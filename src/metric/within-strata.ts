import { ShapeError } from '../base/errors.ts';
import type { Metric } from './metric.ts';
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
 * `compute` throws a ShapeError on another number of samples. Cost that of the metric times the strata; for `c-index` once.
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

function meanWithin({ compute, name }: Metric, column: string, all: Int32Array): (input: Weighted) => number {
  const present = [...new Set(all)].filter((code) => code >= 0).sort((a, b) => a - b);
  return (input) => {
    const { weights } = input;
    const own = codesOf(all, input);
    if (weights) requireLength(weights.length, own, `${name}-within-${column}`);
    let sum = 0;
    let total = 0;
    for (const code of present) {
      let held = 0;
      const masked = Float64Array.from(own, (stratum, i) => {
        const weight = stratum !== code ? 0 : weights ? weights[i]! : 1;
        held += weight;
        return weight;
      });
      const value = held > 0 ? compute({ ...input, weights: masked } as never) : Number.NaN;
      if (Number.isNaN(value)) continue;
      sum += held * value;
      total += held;
    }
    return sum / total;
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

import { log } from '../../base/elementary.ts';
import { anovaPower, detectableEffect } from '../../numeric/association/anova-power.ts';
import { kruskalWallis } from '../../numeric/association/kruskal-wallis.ts';
import { oneWayAnova } from '../../numeric/association/one-way-anova.ts';
import { welchT } from '../../numeric/association/welch-t.ts';
import { benjaminiHochberg } from '../../numeric/benjamini-hochberg.ts';
import { columnOf, type Matrix } from '../../table/matrix.ts';
import { quantile } from '../../validate/intervals.ts';
import type { FeatureTest, FeatureTests } from './exploration.ts';

const ALPHA = 0.05;
const SHOWN = 12;
const PERCENTILES = [0.05, 0.25, 0.5, 0.75, 0.95];
/** A p value of 0 is one below what a double holds. */
const MOST_EVIDENCE = 300;

interface Tested {
  readonly j: number;
  readonly effect: number;
  readonly p: number;
  readonly rankP: number;
}

/**
 * Every feature against the classes by itself: Welch's t with Hedges' g for two, analysis of variance with η² for more; Kruskal–Wallis beside it, which assumes no
 * shape; false discovery rates of both over all features (Benjamini–Hochberg). Missing values are left out of their feature.
 * @param X [n, p]. @param codes [n] into `classes`; of two classes the first is compared with the second. Not modified.
 * @returns undefined where no feature can be tested. Cost O(p·n log n).
 */
export function featureTests(
  X: Matrix,
  features: readonly string[],
  codes: ArrayLike<number>,
  classes: readonly string[],
): FeatureTests | undefined {
  const two = classes.length === 2;
  const tested: Tested[] = [];
  for (let j = 0; j < X.nCols; j++) {
    const { values, groups } = present(columnOf(X, j), codes);
    const of = (k: number) => values.filter((_, at) => groups[at] === k);
    const { effect, p } = two
      ? named(welchT(of(0), of(1)), 'hedgesG')
      : named(oneWayAnova(values, groups), 'etaSquared');
    if (Number.isFinite(effect) && Number.isFinite(p))
      tested.push({ j, effect, p, rankP: kruskalWallis(values, groups).p });
  }
  if (tested.length === 0) return undefined;
  const q = benjaminiHochberg(tested.map(({ p }) => p));
  const rankQ = benjaminiHochberg(tested.map(({ rankP }) => rankP));
  const sizes = classes.map((_, k) => Array.from(codes).filter((code) => code === k).length);
  const each = ALPHA / tested.length;
  // Cohen's f of an effect, and the effect that has it.
  const [n, product] = [sizes.reduce((a, b) => a + b), sizes.reduce((a, b) => a * b)];
  const toF = (effect: number) =>
    two ? (Math.abs(effect) * Math.sqrt(product)) / n : Math.sqrt(effect / (1 - effect));
  const fromF = (f: number) => (two ? (f * n) / Math.sqrt(product) : (f * f) / (1 + f * f));
  const order = [...tested.keys()].sort(
    (a, b) => tested[a]!.p - tested[b]!.p || Math.abs(tested[b]!.effect) - Math.abs(tested[a]!.effect) || a - b,
  );
  const strongest = order.slice(0, SHOWN).map((at): FeatureTest => {
    const { j, effect, p } = tested[at]!;
    const power = toF(effect) < Number.POSITIVE_INFINITY ? anovaPower(toF(effect), sizes, each) : 1;
    const percentiles = percentilesOf(columnOf(X, j), codes, classes.length);
    return { feature: features[j]!, effect, p, q: q[at]!, rankQ: rankQ[at]!, power, percentiles };
  });
  const found = [...tested.keys()].filter((at) => q[at]! <= ALPHA);
  return {
    ...{ test: two ? 'welch' : 'anova', classes, sizes, tested: tested.length, found: found.length, strongest },
    effects: Float32Array.from(tested, ({ effect }) => Number(effect.toFixed(4))),
    evidence: Float32Array.from(tested, ({ p }) => Number(Math.min(MOST_EVIDENCE, -log(p) / Math.LN10).toFixed(3))),
    threshold: found.reduce((most, at) => Math.max(most, tested[at]!.p), 0),
    foundByRanks: found.filter((at) => rankQ[at]! <= ALPHA).length,
    detectable: { one: fromF(detectableEffect(0.8, sizes, ALPHA)), all: fromF(detectableEffect(0.8, sizes, each)) },
  };
}

function named<K extends string>(test: { readonly p: number } & Readonly<Record<K, number>>, key: K) {
  return { effect: test[key], p: test.p };
}

function present(column: Float32Array, codes: ArrayLike<number>): { values: Float64Array; groups: Int32Array } {
  const rows = Array.from(column.keys()).filter((i) => !Number.isNaN(column[i]!));
  return { values: Float64Array.from(rows, (i) => column[i]!), groups: Int32Array.from(rows, (i) => codes[i]!) };
}

function percentilesOf(column: Float32Array, codes: ArrayLike<number>, nClasses: number): number[][] {
  return Array.from({ length: nClasses }, (_, k) => {
    const own = Float64Array.from(column.filter((x, i) => codes[i] === k && !Number.isNaN(x))).sort();
    return own.length === 0 ? [] : PERCENTILES.map((share) => quantile(own, share));
  });
}

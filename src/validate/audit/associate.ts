import type { RandomKey } from '../../base/random.ts';
import { contingencyTest } from '../../numeric/association/contingency-test.ts';
import { kruskalWallis } from '../../numeric/association/kruskal-wallis.ts';
import { midRanks } from '../../numeric/association/mid-ranks.ts';
import { chiSquareTail } from '../../numeric/special/chi-square.ts';
import { studentTTail } from '../../numeric/special/student-t.ts';
import { logRank } from '../../numeric/survival/log-rank.ts';
import { coxScores } from '../../prepare/cox-score.ts';
import { type ClassTarget, type SurvivalTarget, type Target, takeTargetRows } from '../../table/target.ts';

/** Something known of each sample: a number (NaN is missing) or a category (−1 is missing). */
export type Variable =
  | { readonly type: 'number'; readonly values: ArrayLike<number> }
  | { readonly type: 'category'; readonly codes: ArrayLike<number> };

export interface Association {
  /** That the variable says nothing of the target. 1 where it cannot be tested. */
  readonly p: number;
  /** 0 … 1: how much it says. */
  readonly size: number;
  /** What `size` is. */
  readonly measure: string;
  /** Samples with a value. */
  readonly samples: number;
}

/** Permutations where the χ² approximation does not hold. */
const PERMUTATIONS = 1999;

/**
 * Whether a variable tells of the target, without a model, by what the two are:
 *
 * | | classes | number | survival |
 * |---|---|---|---|
 * | number | Kruskal–Wallis, √share | Spearman, |ρ| | Cox score test of the ranks, √(χ²/events) |
 * | category | χ², Cramér's V; by 1,999 permutations when an expected count is below 5 | Kruskal–Wallis, √share | log-rank, √(χ²/(events·df)) |
 *
 * @param rows samples that are independent of each other; those without a value are left out. @param random for the permutations.
 * Cost O(n log n). p values of the tests other than the permutations are asymptotic: below 20 samples take them as rough.
 */
export function associate(variable: Variable, target: Target, rows: Int32Array, random: RandomKey): Association {
  const known = rows.filter((i) =>
    variable.type === 'number' ? Number.isFinite(variable.values[i]) : variable.codes[i]! >= 0,
  );
  const truth = takeTargetRows(target, known);
  const none = { p: 1, size: 0, measure: 'none', samples: known.length };
  if (known.length < 4) return none;
  if (variable.type === 'number') {
    const x = Float64Array.from(known, (i) => variable.values[i]!);
    switch (truth.task) {
      case 'classification':
        return ofRanks(x, truth.codes);
      case 'regression':
        return spearman(x, truth.values);
      case 'survival':
        return coxScore(x, truth);
      case 'clustering':
        return none;
    }
  }
  const codes = Int32Array.from(known, (i) => variable.codes[i]!);
  switch (truth.task) {
    case 'classification':
      return ofTable(codes, truth, random);
    case 'regression':
      return ofRanks(truth.values, codes);
    case 'survival':
      return ofCurves(codes, truth);
    case 'clustering':
      return none;
  }
}

function ofRanks(values: Float64Array, groups: Int32Array): Association {
  const { p, share } = kruskalWallis(values, groups);
  return { p, size: Math.sqrt(share), measure: 'correlation ratio of the ranks', samples: values.length };
}

function ofTable(codes: Int32Array, { codes: classes }: ClassTarget, random: RandomKey): Association {
  const { p, cramersV, chiSquare, degreesOfFreedom, smallestExpected } = contingencyTest(codes, classes);
  const found = { size: cramersV, measure: "Cramér's V", samples: codes.length };
  // Far from any threshold the approximation is good enough.
  if (degreesOfFreedom === 0 || smallestExpected >= 5 || p > 0.2) return { p, ...found };
  const stream = random.at('table').stream();
  const shuffled = codes.slice();
  let reached = 1;
  for (let draw = 0; draw < PERMUTATIONS; draw++) {
    stream.shuffle(shuffled);
    if (contingencyTest(shuffled, classes).chiSquare >= chiSquare - 1e-9) reached++;
  }
  return { p: reached / (PERMUTATIONS + 1), ...found };
}

/** Spearman's correlation and its p value, by Student's t with n − 2 degrees of freedom. */
export function spearman(x: ArrayLike<number>, y: ArrayLike<number>): Association {
  const a = midRanks(x).ranks;
  const b = midRanks(y).ranks;
  const n = a.length;
  const mean = (n + 1) / 2;
  let xy = 0;
  let xx = 0;
  let yy = 0;
  for (let i = 0; i < n; i++) {
    xy += (a[i]! - mean) * (b[i]! - mean);
    xx += (a[i]! - mean) ** 2;
    yy += (b[i]! - mean) ** 2;
  }
  const r = xx > 0 && yy > 0 ? Math.min(1, Math.abs(xy) / Math.sqrt(xx * yy)) : 0;
  const p = r === 1 ? 0 : Math.min(1, 2 * studentTTail(r * Math.sqrt((n - 2) / (1 - r * r)), n - 2));
  return { p: n > 2 ? p : 1, size: r, measure: '|Spearman ρ|', samples: n };
}

function coxScore(x: Float64Array, target: SurvivalTarget): Association {
  const chiSquare = coxScores(target)(Float32Array.from(midRanks(x).ranks));
  return ofChiSquare(Number.isNaN(chiSquare) ? 0 : chiSquare, 1, target);
}

function ofCurves(codes: Int32Array, target: SurvivalTarget): Association {
  if (new Set(codes).size < 2 || !target.events.includes(1)) return ofChiSquare(0, 0, target);
  const { chiSquare, degreesOfFreedom } = logRank(target.times, target.events, codes);
  return ofChiSquare(chiSquare, degreesOfFreedom, target);
}

function ofChiSquare(chiSquare: number, degreesOfFreedom: number, { events }: SurvivalTarget): Association {
  const seen = events.reduce((sum, event) => sum + event, 0);
  const p = degreesOfFreedom > 0 ? chiSquareTail(chiSquare, degreesOfFreedom) : 1;
  const size = degreesOfFreedom > 0 ? Math.sqrt(Math.min(1, chiSquare / (seen * degreesOfFreedom))) : 0;
  return { p, size, measure: '√(χ²/events)', samples: events.length };
}

import { kaplanMeier, type SurvivalCurve, survivalQuantile } from '../numeric/survival/kaplan-meier.ts';
import { logRank } from '../numeric/survival/log-rank.ts';
import { quantile } from '../validate/intervals.ts';
import type { ReportInput } from './input.ts';
import { outOfFold } from './out-of-fold.ts';

export interface RiskGroup {
  /** `lowest`, `middle` or `highest`: the third of the risks it holds. */
  readonly name: (typeof THIRDS)[number];
  readonly size: number;
  readonly events: number;
  readonly curve: SurvivalCurve;
  /** Median survival; null where the curve stays above one half. */
  readonly median: number | null;
}

export interface RiskGroups {
  /** By rising risk; a third that ties leave empty is not there. At least two. */
  readonly groups: readonly RiskGroup[];
  /**
   * Of the log-rank test that the groups survive alike, compared within folds. Too small somewhat: it takes the risks for given, which were learned from the
   * other folds (Simon et al. 2011, Brief Bioinform 12, 203).
   */
  readonly p: number;
  /** Median of all observed times, to event or censoring: until then at least half of the samples were under observation. */
  readonly medianTime: number;
}

const THIRDS = ['lowest', 'middle', 'highest'] as const;

/**
 * Thirds of the out-of-fold risk of the chosen learner. They are cut within each fold, since the risks of two models have no common zero;
 * equal risks stay together, at their mean rank. Null without predictions of survival, or when fewer than two thirds have members.
 * Cost O(n log n).
 */
export function riskGroups(input: ReportInput): RiskGroups | null {
  const found = outOfFold(input, 'survival');
  if (!found) return null;
  const { times, events } = found.target;
  const codes = thirdsWithin(found.prediction.risks, found.folds);
  const groups = THIRDS.flatMap((name, code): RiskGroup[] => {
    const own = Int32Array.from(codes.keys()).filter((i) => codes[i] === code);
    if (own.length === 0) return [];
    const seen = Uint8Array.from(own, (i) => events[i]!);
    const curve = kaplanMeier(
      Float64Array.from(own, (i) => times[i]!),
      seen,
      { interval: 'log-log' },
    );
    const count = seen.reduce((total, event) => total + event, 0);
    return [{ name, size: own.length, events: count, curve, median: survivalQuantile(curve).value }];
  });
  if (groups.length < 2 || !events.includes(1)) return null;
  const { p } = logRank(times, events, codes, found.folds);
  return { groups, p, medianTime: quantile(times.slice().sort(), 0.5) };
}

/** 0, 1 or 2 for each sample, by the mean rank of its risk among the risks of its fold. */
function thirdsWithin(risks: Float64Array, folds: Int32Array): Int32Array {
  const codes = new Int32Array(risks.length);
  for (const fold of new Set(folds)) {
    const own = Int32Array.from(folds.keys()).filter((i) => folds[i] === fold);
    own.sort((a, b) => risks[a]! - risks[b]! || a - b);
    for (let from = 0, to = 0; from < own.length; from = to) {
      while (to < own.length && risks[own[to]!] === risks[own[from]!]) to++;
      const meanRank = (from + to) / 2; // from 0 to own.length
      for (let at = from; at < to; at++) codes[own[at]!] = Math.floor((3 * meanRank) / own.length);
    }
  }
  return codes;
}

/** The curve read off at a time: a step function, 1 before its first. NaN when the last of the group was censored before. */
export function survivalOf(curve: SurvivalCurve, time: number): { survival: number; lower: number; upper: number } {
  let at = -1;
  while (at + 1 < curve.times.length && curve.times[at + 1]! <= time) at++;
  if (at < 0) return { survival: 1, lower: 1, upper: 1 };
  const survival = curve.survival[at]!;
  const over = at === curve.times.length - 1 && curve.times[at]! < time && survival > 0;
  return over
    ? { survival: Number.NaN, lower: Number.NaN, upper: Number.NaN }
    : { survival, lower: curve.lower[at]!, upper: curve.upper[at]! };
}

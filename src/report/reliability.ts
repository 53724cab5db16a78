import { wilsonInterval } from '../metric/wilson-interval.ts';
import type { ReportInput } from './input.ts';
import { outOfFold } from './out-of-fold.ts';

export interface Reliability {
  /** Of two classes the positive one; of more all, or the most frequent `MOST`. */
  readonly classes: readonly ClassReliability[];
  /** Classes that are not among them. */
  readonly left: number;
}

export interface ClassReliability {
  readonly name: string;
  /** Index into the classes of the study. */
  readonly k: number;
  /** Bins of predicted probability that hold samples, rising. */
  readonly bins: readonly ReliabilityBin[];
}

export interface ReliabilityBin {
  /** The bin holds predictions from `from` to `to`. */
  readonly from: number;
  readonly to: number;
  readonly size: number;
  /** Mean predicted probability. */
  readonly predicted: number;
  /** Share of the samples that are of the class, with 95 % limits (Wilson). */
  readonly observed: number;
  readonly low: number;
  readonly high: number;
}

const BINS = 10;
/** More panels than this are too small to read. */
const MOST = 9;

/**
 * Predicted probability against observed frequency of the chosen learner, out of fold, in ten bins of equal width, each class against the rest.
 * Null without classes. The limits take samples as independent. Cost O(n·K). Source: DeGroot & Fienberg 1983, The Statistician 32, 12.
 */
export function reliability(input: ReportInput): Reliability | null {
  const found = outOfFold(input, 'classification');
  if (!found) return null;
  const { study } = input.record;
  const { codes } = found.target;
  const { classes, probabilities } = found.prediction;
  const counts = classes.map((_, k) => codes.reduce((count, code) => count + Number(code === k), 0));
  const positive = study.positive === undefined ? 1 : classes.indexOf(study.positive);
  const all = classes.length === 2 ? [positive] : [...classes.keys()];
  const shown = all
    .toSorted((a, b) => counts[b]! - counts[a]! || a - b)
    .slice(0, MOST)
    .sort((a, b) => a - b);
  return {
    classes: shown.map((k) => ({ name: classes[k]!, k, bins: binsOf(codes, probabilities, classes.length, k) })),
    left: all.length - shown.length,
  };
}

function binsOf(codes: Int32Array, probabilities: Float64Array, nClasses: number, k: number): ReliabilityBin[] {
  const sizes = new Float64Array(BINS);
  const sums = new Float64Array(BINS);
  const seen = new Float64Array(BINS);
  codes.forEach((code, i) => {
    const p = probabilities[i * nClasses + k]!;
    const bin = Math.min(BINS - 1, Math.floor(p * BINS));
    sizes[bin]!++;
    sums[bin]! += p;
    if (code === k) seen[bin]!++;
  });
  return Array.from({ length: BINS }, (_, b) => b)
    .filter((b) => sizes[b]! > 0)
    .map((b) => ({
      from: b / BINS,
      to: (b + 1) / BINS,
      size: sizes[b]!,
      predicted: sums[b]! / sizes[b]!,
      observed: seen[b]! / sizes[b]!,
      ...wilsonInterval(seen[b]!, sizes[b]!),
    }));
}

/** The prediction lies outside the limits of what was observed. */
export function isOff({ predicted, low, high }: ReliabilityBin): boolean {
  return predicted < low || predicted > high;
}

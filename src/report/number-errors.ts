import { quantile } from '../validate/intervals.ts';
import { amountsLike, type NumberFormat } from './format.ts';
import type { ReportInput } from './input.ts';
import { outOfFold } from './out-of-fold.ts';

/** How far the chosen learner's numbers are from the measured ones, in the unit of the target. */
export interface NumberErrors {
  readonly measured: Float64Array;
  readonly predicted: Float64Array;
  /** How values of this target, and their errors, are written. */
  readonly amount: NumberFormat;
  /** Half of the absolute errors are at most this; and nine in ten. */
  readonly half: number;
  readonly most: number;
  /** Equal parts of the samples by rising prediction. */
  readonly parts: readonly ErrorPart[];
}

export interface ErrorPart {
  readonly size: number;
  /** Smallest and largest prediction of the part. */
  readonly from: number;
  readonly to: number;
  readonly meanPredicted: number;
  readonly meanMeasured: number;
  /** Quartiles of measured − predicted. */
  readonly quartiles: readonly [number, number, number];
}

/** Fewer than this in a part say nothing of its quartiles. */
const LEAST = 4;

/** Standard deviation. */
export function spreadOf(values: Float64Array): number {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  return Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length);
}

/** Null without predictions of numbers. Cost O(n log n). */
export function numberErrors(input: ReportInput): NumberErrors | null {
  const found = outOfFold(input, 'regression');
  if (!found || found.target.values.length === 0) return null;
  const measured = found.target.values;
  const predicted = found.prediction.values;
  const sizes = measured.map((value, i) => Math.abs(value - predicted[i]!)).sort();
  const order = Int32Array.from(predicted.keys()).sort((a, b) => predicted[a]! - predicted[b]! || a - b);
  const nParts = Math.max(1, Math.min(5, Math.floor(order.length / LEAST)));
  const bound = (part: number) => Math.floor((part * order.length) / nParts);
  const parts = Array.from({ length: nParts }, (_, part): ErrorPart => {
    const own = order.subarray(bound(part), bound(part + 1));
    const errors = Float64Array.from(own, (i) => measured[i]! - predicted[i]!).sort();
    const mean = (values: Float64Array) => own.reduce((sum, i) => sum + values[i]!, 0) / own.length;
    return {
      size: own.length,
      from: predicted[own[0]!]!,
      to: predicted[own.at(-1)!]!,
      meanPredicted: mean(predicted),
      meanMeasured: mean(measured),
      quartiles: [quantile(errors, 0.25), quantile(errors, 0.5), quantile(errors, 0.75)],
    };
  });
  return {
    measured,
    predicted,
    amount: amountsLike(spreadOf(measured)),
    half: quantile(sizes, 0.5),
    most: quantile(sizes, 0.9),
    parts,
  };
}

import type { ReportInput } from './input.ts';
import type { ExplanationRecord } from './record.ts';

/** Attributions of single held-out samples, of all folds side by side. */
export interface Attributed {
  readonly explanation: ExplanationRecord;
  /** The strongest features of the explanation of which some fold keeps single values, strongest first. */
  readonly features: readonly string[];
  /** Samples, as places in the target of the report, [n]. */
  readonly rows: Int32Array;
  /** `values[k][f]`: of output k and feature f, [n]; NaN in a fold that keeps none, since the feature was not among its first. */
  readonly values: readonly (readonly Float64Array[])[];
  /** The prepared values of feature f, [n]; NaN in the same places. */
  readonly x: readonly Float64Array[];
  /** Of output k: the output of a sample of which nothing is known, [n]. */
  readonly base: readonly Float64Array[];
  /** Of output k: what base and the features named here do not say, [n]. */
  readonly rest: readonly Float64Array[];
}

/** Null where the run has no explanation, or keeps no single samples. */
export function attributed({ record, attributions }: ReportInput): Attributed | null {
  const { explanation } = record;
  if (!explanation || !attributions?.some(({ rows }) => rows.length > 0)) return null;
  const kept = new Set(attributions.flatMap(({ features }) => features));
  const features = explanation.features.map(({ feature }) => feature).filter((name) => kept.has(name));
  const n = attributions.reduce((sum, { rows }) => sum + rows.length, 0);
  const column = () => new Float64Array(n).fill(Number.NaN);
  const { outputs } = explanation;
  const values = outputs.map(() => features.map(column));
  const x = features.map(column);
  const [base, rest] = [outputs.map(column), outputs.map(column)];
  const rows = new Int32Array(n);
  const placeOf = new Map(features.map((name, f) => [name, f]));
  let start = 0;
  for (const fold of attributions) {
    const { length } = fold.rows;
    rows.set(fold.rows, start);
    fold.features.forEach((name, own) => {
      const f = placeOf.get(name);
      if (f !== undefined) x[f]!.set(fold.x.subarray(own * length, (own + 1) * length), start);
    });
    outputs.forEach((output, k) => {
      const ownOutput = fold.outputs.indexOf(output);
      // A fold whose model lacks a class says nothing of it.
      if (ownOutput < 0) return;
      base[k]!.fill(fold.base[ownOutput]!, start, start + length);
      const remains = fold.rest.slice(ownOutput * length, (ownOutput + 1) * length);
      fold.features.forEach((name, own) => {
        const from = (ownOutput * fold.features.length + own) * length;
        const run = fold.values.subarray(from, from + length);
        const f = placeOf.get(name);
        if (f !== undefined) values[k]![f]!.set(run, start);
        else for (let i = 0; i < length; i++) remains[i]! += run[i]!;
      });
      rest[k]!.set(remains, start);
    });
    start += length;
  }
  return { explanation, features, rows, values, x, base, rest };
}

/** Features that move output k most, by the mean over the folds: places in `features`. */
export function strongestOf({ explanation, features }: Attributed, k: number, most: number): number[] {
  const strength = new Map(explanation.features.map((one) => [one.feature, one['by-output'][k]!]));
  return Array.from(features.keys())
    .filter((f) => strength.get(features[f]!)! > 0)
    .sort((a, b) => strength.get(features[b]!)! - strength.get(features[a]!)! || a - b)
    .slice(0, most);
}

import { linearRankStatistic } from '../numeric/association/linear-rank-statistic.ts';
import type { NamedSet } from '../read/reader.ts';
import type { Target } from '../table/target.ts';
import type { Attribution } from './attribution.ts';
import { truthScores } from './truth-scores.ts';

/**
 * What the features of a set do together, over the rows that were explained: where attributions add up to the answer, the sum over a set is the set's part of it, whatever its
 * features share among themselves. Sets in the order of the file.
 */
export interface SetEffects {
  /** Whose features the sets are looked for in. */
  readonly block: string;
  /** Mean |Σ of its members' values|, in the unit of the scale, [nOutputs, sets]. */
  readonly moved: Float64Array;
  /** `linearRankStatistic` of that sum and the truth of the rows: of held-out rows its expectation is 0 when the model has learned nothing, [nOutputs, sets]. */
  readonly excess: Float64Array;
  readonly variance: Float64Array;
}

/** @param nameOf the name that a feature has in the sets; undefined: it is not of the block. @param target of the rows. Cost O(nOutputs · rows · (members + sets · log rows)). */
export function setEffects(
  { outputs, names, values, nRows }: Attribution,
  target: Target,
  block: string,
  sets: readonly NamedSet[],
  nameOf: (feature: string) => string | undefined,
): SetEffects {
  const placeOf = new Map(names.flatMap((name, at) => [[nameOf(name), at] as const]));
  placeOf.delete(undefined);
  const members = sets.map((set) => set.members.flatMap((member) => placeOf.get(member) ?? []));
  const table = () => new Float64Array(outputs.length * sets.length);
  const [moved, excess, variance] = [table(), table(), table()];
  const sum = new Float64Array(nRows);
  outputs.forEach((output, k) => {
    const truth = truthScores(target, output);
    members.forEach((own, s) => {
      if (own.length === 0) return;
      sum.fill(0);
      for (const at of own) {
        const from = (k * names.length + at) * nRows;
        for (let i = 0; i < nRows; i++) sum[i]! += values[from + i]!;
      }
      const place = k * sets.length + s;
      moved[place] = sum.reduce((all, v) => all + Math.abs(v), 0) / nRows;
      const found = linearRankStatistic(sum, truth);
      excess[place] = found.excess;
      variance[place] = found.variance;
    });
  });
  return { block, moved, excess, variance };
}

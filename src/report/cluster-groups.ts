import type { KnownGroups, ReportInput } from './input.ts';
import { outOfFold } from './out-of-fold.ts';
import type { Interval } from './record.ts';
import { verdict } from './verdict.ts';
import { clusterName } from './words.ts';

/** One group that the chosen learner found; `noise` stands last, if there is any. */
export interface ClusterGroup {
  readonly label: number;
  readonly name: string;
  readonly rows: readonly number[];
  /** NaN of noise. */
  readonly silhouette: number;
}

/** A column of the sheet and how well the groups agree with it. */
export interface Agreement extends KnownGroups {
  /** Adjusted Rand index; absent where it is not defined. */
  readonly ari: Interval | undefined;
}

export interface FoundGroups {
  readonly groups: readonly ClusterGroup[];
  readonly silhouettes: Float64Array;
  /** Closest agreement first. */
  readonly known: readonly Agreement[];
}

/** What the chosen learner found. Null when the run is of another task, or its groups are not at hand. */
export function foundGroups(input: ReportInput): FoundGroups | null {
  const found = outOfFold(input, 'clustering');
  if (!found || !input.clusters) return null;
  const { labels } = found.prediction;
  const { silhouettes, known } = input.clusters;
  const present = [...new Set(labels)].sort((a, b) => Number(a < 0) - Number(b < 0) || a - b);
  const { metrics } = verdict(input.record).chosen;
  return {
    groups: present.map((label) => {
      const rows = Array.from(labels.keys()).filter((i) => labels[i] === label);
      const silhouette = rows.reduce((sum, i) => sum + silhouettes[i]!, 0) / rows.length;
      return { label, name: clusterName(label), rows, silhouette };
    }),
    silhouettes,
    known: known
      .map((one) => ({ ...one, ari: metrics[`ari-${one.column}`] }))
      .sort((a, b) => (b.ari?.value ?? -2) - (a.ari?.value ?? -2)),
  };
}

/** How many of these rows bear each name of the column, [names]. */
export function countNames({ names, codes }: KnownGroups, rows: readonly number[]): number[] {
  const counts = new Array<number>(names.length).fill(0);
  for (const i of rows) if (codes[i]! >= 0) counts[codes[i]!]!++;
  return counts;
}

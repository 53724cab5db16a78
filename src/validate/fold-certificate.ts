import { type Split, sharedGroups } from '../sample/split.ts';
import type { Target } from '../table/target.ts';

/** Who is where in one split, counted from the split itself. */
export interface SideCounts {
  readonly train: number;
  readonly test: number;
  readonly groups: {
    readonly train: number;
    readonly test: number;
    /** On both sides: 0 unless the user made the split. */
    readonly shared: number;
    /** Codes of the tested groups, in order of first appearance in the cohort; left out where splits are many. */
    readonly tested?: readonly number[];
  };
  /** Of a classification: class → samples on each side. */
  readonly classes?: Counts;
  /** Of survival: events on each side. */
  readonly events?: readonly [train: number, test: number];
  /** Column → value → samples on each side. */
  readonly sites?: Readonly<Record<string, Counts>>;
}

type Counts = Readonly<Record<string, readonly [train: number, test: number]>>;

export interface FoldCertificate extends SideCounts {
  readonly repeat: number;
  readonly outer: number;
  readonly name?: string;
  readonly inner: readonly SideCounts[];
}

export interface CertifiedSamples {
  readonly target: Target;
  /** Dense codes, [n]. */
  readonly groups: Int32Array;
  /** Columns whose values name a site, batch or other confounder. */
  readonly sites: readonly { readonly column: string; readonly values: readonly (string | null)[] }[];
}

/** Above this many outer splits the lists of tested groups would outgrow the rest of the record. */
const LISTED = 50;
/** A column of more values than this is not a handful of sites. */
const MOST_SITES = 40;

/**
 * For every outer and inner split, what stands on which side: samples, groups, classes, sites. Counted from the rows that were used, so that it
 * proves what was asserted. @param inner of an outer split. Cost O(splits · n · columns).
 */
export function foldCertificates(
  repeats: readonly (readonly Split[])[],
  inner: (repeat: number, outer: number, split: Split) => readonly Split[],
  samples: CertifiedSamples,
): FoldCertificate[] {
  const listed = repeats.flat().length <= LISTED;
  return repeats.flatMap((splits, repeat) =>
    splits.map((split, outer) => ({
      ...{ repeat, outer },
      ...(split.name === undefined ? {} : { name: split.name }),
      ...countSides(split, samples, listed),
      inner: inner(repeat, outer, split).map((own) => countSides(own, samples, listed)),
    })),
  );
}

export function countSides(split: Split, { target, groups, sites }: CertifiedSamples, listed = true): SideCounts {
  const { train, test } = split;
  const groupsOf = (rows: Int32Array) => [...new Set(Array.from(rows, (i) => groups[i]!))];
  const tested = groupsOf(test);
  const few = sites.filter(({ values }) => new Set(values).size <= MOST_SITES);
  return {
    train: train.length,
    test: test.length,
    groups: {
      train: groupsOf(train).length,
      test: tested.length,
      shared: sharedGroups(split, groups).length,
      ...(listed ? { tested } : {}),
    },
    ...(target.task === 'classification'
      ? { classes: tally(split, (i) => target.classes[target.codes[i]!]!, target.classes) }
      : {}),
    ...(target.task === 'survival' ? { events: [events(train, target.events), events(test, target.events)] } : {}),
    ...(few.length > 0
      ? { sites: Object.fromEntries(few.map(({ column, values }) => [column, tally(split, (i) => values[i] ?? '')])) }
      : {}),
  };
}

/** The empty name stands for a missing value. */
function tally({ train, test }: Split, nameOf: (i: number) => string, names: readonly string[] = []): Counts {
  const counts = new Map<string, [number, number]>(names.map((name) => [name, [0, 0]]));
  for (const [side, rows] of [train, test].entries()) {
    for (const i of rows) {
      const name = nameOf(i);
      const pair = counts.get(name) ?? [0, 0];
      pair[side]!++;
      counts.set(name, pair);
    }
  }
  return Object.fromEntries(counts);
}

function events(rows: Int32Array, seen: Uint8Array): number {
  return rows.reduce((sum, i) => sum + seen[i]!, 0);
}

import type { Context } from '../../base/context.ts';
import { gramMatrix } from '../../kernels/gram.ts';
import { countGroups, denseCodes } from '../../sample/groups.ts';
import type { Split } from '../../sample/split.ts';
import type { Cohort } from '../../table/cohort.ts';
import { type DuplicatePair, findDuplicates } from './duplicates.ts';

/** The Gram matrix of the samples over the scaled features of a block, [n·n], and how many features those are. */
export interface BlockGram {
  readonly gram: Float64Array;
  readonly nFeatures: number;
}

/** What the audit is told: the cohort as read, and what the study declares of it. Only the cohort must be given. */
export interface AuditFacts extends Cohort {
  /** The column that the ids stood in. */
  readonly idColumn?: string;
  /** Columns of what is predicted. */
  readonly targetColumns?: readonly string[];
  /** Columns declared as groups: the folds already keep them whole. */
  readonly groupColumns?: readonly string[];
  /** Columns declared as confounders. */
  readonly confounders?: readonly string[];
  /** Where the groups come from, in words. */
  readonly groupSources?: readonly string[];
  /** repeat → outer splits. */
  readonly splits?: readonly (readonly Split[])[];
  /** Whether the splits were drawn at random; false: by time, by a column, another cohort. Default true. */
  readonly drawn?: boolean;
  /** Of each block, when they are at hand (of prepared features, say); else made of the values as read. */
  readonly grams?: readonly BlockGram[];
  /** Pairs of samples that are, or nearly are, one measurement, when they are known; else found in the Gram matrices. */
  readonly pairs?: readonly DuplicatePair[];
  /** Of a run that is done: the out-of-fold scores of the chosen learner. */
  readonly scores?: { readonly learner: string; readonly values: Readonly<Record<string, number>> };
  /** Of a hold-out: the locks of the studies that were judged by the same test part before. */
  readonly earlierLocks?: readonly string[];
}

/** `AuditFacts` with the work that several rules share, done once, when the first asks. */
export interface AuditInput extends AuditFacts {
  /**
   * One sample of each group, rising: tests treat these as independent. With fewer than 20 groups, or fewer than a quarter as many as
   * samples (groups are then sites, not patients), every sample.
   */
  readonly units: Int32Array;
  readonly work: {
    /** Pairs of samples that are, or nearly are, one measurement. */
    pairs(): Promise<readonly DuplicatePair[]>;
    /** Mean over the blocks of their Gram matrices, each by its number of features, [n·n]. */
    kernel(): Promise<Float64Array>;
  };
}

const FEWEST_GROUPS = 20;

/** Cost of what is made on demand: n²p/2 for the Gram matrices. Nothing is modified. */
export function auditInput(facts: AuditFacts, ctx: Context): AuditInput {
  const grams = once(async () => facts.grams ?? (await gramsOf(facts, ctx)));
  return {
    ...facts,
    units: unitsOf(facts.groups),
    work: {
      pairs: once(
        async () =>
          facts.pairs ??
          (await grams()).flatMap(({ gram, nFeatures }, b) => findDuplicates(facts.blocks[b]!, gram, nFeatures)),
      ),
      kernel: once(async () => meanOf(await grams(), facts.ids.length)),
    },
  };
}

async function gramsOf({ blocks }: AuditFacts, ctx: Context): Promise<BlockGram[]> {
  const grams: BlockGram[] = [];
  for (const { matrix } of blocks)
    grams.push({ gram: await gramMatrix(ctx, matrix, { centre: true, scale: true }), nFeatures: matrix.nCols });
  return grams;
}

function meanOf(grams: readonly BlockGram[], n: number): Float64Array {
  const kernel = new Float64Array(n * n);
  for (const { gram, nFeatures } of grams)
    for (let at = 0; at < kernel.length; at++) kernel[at]! += gram[at]! / (nFeatures * grams.length);
  return kernel;
}

function unitsOf(groups: Int32Array): Int32Array {
  const dense = denseCodes(groups);
  const n = dense.length;
  const all = Int32Array.from(dense.keys());
  const nGroups = countGroups(dense);
  if (nGroups < FEWEST_GROUPS || nGroups < n / 4) return all;
  const seen = new Set<number>();
  return all.filter((i) => !seen.has(dense[i]!) && seen.add(dense[i]!));
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

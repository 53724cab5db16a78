import type { Context } from '../../base/context.ts';
import { gramMatrix } from '../../kernels/gram.ts';
import { countGroups, denseCodes } from '../../sample/groups.ts';
import type { Split } from '../../sample/split.ts';
import type { Cohort } from '../../table/cohort.ts';
import { type DuplicatePair, findDuplicates } from './duplicates.ts';

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
  /** Sum over the blocks of their Gram matrices over scaled features, [n·n], each by its number of features; else made of the values as read. */
  readonly kernel?: Float64Array;
  /** Pairs of samples that are, or nearly are, one measurement, when they are known; else found in the values as read. */
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
    /** Sum over the blocks of their Gram matrices over scaled features, each by its number of features, [n·n]. */
    kernel(): Promise<Float64Array>;
  };
}

const FEWEST_GROUPS = 20;

/** Cost of what is made on demand: n²p/2 for the Gram matrices, 16·n² bytes. Nothing is modified. */
export function auditInput(facts: AuditFacts, ctx: Context): AuditInput {
  const compared = once(() => compareAsRead(facts, ctx));
  return {
    ...facts,
    units: unitsOf(facts.groups),
    work: {
      pairs: async () => facts.pairs ?? (await compared()).pairs,
      kernel: async () => facts.kernel ?? (await compared()).kernel,
    },
  };
}

async function compareAsRead({ blocks, ids }: AuditFacts, ctx: Context) {
  const pairs: DuplicatePair[] = [];
  const kernel = new Float64Array(ids.length * ids.length);
  for (const block of blocks) {
    const gram = await gramMatrix(ctx, block.matrix, { centre: true, scale: true });
    pairs.push(...findDuplicates(block, gram, block.matrix.nCols));
    addGram(kernel, gram, block.matrix.nCols);
  }
  return { pairs, kernel };
}

/** Adds a Gram matrix to a kernel, in place, so that blocks count alike however many features they have. */
export function addGram(kernel: Float64Array, gram: Float64Array, nFeatures: number): void {
  if (nFeatures === 0) return;
  for (let at = 0; at < kernel.length; at++) kernel[at]! += gram[at]! / nFeatures;
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

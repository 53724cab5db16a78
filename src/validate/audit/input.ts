import type { Context } from '../../base/context.ts';
import { genotypeGram } from '../../kernels/genotype-gram.ts';
import { gramMatrix } from '../../kernels/gram.ts';
import { countGroups, denseCodes } from '../../sample/groups.ts';
import type { Split } from '../../sample/split.ts';
import type { Cohort } from '../../table/cohort.ts';
import { isPacked, type Matrix } from '../../table/matrix.ts';
import { type ComparedRows, nearDuplicatesOver } from '../groups/near-duplicates.ts';
import type { DuplicatePair } from './duplicates.ts';
import type { AuditFinding } from './finding.ts';

/** What the audit is told: the cohort as read, and what the study declares of it. Only the cohort must be given. */
export interface AuditFacts extends Cohort {
  /** The column that the ids stood in. */
  readonly idColumn?: string;
  /** Columns of what is predicted. */
  readonly targetColumns?: readonly string[];
  /** Columns declared as groups: the folds already keep them whole. */
  readonly groupColumns?: readonly string[];
  /** Blocks whose words are read by what they spell (a SMILES, a list of mutations), by name. */
  readonly spelledBlocks?: readonly string[];
  /** Columns declared as confounders. */
  readonly confounders?: readonly string[];
  /** What was said when the groups were settled (`settleGroups`): `groups`, and `inferred-groups`. */
  readonly groupFindings?: readonly AuditFinding[];
  /** repeat → outer splits. */
  readonly splits?: readonly (readonly Split[])[];
  /** Of another cohort that stands below the study's own samples: how many of the first are the study's. */
  readonly ownSamples?: number;
  /** Whether the splits were drawn at random; false: by time, by a column, another cohort. Default true. */
  readonly drawn?: boolean;
  /** Pairs of samples that are, or nearly are, one measurement, when they are known; else found in the values as read. */
  readonly pairs?: readonly DuplicatePair[];
  /** The order of the rows is no fact of the data: one file a class was read after another. */
  readonly orderIsOurs?: boolean;
  /** Samples are pairs of two kinds of things, each of which comes back: equal rows are then no duplicates. */
  readonly repeatsByDesign?: boolean;
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
  };
}

const FEWEST_GROUPS = 20;
/** Above this many samples their Gram matrix is not made: rows are sketched. */
const MOST_FOR_GRAM = 5000;

/** Cost of what is made on demand: that of `nearDuplicates`. Nothing is modified. */
export function auditInput(facts: AuditFacts, ctx: Context): AuditInput {
  return {
    ...facts,
    units: unitsOf(facts.groups),
    work: { pairs: once(async () => facts.pairs ?? (await duplicatesAsRead(facts, ctx))) },
  };
}

async function duplicatesAsRead({ blocks, repeatsByDesign }: AuditFacts, ctx: Context): Promise<DuplicatePair[]> {
  if (repeatsByDesign) return [];
  const all: ComparedRows[] = [];
  for (const block of blocks) {
    const few = block.ids.length <= MOST_FOR_GRAM;
    const gram = few ? await scaledGram(ctx, block.matrix) : undefined;
    const compared = gram ? { block, gram, nFeatures: block.matrix.nCols } : { block, prepared: block.matrix };
    all.push({ compared, rows: Int32Array.from(block.ids.keys()) });
  }
  return nearDuplicatesOver(ctx, all);
}

async function scaledGram(ctx: Context, X: Matrix): Promise<Float64Array> {
  if (isPacked(X)) return (await genotypeGram(ctx, X, { scale: 'deviation' })).gram;
  return gramMatrix(ctx, X, { centre: true, scale: true });
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

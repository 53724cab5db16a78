import type { Context } from '../../base/context.ts';
import type { Annotations } from '../../table/annotations.ts';
import type { Block } from '../../table/block.ts';
import type { Matrix } from '../../table/matrix.ts';
import type { Target } from '../../table/target.ts';
import type { DuplicatePair } from '../audit/duplicates.ts';

/** What a group finder may look at. All parts list the same samples in the same order. */
export interface GroupCohort {
  /** Sample ids, [n]. */
  readonly ids: readonly string[];
  /** The column that the ids stood in. */
  readonly idColumn?: string;
  readonly annotations: Annotations;
  /** As read. */
  readonly blocks: readonly Block[];
  readonly target: Target;
  /** Columns that the study names as groups. */
  readonly declared: readonly string[];
  /** Of pairs, the column whose values are held out. */
  readonly heldOut?: string;
  /** Columns that cannot be groups: the target's own, and the other axis of a pair problem. */
  readonly notGroups: readonly string[];
  /** Pairs of samples that correlate as repeats do (`nearDuplicates`): settled beforehand, since the audit judges them too. */
  readonly duplicates: readonly DuplicatePair[];
  /** Identity from which two sequences are kept together, in (0, 1]; `off`: sequences are not compared. */
  readonly homology: number | 'off';
}

/** A block after preparation without labels: as the Gram matrix of its samples, or, where n is too large for it, as it is. */
export type ComparedBlock =
  | {
      readonly block: Block;
      /** [n·n], features centred and scaled. */
      readonly gram: Float64Array;
      /** Behind the Gram matrix. */
      readonly nFeatures: number;
    }
  | { readonly block: Block; readonly prepared: Matrix; readonly gram?: undefined };

/** Which samples one source says belong together. With neither labels nor pairs it looked, and its sentence says what it could not decide. */
export interface GroupProposal {
  /** Kebab-case name, with the column after a colon: `tcga-barcode`, `column:lesion_id`. A study overrules a source by this name. */
  readonly source: string;
  /** One sentence with the numbers in it: what was looked at and what it rests on. */
  readonly evidence: string;
  /** Label of each sample, [n]; null is unknown and links to nobody. */
  readonly labels?: readonly (string | null)[];
  /** Samples that belong together two by two; chains of pairs join. */
  readonly pairs?: readonly { readonly i: number; readonly l: number }[];
}

/** One way to find out which samples depend on each other. It never looks at how the target is distributed over the groups it makes. */
export interface GroupFinder {
  /** The source, or what stands before its colon. */
  readonly word: string;
  readonly doc: string;
  find(cohort: GroupCohort, ctx: Context): Promise<readonly GroupProposal[]>;
}

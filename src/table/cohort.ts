import type { Annotations } from './annotations.ts';
import type { Block } from './block.ts';
import type { Target } from './target.ts';

/** Samples with everything known of them. All parts list the same samples in the same order. */
export interface Cohort {
  /** Sample ids, [n], unique. */
  readonly ids: readonly string[];
  readonly annotations: Annotations;
  /** At least one. */
  readonly blocks: readonly Block[];
  readonly target: Target;
  /** Which samples must never be parted by a fold: dense codes, [n]. */
  readonly groups: Int32Array;
  /** What each sample counts for where learners are fitted, > 0, [n]; absent: all the same. Scores do not look at it. */
  readonly weights?: Float64Array;
}

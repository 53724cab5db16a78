import type { Reproduction } from './input.ts';
import type { RunRecord } from './record.ts';

/** All that the report of several targets is drawn from. */
export interface TargetsInput {
  /** With `targets`. */
  readonly record: RunRecord;
  /** Of all samples of the cohort: what the report must not show. */
  readonly ids: readonly string[];
  /** As in `ReportInput`. */
  readonly ambiguous?: readonly string[];
  readonly reproduce?: Reproduction;
}

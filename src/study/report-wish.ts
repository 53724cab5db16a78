import type { DecisionSpec } from '../validate/decisions/decisions.ts';
import type { ExplainSpec } from './explain-spec.ts';

/** What a study asks to be said of its answers, defaults filled in. */
export interface ReportSpec extends DecisionSpec {
  /** Columns whose parts are judged by themselves; absent: the confounders, and columns that speak of sex or origin. */
  readonly subgroups?: readonly SubgroupSpec[];
  /** Absent: of learners that are explained quickly; false: not at all. */
  readonly explain?: ExplainSpec | false;
}

export interface SubgroupSpec {
  readonly column: string;
  /** Where a column of numbers is cut; absent: at its quartiles. */
  readonly breaks?: readonly number[];
}

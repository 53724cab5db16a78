import type { DecisionSpec } from '../../validate/decisions/decisions.ts';
import type { NetworkSpec } from '../record/network.ts';
import type { ExplainSpec } from './explain-spec.ts';

/** What a study asks to be said of its answers, defaults filled in. */
export interface ReportSpec extends DecisionSpec {
  /** Columns whose parts are judged by themselves; absent: the confounders, and columns that speak of sex or origin. */
  readonly subgroups?: readonly SubgroupSpec[];
  /** Column of whose parts the mean class probabilities are shown; absent: of none. */
  readonly composition?: string;
  /** Path of a file of gene sets, in which drivers and differential expression are looked for. */
  readonly geneSets?: string;
  /** A network of genes, in which the drivers are looked for. */
  readonly network?: NetworkSpec;
  /** Of survival, rising: when it is judged, in the unit of the time column; absent: the quartiles of the event times. */
  readonly times?: readonly number[];
  /** Look at the data before anything is learned, on all samples; default no. */
  readonly explore?: boolean;
  /** Absent: of learners that are explained quickly; false: not at all. */
  readonly explain?: ExplainSpec | false;
  /** Numbers of features, rising, that signatures are scored at. */
  readonly signature?: readonly number[];
  /** Look for the words of DNA that speak for the answer, and for their like among the motifs of a file; absent: no. */
  readonly motifs?: { readonly file?: string };
}

export interface SubgroupSpec {
  readonly column: string;
  /** Where a column of numbers is cut; absent: at its quartiles. */
  readonly breaks?: readonly number[];
}

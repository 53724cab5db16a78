import type { Warning } from '../base/warning.ts';
import type { Task } from '../table/target.ts';
import type { AuditFinding } from '../validate/audit/finding.ts';
import type { FoldCertificate } from '../validate/fold-certificate.ts';
import type { Interval } from '../validate/intervals.ts';

/** `run.json`: the names that scripts may rely on. */
export interface RunRecord {
  readonly cistron: string;
  readonly study: StudySummary;
  readonly data: { readonly samples: number; readonly blocks: Readonly<Record<string, BlockSummary>> };
  /** For every outer and inner split, who was where. */
  readonly folds: readonly FoldCertificate[];
  readonly audit: readonly AuditFinding[];
  readonly baselines: readonly { readonly name: string; readonly metrics: Metrics }[];
  readonly results: readonly LearnerResult[];
  readonly chosen: string;
  readonly warnings: readonly Warning[];
  readonly seconds: { readonly total: number; readonly [part: string]: number };
}

export interface StudySummary {
  readonly title: string;
  readonly task: Task;
  readonly target: string;
  /** Of a classification; else empty. */
  readonly classes: readonly string[];
  /** The metric by which settings and the learner were chosen. */
  readonly metric: string;
  readonly seed: number;
  readonly outer: number;
  readonly inner: number;
  readonly repeats: number;
  /** Class that the two-class metrics call positive; absent with three or more. */
  readonly positive?: string;
  /** Of a clustering: the columns of the sheet that clusters are compared with. */
  readonly compared?: readonly string[];
  readonly [key: string]: unknown;
}

export interface BlockSummary {
  readonly features: number;
  /** SHA-256 of the file as read. */
  readonly hash: string;
  readonly kind: string;
  readonly file: string;
  /** The preparation steps in words, in order. */
  readonly prepare: readonly string[];
}

export type { AuditFinding, Interval };

export type Metrics = Readonly<Record<string, Interval>>;

export interface LearnerResult {
  readonly learner: string;
  readonly metrics: Metrics;
  readonly seconds: number;
  /** Of a classification. Rows: true class; columns: predicted class. */
  readonly confusion?: { readonly classes: readonly string[]; readonly counts: readonly (readonly number[])[] };
  /** The settings chosen in each outer fold, by the inner folds of that fold. */
  readonly settings: readonly Readonly<Record<string, unknown>>[];
  /** Of a clustering: the settings of the fit on all samples, and what it says of itself. */
  readonly settingsOnAll?: Readonly<Record<string, unknown>>;
}

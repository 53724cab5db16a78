/** What one rule of the audit found. `fail` refuses the study (exit 7) unless it accepts the rule by name with a reason. */
export interface AuditFinding {
  /** Kebab-case name of the rule. */
  readonly rule: string;
  readonly status: 'pass' | 'warn' | 'fail';
  /** One sentence for a reader, with the numbers in it. */
  readonly message: string;
  /** What the sentence rests on, for a script. */
  readonly evidence: Readonly<Record<string, unknown>>;
  /** What to do, one sentence; absent where nothing is to be done. */
  readonly todo?: string;
}

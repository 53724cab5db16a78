import type { Context } from '../../base/context.ts';
import type { AuditFinding } from './finding.ts';
import type { AuditInput } from './input.ts';

/** One rule of the audit: usable by itself on any `AuditInput`. */
export interface AuditRule {
  /** Kebab-case; what `audit: { accept: [{ rule }] }` names. */
  readonly rule: string;
  /** What is asked, in a few words. */
  readonly title: string;
  /** start: before anything is learned; end: of the scores, when a run is done. */
  readonly stage: 'start' | 'end';
  /** The worst that it may say. Only a `fail` stops a run. */
  readonly worst: 'warn' | 'fail';
  /** Why it is asked, at three depths. */
  readonly why: { readonly novice: string; readonly intermediate: string; readonly advanced: string };
  /** One finding, or none where the question does not arise (no target, nothing validated). Modifies nothing. */
  run(input: AuditInput, ctx: Context): Promise<readonly AuditFinding[]> | readonly AuditFinding[];
}

/** A finding of nothing. */
export const passed = (rule: string, message: string, evidence: AuditFinding['evidence'] = {}): AuditFinding => ({
  rule,
  status: 'pass',
  message,
  evidence,
});

/** `3 pairs`, `1 pair`. */
export const counted = (n: number, noun: string, plural = `${noun}s`): string => `${n} ${n === 1 ? noun : plural}`;

/** The first three of a list in quotes, and how many more there are. */
export function quoted(names: readonly string[]): string {
  const shown = names.slice(0, 3).map((name) => `'${name}'`);
  return names.length > 3 ? `${shown.join(', ')} and ${names.length - 3} more` : shown.join(', ');
}

/** As many digits as a reader wants; a p value below 1e-12 is 0 for every purpose. */
export const round = (value: number, digits = 3): number => Number(value.toPrecision(digits));

import type { CheckOutcome } from '../study/audit/check-study.ts';
import type { AuditFinding } from '../validate/audit/finding.ts';

const MARK: Readonly<Record<AuditFinding['status'], string>> = { pass: '✓', warn: '!', fail: '✕' };
const COLOUR: Readonly<Record<AuditFinding['status'], number>> = { pass: 32, warn: 33, fail: 31 };
/** Groups that are listed by their members. */
const SHOWN = 5;

/** What a check found, for a terminal: each rule with its sentence and what to do, groups, the verdict. Ends without a line break. */
export function checkText(outcome: CheckOutcome, colour: boolean): string {
  const paint = (code: number, text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const accepted = new Map(outcome.accepted.map(({ rule, reason }) => [rule, reason]));
  const findings = outcome.findings.flatMap(({ rule, status, message, todo }) => [
    `${paint(COLOUR[status], MARK[status])} ${rule}: ${message}`,
    ...(todo === undefined ? [] : [`    → ${todo}`]),
    ...(status === 'fail' && accepted.has(rule) ? [`    accepted: ${accepted.get(rule)}`] : []),
  ]);
  return [...findings, '', ...groupLines(outcome), verdict(outcome)].join('\n');
}

function groupLines({ groups, samples }: CheckOutcome): string[] {
  if (groups.length === 0) return [];
  const bound = groups.reduce((sum, list) => sum + list.length, 0);
  const names = (list: readonly string[]) =>
    `${list.slice(0, 6).join(' ')}${list.length > 6 ? ` … (${list.length})` : ''}`;
  return [
    `groups: ${bound} of ${samples} samples in ${groups.length} of two or more; each stays on one side of every fold`,
    ...groups.slice(0, SHOWN).map((list) => `    ${names(list)}`),
    ...(groups.length > SHOWN ? [`    … and ${groups.length - SHOWN} more (--json lists all)`] : []),
    '',
  ];
}

function verdict({ findings, refused }: CheckOutcome): string {
  const count = (status: string) => findings.filter((finding) => finding.status === status).length;
  const counts = `${count('pass')} pass, ${count('warn')} warn, ${count('fail')} fail`;
  if (refused.length === 0) return `${counts}: the study may run`;
  return `${counts}: refused by ${refused.join(', ')}; mend the data, or accept with a reason in the study file:\naudit: { accept: [{ rule: ${refused[0]}, reason: … }] }`;
}

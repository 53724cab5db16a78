import { capitalise, countOf, formatCount, formatSetting, keepRanges } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { ReportInput } from '../input.ts';
import { fromLevel } from '../levels.ts';
import { outcomeInWords } from '../outcome.ts';
import type { AuditFinding, RunRecord } from '../record.ts';
import { splitInWords } from '../split-in-words.ts';
import { table } from '../table.ts';
import { facts, type Section } from './section.ts';

const STATUS: Readonly<Record<AuditFinding['status'], { readonly icon: string; readonly tone: string }>> = {
  pass: { icon: '✓', tone: 'good' },
  warn: { icon: '!', tone: 'caution' },
  fail: { icon: '✕', tone: 'bad' },
};

const FITTED_ON = {
  training: 'Each step was fitted on the training rows of a fold and applied to its test rows.',
  all: 'For the groups each step was fitted on all samples; for their stability, on the training rows of a fold and applied to its test rows.',
};

/** What went in, and what the audit and the run had to say about it. */
export function dataAndAuditSection({ record, target }: Pick<ReportInput, 'record' | 'target'>): Section {
  const { study, data } = record;
  return dataAndAudit(record, outcomeInWords(target, study, data.samples));
}

/** @param outcome what was predicted, a sentence. */
export function dataAndAudit(record: RunRecord, outcome: string): Section {
  return {
    id: 'data',
    heading: 'Data and audit',
    body: html`<p>${keepRanges(outcome)}</p>
${fromLevel(
  'intermediate',
  html`<h3>Blocks and their preparation</h3>
<p>${FITTED_ON[record.study.task === 'clustering' ? 'all' : 'training']}</p>
${Object.entries(record.data.blocks).map(
  ([name, block]) => html`<h4>${name}</h4>
${facts(
  [
    ['kind', block.kind],
    ['features', formatCount(block.features)],
    ['file', block.file],
  ],
  'ledger',
)}
${block.prepare.length > 0 ? html`<ol>${block.prepare.map((step) => html`<li>${step}</li>`)}</ol>` : html`<p>Used as read.</p>`}`,
)}
<h3>Folds</h3>
${foldTable(record)}`,
)}
<h3>Audit</h3>
${auditInWords(record)}
${audit(record)}
<h3>Warnings</h3>
${warnings(record)}`,
  };
}

/** More rows than this tell a reader nothing. */
const MOST_FOLDS = 50;

/** Who was where: counted from the splits themselves. */
function foldTable({ folds, study }: RunRecord): Html {
  const events = folds[0]?.events !== undefined;
  const shared = folds.reduce((most, { groups, inner }) => {
    return Math.max(most, groups.shared, ...inner.map((split) => split.groups.shared));
  }, 0);
  const inner = folds.reduce((sum, fold) => sum + fold.inner.length, 0);
  const checked = inner > 0 ? ` and ${countOf(inner, 'inner split')}` : '';
  const verdict =
    shared === 0
      ? `No group stands on both sides of any of the ${countOf(folds.length, 'outer split')}${checked}.`
      : `Groups stand on both sides: up to ${shared} of them in a split.`;
  const more =
    folds.length > MOST_FOLDS ? ` The first ${MOST_FOLDS} of ${folds.length} are shown; run.json has all.` : '';
  return html`<p>${splitInWords(study).told} ${verdict}${more}</p>
${table(
  'Samples on each side of each outer split',
  [
    { label: 'Split' },
    { label: 'Training', numeric: true },
    { label: 'Test', numeric: true },
    { label: 'Test groups', numeric: true },
    ...(events ? [{ label: 'Test events', numeric: true }] : []),
  ],
  folds.slice(0, MOST_FOLDS).map(({ repeat, outer, name, train, test, groups, events: seen }) => ({
    header: `${study.repeats > 1 ? `${repeat + 1}.` : ''}${name ?? outer + 1}`,
    cells: [train, test, groups.test, ...(seen ? [seen[1]] : [])].map((count) => formatCount(count)),
  })),
)}`;
}

/** For who does not read the table: what did not pass. */
function auditInWords({ audit: findings }: RunRecord): Html | false {
  const open = findings.filter(({ status }) => status !== 'pass');
  return (
    findings.length > 0 &&
    html`<div class="only-novice"><p>${capitalise(countOf(findings.length, 'rule'))} looked for the usual ways in which a result is too good; ${open.length === 0 ? 'all passed.' : `${open.length} found something:`}</p>
${open.length > 0 && html`<ul>${open.map(({ message, status }) => html`<li><span class="status ${STATUS[status].tone}">${status}</span> ${capitalise(message)}.</li>`)}</ul>`}</div>`
  );
}

function audit({ audit: findings, study }: RunRecord): Html {
  const reasons = acceptedBy(study);
  if (findings.length === 0) return html`<p>The data were not audited.</p>`;
  const rank = { fail: 0, warn: 1, pass: 2 };
  const ordered = [...findings].sort((a, b) => rank[a.status] - rank[b.status]);
  return table(
    'What each rule found',
    [{ label: 'Rule' }, { label: 'Status' }, { label: 'Finding' }, { label: 'Evidence', from: 'advanced' }],
    ordered.map(({ rule, status, message, evidence, todo }) => ({
      header: rule,
      cells: [
        html`<span class="status ${STATUS[status].tone}"><span aria-hidden="true">${STATUS[status].icon}</span> ${status}</span>`,
        html`<div class="finding">${capitalise(message)}${todo !== undefined && html`<p class="quiet">To do: ${todo}</p>`}${status === 'fail' && reasons.has(rule) && html`<p>Accepted by the study: ${reasons.get(rule)}</p>`}</div>`,
        html`<div class="evidence">${Object.entries(evidence).map(([name, value]) => html`<div>${name}: ${formatSetting(value)}</div>`)}</div>`,
      ],
    })),
  );
}

/** Rule → why the study lets it fail. */
function acceptedBy({ accepted = [] }: RunRecord['study']): Map<string, string> {
  return new Map(accepted.map(({ rule, reason }) => [rule, reason]));
}

function warnings(record: RunRecord): Html {
  if (record.warnings.length === 0) return html`<p>None.</p>`;
  return html`<ul>${record.warnings.map(
    ({ code, message, where }) =>
      html`<li>${capitalise(message)} <span class="quiet">${where !== undefined && `${where} · `}${code}</span></li>`,
  )}</ul>`;
}

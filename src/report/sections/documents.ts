import { type Checklist, checklistsFor } from '../documents/checklists.ts';
import { type EvidenceTable, evidenceOf } from '../documents/evidence.ts';
import { methodsParagraph } from '../documents/methods-paragraph.ts';
import { countOf } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { ReportInput } from '../input.ts';
import { table } from '../table.ts';
import type { Section } from './section.ts';

/** What a paper and its reviewers ask for, answered by the run alone; what it cannot prove is left blank for the authors. */
export function documentsSection(input: ReportInput): Section {
  const { sentences, references } = methodsParagraph(input);
  const evidence = evidenceOf(input);
  return {
    id: 'documents',
    heading: 'For the paper',
    from: 'intermediate',
    body: html`<h3>Methods</h3>
<p>${sentences.join(' ')}</p>
${references.length > 0 && html`<ol class="references">${references.map((one) => html`<li>${one}</li>`)}</ol>`}
<h3>Checklists</h3>
<p>Each line is answered with what this run recorded, and where it stands. A blank is for the authors: the run does not know it.</p>
${checklistsFor(input.record.study.task).map((one) => checklistHtml(one, evidence))}`,
  };
}

function checklistHtml({ word, title, source, items }: Checklist, evidence: EvidenceTable): Html {
  const answers = items.map((item) => item.evidence.flatMap((name) => evidence[name] ?? []));
  const answered = answers.filter((found) => found.length > 0).length;
  return html`<details id="${word}" class="checklist"><summary>${title}: ${answered} of ${countOf(items.length, 'line')} answered by this run</summary>
<p class="quiet">${source}</p>
${table(
  title,
  [{ label: 'Item' }, { label: 'Asks' }, { label: 'This run' }],
  items.map(({ number, asks }, i) => ({
    header: number,
    cells: [
      html`<div class="asks">${asks}</div>`,
      html`<div class="answers">${answers[i]!.length === 0 ? html`<span class="quiet">for the authors</span>` : answers[i]!.map(({ text, at }) => html`<p>${text} ${at.startsWith('#') ? html`<a href="${at}">${NAMES[at] ?? at}</a>` : html`<code>${at}</code>`}</p>`)}</div>`,
    ],
  })),
)}</details>
`;
}

const NAMES: Readonly<Record<string, string>> = {
  '#summary': 'Summary',
  '#performance': 'Performance',
  '#decisions': 'Decisions',
  '#subgroups': 'Subgroups',
  '#uncertainty': 'How sure this is',
  '#data': 'Data and audit',
  '#drivers': 'What drives it',
  '#reproduce': 'Reproduce',
};

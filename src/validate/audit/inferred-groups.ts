import type { AuditRule } from './rule.ts';

const RULE = 'inferred-groups';

/** What sources that the study does not declare say of who belongs together: a finding of `settleGroups`, which made the groups. */
export const inferredGroups: AuditRule = {
  rule: RULE,
  title: 'Do samples depend on each other in ways that nobody declared?',
  stage: 'start',
  worst: 'warn',
  why: {
    novice:
      'Patients come back, relatives resemble each other, one picture is stored twice. If nobody says so, a model may learn from the one and be asked about the other. So the data were searched for such ties.',
    intermediate:
      'Barcodes, columns that name a person or a lesion, nearly equal measurements, relatives and homologous sequences bind samples although no column was declared as a group. They were kept together; it is better to declare what is true, and to overrule what is not, with a reason.',
    advanced:
      'The union of all sources that the study does not overrule joins the declared columns. Each source states its own threshold (correlation 0.95, third-degree kinship, sequence identity). A tie that leaves no trace in ids, columns or values is not found.',
  },
  run: ({ groupFindings = [] }) => groupFindings.filter(({ rule }) => rule === RULE),
};

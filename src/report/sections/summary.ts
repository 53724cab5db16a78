import { formatCount, formatSeconds, keepRanges } from '../format.ts';
import { html } from '../html.ts';
import type { ReportInput } from '../input.ts';
import { summarySentences } from '../summary-sentences.ts';
import { verdict } from '../verdict.ts';
import { facts, type Section } from './section.ts';

const STANDING = {
  better: { icon: '✓', text: 'Better than the best baseline', tone: 'good' },
  unsettled: { icon: '≈', text: 'A gain is likely, not shown', tone: 'caution' },
  'nothing-shown': { icon: '○', text: 'Adds nothing shown', tone: 'caution' },
  'no-baseline': { icon: '○', text: 'No baseline to compare with', tone: 'caution' },
} as const;

/** The answer first. */
export function summarySection({ record }: ReportInput): Section {
  const [answer, ...rest] = summarySentences(record).map(keepRanges);
  const failed = record.audit.some(({ status }) => status === 'fail');
  const { icon, text, tone } = failed
    ? { icon: '✕', text: 'The audit failed: do not rely on these numbers', tone: 'bad' }
    : STANDING[verdict(record).standing];
  const count = (status: string) => record.audit.filter((finding) => finding.status === status).length;
  const features = Object.values(record.data.blocks).reduce((total, block) => total + block.features, 0);
  return {
    id: 'summary',
    heading: 'Summary',
    body: html`<p class="badge ${tone}"><span aria-hidden="true">${icon}</span> ${text}</p>
<p class="answer">${answer}</p>
${rest.map((sentence) => html`<p>${sentence}</p>`)}
${facts([
  ['samples', formatCount(record.data.samples)],
  ['features', formatCount(features)],
  ['classes', record.study.classes.length],
  ['outer folds', record.folds.length],
  ['audit', `${count('pass')} pass, ${count('warn')} warn, ${count('fail')} fail`],
  ['time', formatSeconds(record.seconds.total)],
])}`,
  };
}

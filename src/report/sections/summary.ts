import type { Target } from '../../table/target.ts';
import { formatCount, formatSeconds, keepRanges } from '../format.ts';
import { html } from '../html.ts';
import type { ReportInput } from '../input.ts';
import { countEvents } from '../outcome.ts';
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
export function summarySection(input: ReportInput): Section {
  const { record, target } = input;
  const [answer, ...rest] = summarySentences(input).map(keepRanges);
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
  ...outcomeFact(target),
  ['outer folds', record.folds.length],
  ['audit', `${count('pass')} pass, ${count('warn')} warn, ${count('fail')} fail`],
  ['time', formatSeconds(record.seconds.total)],
])}`,
  };
}

function outcomeFact(target: Target): readonly (readonly [string, string])[] {
  if (target.task === 'classification') return [['classes', formatCount(target.classes.length)]];
  return target.task === 'survival' ? [['events', formatCount(countEvents(target))]] : [];
}

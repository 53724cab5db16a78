import type { Target } from '../../table/target.ts';
import { formatCount, formatSeconds, keepRanges } from '../format.ts';
import { html } from '../html.ts';
import type { ReportInput } from '../input.ts';
import { countEvents } from '../outcome.ts';
import type { Metrics } from '../record.ts';
import { splitInWords } from '../split-in-words.ts';
import { failedRules, summarySentences } from '../summary-sentences.ts';
import { verdict } from '../verdict.ts';
import { facts, type Section } from './section.ts';

const TONE = {
  better: { icon: '✓', tone: 'good' },
  unsettled: { icon: '≈', tone: 'caution' },
  'nothing-shown': { icon: '○', tone: 'caution' },
  'no-baseline': { icon: '○', tone: 'caution' },
} as const;

const STANDING = {
  better: 'Better than the best baseline',
  unsettled: 'A gain is likely, not shown',
  'nothing-shown': 'Adds nothing shown',
  'no-baseline': 'No baseline to compare with',
} as const;

const STANDING_OF_GROUPS = {
  better: 'Further apart than shuffled data',
  unsettled: 'Groups are likely, not shown',
  'nothing-shown': 'Nothing beyond shuffled data',
  'no-baseline': 'Nothing to compare with',
} as const;

/** The answer first. */
export function summarySection(input: ReportInput): Section {
  const { record, target } = input;
  const [answer, ...rest] = summarySentences(input).map(keepRanges);
  const { open } = failedRules(record);
  const { chosen, standing } = verdict(record);
  const standings = target.task === 'clustering' ? STANDING_OF_GROUPS : STANDING;
  const { icon, text, tone } =
    open.length > 0
      ? { icon: '✕', text: 'The audit failed: do not rely on these numbers', tone: 'bad' }
      : { text: standings[standing], ...TONE[standing] };
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
  ...outcomeFact(target, chosen.metrics),
  ['tested in', splitInWords(record.study).short],
  ['audit', `${count('pass')} pass, ${count('warn')} warn, ${count('fail')} fail`],
  ['time', formatSeconds(record.seconds.total)],
])}`,
  };
}

function outcomeFact(target: Target, { clusters }: Metrics): readonly (readonly [string, string])[] {
  if (clusters) return [['groups', formatCount(clusters.value)]];
  if (target.task === 'classification') return [['classes', formatCount(target.classes.length)]];
  return target.task === 'survival' ? [['events', formatCount(countEvents(target))]] : [];
}

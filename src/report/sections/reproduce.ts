import { formatSeconds } from '../format.ts';
import { html } from '../html.ts';
import type { ReportInput } from '../input.ts';
import { splitInWords } from '../split-in-words.ts';
import { facts, type Section } from './section.ts';

/** What it takes to get the same numbers again. */
export function reproduceSection({ record, reproduce }: Pick<ReportInput, 'record' | 'reproduce'>): Section {
  const { seed, inner, repeats, task } = record.study;
  // From the lock, in which whatever was asked for on the command line stands too.
  const command = reproduce?.command ?? 'cistron replay .';
  const hashes = [
    ...Object.entries(record.data.blocks).map(([name, block]) => [`${name} (SHA-256)`, block.hash] as const),
    ...Object.entries(reproduce?.hashes ?? {}),
  ];
  const versions = [['cistron', record.cistron] as const, ...Object.entries(reproduce?.versions ?? {})];
  const { total, ...parts } = record.seconds;
  const code = (text: string) => html`<code>${text}</code>`;
  return {
    id: 'reproduce',
    heading: 'Reproduce',
    from: 'intermediate',
    body: html`<p>The same data, seed and version give the same numbers, on any number of processor cores.${!reproduce?.command && ' In the folder of this run, this runs it again from study.lock.json and names the first number that differs:'}</p>
<div class="scroll" tabindex="0" role="region" aria-label="Command"><pre><code>${command}</code></pre></div>
${facts(
  [
    ['seed', code(String(seed))],
    [
      'validation',
      `${splitInWords(record.study).short}${task === 'clustering' ? '' : `, ${inner} inner folds`}, repeats: ${repeats}`,
    ],
    ...versions.map(([name, version]) => [name, code(version)] as const),
    ...hashes.map(([name, hash]) => [name, code(hash)] as const),
    [
      'time',
      [formatSeconds(total), ...Object.entries(parts).map(([name, s]) => `${name} ${formatSeconds(s)}`)].join(' · '),
    ],
  ],
  'ledger',
)}`,
  };
}

import type { RunsCompared } from '../compare-runs.ts';
import { formatList } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { Section } from '../sections/section.ts';
import { table } from '../table.ts';

/** More would not be read; a hash is told apart by so many characters. */
const LONG = 160;

/** Settings, data and versions in which the runs differ: those of the data first, since they decide whether scores can be compared at all. */
export function differencesSection({ runs, differences }: RunsCompared): Section {
  const kindOf = (what: string) => KINDS.find(({ of }) => of.test(what));
  const kinds = KINDS.map((kind) => ({ ...kind, own: differences.filter(({ what }) => kindOf(what) === kind) })).filter(
    ({ own }) => own.length > 0,
  );
  const named = kinds.map(({ inWords, own }) => `${inWords} (${own.length})`);
  return {
    id: 'differences',
    heading: 'What differs',
    body: html`<p>${differences.length === 0 ? 'No setting and no data differ.' : `The runs differ in ${formatList(named)}.`}</p>
${kinds.map(({ caption, own }) => tableOf(caption, runs, own))}`,
  };
}

const KINDS = [
  { of: /^data\./, inWords: 'data', caption: 'Data that differ' },
  { of: /^cistron$/, inWords: 'the version of Cistron', caption: 'Versions of Cistron' },
  { of: /^/, inWords: 'settings', caption: 'Settings that differ' },
] as const;

function tableOf(caption: string, runs: RunsCompared['runs'], differences: RunsCompared['differences']): Html {
  return table(
    `${caption}; – where a run has none`,
    [{ label: 'What' }, ...runs.map(({ run }) => ({ label: run }))],
    differences.map(({ what, values }) => ({ header: html`<code>${what}</code>`, cells: values.map(valueInWords) })),
  );
}

function valueInWords(value: string | null): string {
  if (value === null) return '–';
  return value.length > LONG ? `${value.slice(0, LONG - 1)}…` : value;
}

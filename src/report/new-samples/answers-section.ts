import { formatAmount } from '../format.ts';
import { html } from '../html.ts';
import type { Section } from '../sections/section.ts';
import { table } from '../table.ts';
import { answerOf, FATE, fateOf } from './decision-words.ts';
import type { NewSamplesInput } from './input.ts';

const WORDS: Readonly<Record<string, string>> = {
  set: 'Cannot be ruled out',
  low: 'At least',
  high: 'At most',
  called: 'Called',
};

/** Every new sample in a row: its answer, what becomes of it, and what else is decided. */
export function answersSection(input: NewSamplesInput, drawn: number): Section {
  const columns = input.decided.filter(({ name }) => !['alien', 'rejected'].includes(name));
  return {
    id: 'answers',
    heading: 'Answers',
    body: html`<p class="only-novice">The parts below have each sample by itself; the table of all is shown at the next level.</p>
${table(
  `Answers for ${input.model.target}`,
  [
    { label: 'Sample' },
    { label: 'Answer' },
    { label: 'What becomes of it' },
    ...columns.map(({ name, values }) => ({
      label: name === 'distance' ? `Distance (refused above ${formatAmount(input.limit)})` : (WORDS[name] ?? name),
      numeric: values.every((value) => typeof value === 'number'),
      from: 'intermediate' as const,
    })),
  ],
  input.ids.map((id, i) => {
    const { icon, tone, text } = FATE[fateOf(input, i)];
    return {
      header: i < drawn ? html`<a href="#sample-${i + 1}">${id}</a>` : id,
      cells: [
        answerOf(input, i),
        html`<span class="status ${tone}"><span aria-hidden="true">${icon}</span> ${text}</span>`,
        ...columns.map(({ values }) =>
          typeof values[i] === 'number' ? formatAmount(values[i]) : values[i]!.replaceAll('|', ', ') || 'none fits',
        ),
      ],
    };
  }),
)}`,
  };
}

import { outputInWords, scaleInWords } from '../attribution-words.ts';
import type { Figure } from '../figures/figure.ts';
import { waterfall } from '../figures/waterfall.ts';
import { formatAmount } from '../format.ts';
import { type Html, html } from '../html.ts';
import { fromLevel } from '../levels.ts';
import { figureHtml, type Section } from '../sections/section.ts';
import { table } from '../table.ts';
import { answerOf, decisionSentences, FATE, fateOf, followedOutput } from './decision-words.ts';
import type { NewSamplesInput } from './input.ts';

/** Features in the table of a sample. */
const LISTED = 20;

/** Each of the first `drawn` samples by itself: its answer, what becomes of it, and what moved it there. */
export function samplesSection(input: NewSamplesInput, drawn: number, document: Document): Section {
  const left = input.ids.length - drawn;
  return {
    id: 'samples',
    heading: 'Sample by sample',
    body: html`${left > 0 && html`<p>The first ${drawn} of ${input.ids.length} samples are drawn; <code>cistron explain --json</code> has the reasons of all.</p>`}
${input.ids.slice(0, drawn).map((_, i) => sample(input, i, document))}`,
  };
}

function sample(input: NewSamplesInput, i: number, document: Document): Html {
  const { icon, tone, text } = FATE[fateOf(input, i)];
  return html`<div class="sample" id="sample-${i + 1}">
<div><h3>${input.ids[i]!}</h3>
<p class="badge ${tone}"><span aria-hidden="true">${icon}</span> ${text}</p>
<p class="answer">${answerInWords(input, i)}</p>
${decisionSentences(input, i).map((sentence) => html`<p>${sentence}</p>`)}</div>
${figureHtml(fall(input, i, document))}
${fromLevel('advanced', features(input, i))}
</div>
`;
}

function answerInWords(input: NewSamplesInput, i: number): string {
  const answer = answerOf(input, i);
  const { target } = input.model;
  return input.prediction.task === 'survival' ? `Risk score ${answer}.` : `${target}: ${answer}.`;
}

/** From what is said of a sample of which nothing is known to what is said of this one. */
function fall(input: NewSamplesInput, i: number, document: Document): Figure {
  const k = followedOutput(input, i);
  const { base, features: own, others } = input.explained[i * input.outputs.length + k]!;
  const { task } = input.prediction;
  const output = outputInWords(input.outputs[k]!, { task, target: input.model.target });
  const { start, end, most, ...figure } = waterfall(
    {
      title: `What moves ${input.ids[i]!}`,
      of: `sample ${input.ids[i]!}`,
      output,
      unit: scaleInWords(input.scale, input.model),
      base,
      moves: own.map(({ feature, attribution }) => ({ label: feature, move: attribution })),
      rest: others,
    },
    document,
  );
  const sentence = `From ${start}, what is said of a sample of which nothing is known, to ${end}; ${most}.`;
  return { ...figure, sentence };
}

function features(input: NewSamplesInput, i: number): Html {
  const k = followedOutput(input, i);
  const { features: own } = input.explained[i * input.outputs.length + k]!;
  return table(
    `Features of ${input.ids[i]!} that move its answer most`,
    [{ label: 'Feature' }, { label: 'Value, as prepared', numeric: true }, { label: 'Attribution', numeric: true }],
    own.slice(0, LISTED).map(({ feature, value, attribution }) => ({
      header: feature,
      cells: [formatAmount(value), formatAmount(attribution)],
    })),
  );
}

import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { exampleNewSamples } from '../../../test/support/new-samples-input.ts';
import type { NewSamplesInput } from './input.ts';
import { renderNewSamples } from './render-new-samples.ts';

const shown = (input: NewSamplesInput) => parseHTML(renderNewSamples(input)).document;
const textOf = (page: Document, at: string) => page.querySelector(at)!.textContent!.replace(/\s+/g, ' ').trim();

test('the answer first: what the samples are, which are not to be used, and how far the model can be trusted', () => {
  expect(textOf(shown(exampleNewSamples()), '#summary')).toBe(
    'Summary ≈ 2 of 4 not to be used 4 new samples: 4 most likely LumA. 1 sample is refused, being unlike those that it learned from; 1 answer is withheld as not sure enough. The model is elastic-net, learned from 934 samples. On samples that it had not seen it reached macro-F1 0.79 (95 % interval 0.75\u2060–\u20600.83).',
  );
});

test('each sample says what becomes of its answer, and its steps lead to what the model says of it', () => {
  const page = shown(exampleNewSamples());
  const badges = Array.from(page.querySelectorAll('.sample .badge'), (badge) => badge.textContent);
  expect(badges).toEqual([
    '✓ Answered',
    '≈ Withheld: not sure enough',
    '✕ Refused: unlike the training samples',
    '✓ Answered',
  ]);
  expect(textOf(page, '#sample-2 div')).toContain('Classes that cannot be ruled out: LumA, LumB.');
  expect(textOf(page, '#sample-3 div')).toContain('The answer below is not to be used.');
  // Of its likeliest class, LumA: base 0, ten features, all others.
  const input = exampleNewSamples();
  const { base, features, others } = input.explained[1]!;
  const sum = features.reduce((total, { attribution }) => total + attribution, base + others);
  const csv = decodeURIComponent(page.querySelector('#sample-1 .downloads a')!.getAttribute('href')!);
  const [, , end] = csv.trim().split('\n').at(-1)!.split(',');
  expect(Number(end)).toBeCloseTo(sum, 5);
});

test('names of samples are escaped; a model that cannot refuse says so; of many samples the first sixty are drawn', () => {
  const html = renderNewSamples(exampleNewSamples());
  expect(html).not.toContain('S<1>');
  expect(html).toContain('S&lt;1&gt;');
  const { limit: _, ...input } = exampleNewSamples(61);
  const many = shown({ ...input, decided: [] });
  expect(textOf(many, '#summary')).toContain('This model has no means to refuse a sample');
  expect(many.querySelectorAll('.sample')).toHaveLength(60);
  expect(many.querySelectorAll('#answers tbody tr')).toHaveLength(61);
  expect(textOf(many, '#samples')).toContain('The first 60 of 61 samples are drawn');
});

test('log-odds of several classes are said to be less their mean; of one output nothing is said of classes', () => {
  const centred = 'each class less the mean of all';
  expect(textOf(shown(exampleNewSamples()), '#why')).toContain(centred);
  const input = exampleNewSamples();
  const explained = input.explained.filter((_, at) => at % 3 === 0);
  expect(textOf(shown({ ...input, outputs: ['LumA'], explained }), '#why')).not.toContain(centred);
});

test('numbers and risks are answered with their intervals', () => {
  const { decided: _, ...input } = exampleNewSamples(2);
  const values = Float64Array.of(2.5, -1.25);
  const decided = [
    { name: 'low', values: [1.5, -2.25] },
    { name: 'high', values: [3.5, -0.25] },
  ];
  const numbers = shown({ ...input, decided, outputs: ['value'], prediction: { task: 'regression', values } });
  expect(textOf(numbers, '#summary .answer')).toBe('2 new samples, PAM50 from −1.25 to 2.50.');
  expect(textOf(numbers, '#sample-2 div')).toContain('The value is expected between −2.25 and −0.250.');
  const times = Float64Array.of(1);
  const survival = new Float64Array(2);
  const risks = shown({
    ...input,
    outputs: ['risk'],
    decided: [],
    prediction: { task: 'survival', risks: values, times, survival },
  });
  expect(textOf(risks, '#sample-1 .answer')).toBe('Risk score 2.50.');
});

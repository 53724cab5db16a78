import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { exampleInput } from '../../../test/support/report-input.ts';
import { exampleClustering } from '../../../test/support/report-input-clustering.ts';
import { exampleRegression } from '../../../test/support/report-input-regression.ts';
import { exampleSurvival } from '../../../test/support/report-input-survival.ts';
import { withDecisions } from '../../../test/support/with-decisions.ts';
import { renderReport } from '../render-report.ts';
import { checklistsFor, tripodAi } from './checklists.ts';
import { evidenceOf } from './evidence.ts';
import { methodsParagraph } from './methods-paragraph.ts';

const examples = {
  classification: exampleInput(),
  regression: exampleRegression(),
  survival: exampleSurvival(),
  clustering: exampleClustering(),
};

describe.each(Object.entries(examples))('a %s', (_task, input) => {
  const page = parseHTML(renderReport(input)).document;

  test('every line of every checklist is there, and what it points at too', () => {
    for (const { word, items } of checklistsFor(input.record.study.task))
      expect(page.querySelectorAll(`#${word} tbody tr`)).toHaveLength(items.length);
    const links = [...page.querySelectorAll('.checklist a')].map((link) => link.getAttribute('href')!);
    expect(links.length).toBeGreaterThan(5);
    expect([...new Set(links)].filter((link) => page.querySelector(link) === null)).toEqual([]);
  });

  test('the methods name every learner, and number the works they rest on without a gap', () => {
    const { sentences, references } = methodsParagraph(input);
    const text = sentences.join(' ');
    const cited = [...text.matchAll(/\[(\d+)\]/g)].map(([, number]) => Number(number));
    // Numbered as they come.
    expect([...new Set(cited)]).toEqual(references.map((_, i) => i + 1));
    expect(text).toContain(`seed ${input.record.study.seed}`);
    expect(text).not.toMatch(/undefined|NaN|\[object/);
  });
});

test('what the run does not know is left to the authors', () => {
  const authors = tripodAi.items.filter(({ evidence }) => evidence.length === 0).map(({ number }) => number);
  expect(authors).toEqual([
    '3a',
    '3b',
    '3c',
    '5b',
    '6a',
    '6c',
    '8b',
    '8c',
    '9c',
    '17',
    '18a',
    '18b',
    '18c',
    '18d',
    '18e',
    '19',
    '24',
    '27b',
    '27c',
  ]);
});

test('evidence goes with the part of the record that it rests on', () => {
  const plain = exampleInput();
  const { subgroups: _s, decisions: _d, power: _p, ...record } = plain.record;
  const without = evidenceOf({
    ...plain,
    record: { ...record, warnings: [], results: record.results.map((one) => ({ ...one, settings: [] })) },
  });
  for (const name of [
    'fairness',
    'decisions',
    'unseen',
    'size',
    'warnings',
    'tuning',
    'external',
    'eligibility',
  ] as const)
    expect(without[name], name).toBeUndefined();
  const known = evidenceOf(withDecisions(plain));
  expect(known.unseen?.at).toBe('#decisions');
  const external = { ...plain, record: { ...plain.record, study: { ...plain.record.study, split: { external: {} } } } };
  expect(evidenceOf(external).external?.text).toContain('another cohort');
  expect(evidenceOf(external).performance?.text).toContain('in the external cohort');
});

test('nothing is claimed that this run did not do', () => {
  const input = exampleInput();
  const { record } = input;
  const [best, ...others] = record.results;
  const metrics = { ...best!.metrics, mcc: { value: 0.8, low: Number.NaN, high: Number.NaN } };
  const given = {
    ...record,
    study: { ...record.study, split: { predefined: 'fold' } },
    results: [{ ...best!, metrics }, ...others],
    decisions: { learner: record.chosen },
  };
  const known = evidenceOf({ ...input, record: given, topFeatures: [] });
  expect(known.unseen).toBeUndefined();
  expect(known.drivers).toBeUndefined();
  expect(known.predictors!.text).not.toContain('selected');
  expect(known.metrics!.text).toContain(', all but MCC with a 95 % interval');
  expect(known.imbalance!.text).toMatch(/^Macro-F1 and/);
});

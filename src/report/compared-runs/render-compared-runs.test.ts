import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { exampleCompared } from '../../../test/support/compared-runs.ts';
import { exampleTargets } from '../../../test/support/report-input-targets.ts';
import { compareRuns } from '../compare-runs.ts';
import { formatScore } from '../format.ts';
import { renderComparedRuns } from './render-compared-runs.ts';

const COMMAND = "cistron compare runs/a 'runs/b <2>' --html page.html";
const shown = (compared = exampleCompared()) =>
  parseHTML(renderComparedRuns({ compared, command: COMMAND, cistron: '0.1.0' })).document;
const textOf = (page: Document, at: string) => page.querySelector(at)!.textContent!.replace(/\s+/g, ' ').trim();

test('every run says what it reaches, and the tables have every learner and baseline of every run', () => {
  const compared = exampleCompared();
  const page = shown(compared);
  const { metric, rows } = compared.metrics[0]!;
  const [first] = page.querySelectorAll('#scores table');
  expect(first!.querySelectorAll('tbody tr')).toHaveLength(rows.length);
  rows.forEach(({ scores }, i) => {
    const cells = [...first!.querySelectorAll(`tbody tr:nth-child(${i + 1}) td`)].map((cell) => cell.textContent);
    scores.forEach((score, r) => {
      expect(cells[r]).toContain(score ? formatScore(score.value) : '–');
    });
  });
  expect(page.querySelectorAll('#scores table')).toHaveLength(compared.metrics.length);
  const answers = [...page.querySelectorAll('#summary .answer')].map((one) => one.textContent);
  expect(metric).toBe('macro-f1');
  expect(answers[0]).toMatch(/^a: elastic-net reaches macro-F1 0\.\d\d.\(95.% interval./);
  expect(answers[1]).toMatch(/^b <2>: random forest reaches macro-F1 0\.\d\d/);
});

test('what differs is named by its kind, and whether scores can be set against each other', () => {
  const page = shown();
  expect(textOf(page, '#summary .badge')).toBe('≈ Other data or folds');
  expect(textOf(page, '#differences p')).toBe(
    'The runs differ in data (1), the version of Cistron (1) and settings (2).',
  );
  const cells = [...page.querySelectorAll('#differences td')].map((cell) => cell.textContent);
  expect(cells).toEqual(expect.arrayContaining(['934', '900', '0.1.0', '0.0.9', '1', '2']));
  const same = shown(exampleCompared({ same: true }));
  expect(textOf(same, '#summary .badge')).toBe('✓ Same data and folds');
  expect(textOf(same, '#differences p')).toBe('No setting and no data differ.');
  expect(same.querySelectorAll('#differences table')).toHaveLength(0);
});

test('names and commands are shown, not obeyed; no sample is named; the page is the same again', () => {
  const compared = exampleCompared();
  const html = renderComparedRuns({ compared, command: COMMAND, cistron: '0.1.0' });
  expect(html).not.toContain('<2>');
  expect(html).toContain('b &lt;2&gt;');
  expect(html).not.toContain('TCGA-EX');
  expect(html).toBe(renderComparedRuns({ compared, command: COMMAND, cistron: '0.1.0' }));
});

test('runs of several targets are told by the medians of their learners', () => {
  const { record } = exampleTargets();
  const compared = compareRuns([
    { run: 'a', record },
    { run: 'b', record },
  ]);
  const page = shown(compared);
  const [first] = page.querySelectorAll('#summary .answer');
  expect(first!.textContent).toMatch(/^a: .+ reaches .+ \d/);
  expect(textOf(page, '#summary td:last-child')).toBe('one for each target');
});

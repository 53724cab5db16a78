import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { exampleInput } from '../../test/support/report-input.ts';
import type { ReportInput } from './input.ts';
import { renderReport } from './render-report.ts';

const input = exampleInput();
const report = renderReport(input);
const page = parseHTML(report).document;

/** The example with this in every place that a user names. */
function named(text: string): ReportInput {
  const { record } = input;
  const classes = record.study.classes.map((name) => `${name} ${text}`);
  return {
    ...input,
    topFeatures: input.topFeatures.map((entry) => ({ ...entry, feature: `${text}${entry.feature}` })),
    predictions: input.predictions.map((entry) => ({ ...entry, learner: `${text}${entry.learner}` })),
    reproduce: { command: text, versions: { [text]: text }, hashes: { [text]: text } },
    record: {
      ...record,
      study: { ...record.study, title: text, target: text, classes, group: text },
      chosen: `${text}${record.chosen}`,
      data: { samples: 934, blocks: { [text]: { features: 1, hash: text, kind: text, file: text, prepare: [text] } } },
      audit: [{ rule: text, status: 'warn', message: text, evidence: { [text]: text } }],
      warnings: [{ code: text, message: text, where: text }],
      baselines: record.baselines.map((entry) => ({ ...entry, name: text })),
      results: record.results.map((result) => ({
        ...result,
        learner: `${text}${result.learner}`,
        confusion: { ...result.confusion, classes },
        settings: [{ [text]: text }],
      })),
    },
  };
}

test('markup in any text of the user is shown, not obeyed', () => {
  const attack = `"><script>alert(1)</script><img src=x onerror="alert(2)">&lt;'`;
  const attacked = renderReport(named(attack));
  expect(attacked).not.toMatch(/<script|<img/i);
  const { document } = parseHTML(attacked);
  expect(document.querySelectorAll('script, img, iframe, object, embed')).toHaveLength(0);
  expect(document.querySelector('h1')!.textContent).toBe(attack);
  for (const element of document.querySelectorAll('*')) {
    for (const { name } of element.attributes) expect(name).not.toMatch(/^on/);
  }
});

test('nothing is loaded from outside: no address but the anchors of the page itself', () => {
  const namespaceFree = report
    .replaceAll('http://www.w3.org/2000/svg', '')
    .replaceAll('http://www.w3.org/1999/xlink', '');
  expect(namespaceFree).not.toMatch(/https?:|\/\/[a-z]|@import|url\(/i);
  for (const element of page.querySelectorAll('[src], [href]')) {
    expect(element.getAttribute('href') ?? element.getAttribute('src')).toMatch(/^(#[a-z]+|data:,)$/);
  }
});

test('no sample id is in the file', () => {
  for (const id of input.map!.ids) expect(report.includes(id)).toBe(false);
});

test('the same input gives the same bytes', () => {
  expect(renderReport(exampleInput())).toBe(report);
});

test('every figure is an image with alternative text and a sentence', () => {
  const figures = [...page.querySelectorAll('figure')];
  expect(figures).toHaveLength(5);
  for (const figure of figures) {
    const svg = figure.querySelector('svg')!;
    expect(svg.getAttribute('role')).toBe('img');
    expect(svg.getAttribute('aria-label')!.length).toBeGreaterThan(60);
    expect(figure.querySelector('figcaption')!.textContent).toMatch(/\.$/);
  }
});

test('headings, tables and anchors are what a screen reader needs', () => {
  expect(page.querySelectorAll('h1')).toHaveLength(1);
  expect([...page.querySelectorAll('h2')].map((heading) => heading.textContent)).toEqual([
    'Summary',
    'Performance',
    'Data and audit',
    'What drives it',
    'Why it was done this way',
    'Reproduce',
  ]);
  for (const cell of page.querySelectorAll('th')) expect(cell.getAttribute('scope')).toMatch(/^(row|col)$/);
  for (const table of page.querySelectorAll('table')) expect(table.querySelector('caption')).not.toBeNull();
  const ids = [...page.querySelectorAll('[id]')].map((element) => element.id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const link of page.querySelectorAll('a[href]')) expect(ids).toContain(link.getAttribute('href')!.slice(1));
});

test('934 samples make a file of less than 1.5 MB', () => {
  expect(new TextEncoder().encode(report).length).toBeLessThan(1.5e6);
});

test('a run without map, probabilities and weights still has its report', () => {
  const { record } = input;
  const bare = renderReport({
    record: { ...record, audit: [], warnings: [], baselines: [] },
    predictions: [],
    topFeatures: [],
  });
  expect(parseHTML(bare).document.querySelectorAll('figure')).toHaveLength(2);
  expect(bare).toContain('The data were not audited.');
});

test('a metric that is undefined is an en dash, also when run.json has made it null', () => {
  const { record } = input;
  for (const nothing of [Number.NaN, null as unknown as number]) {
    const undefinedScore = { value: nothing, low: nothing, high: nothing };
    const results = record.results.map((result) => ({
      ...result,
      metrics: { ...result.metrics, 'roc-auc': undefinedScore, mcc: undefinedScore },
    }));
    const drawn = renderReport({ ...input, record: { ...record, results } });
    expect(drawn.match(/NaN|\bnull\b/)).toBeNull();
    expect(drawn).toContain('<td class="number">–</td>');
  }
});

test('two classes and many classes with long names are drawn', () => {
  const many = Array.from({ length: 24 }, (_, k) => `tissue with a long name ${k}`);
  for (const classes of [['no', 'yes'], many]) {
    const n = classes.length * 4;
    const truth = Array.from({ length: n }, (_, i) => i % classes.length);
    const probabilities = truth.flatMap((k, i) =>
      classes.map((_, j) => (j === (i < 3 ? 0 : k) ? 0.7 : 0.3 / (classes.length - 1))),
    );
    const counts = classes.map((_, j) => classes.map((_, k) => (j === k ? 3 : j === (k + 1) % classes.length ? 1 : 0)));
    const result = { ...input.record.results[0]!, confusion: { classes, counts } };
    const drawn = renderReport({
      ...input,
      predictions: [{ learner: 'elastic-net', truth, probabilities }],
      map: { x: truth, y: truth.map((k) => k * k), explained: [0.5, 0.2], ids: truth.map(String), truth },
      record: { ...input.record, study: { ...input.record.study, classes }, results: [result] },
    });
    expect(drawn.match(/NaN|Infinity|undefined(?! precision)/)).toBeNull();
    expect(parseHTML(drawn).document.querySelectorAll('figure')).toHaveLength(5);
  }
});

test('a record that names a chosen learner without a result is refused', () => {
  expect(() => renderReport({ ...input, record: { ...input.record, chosen: 'svm' } })).toThrow(
    /run\.json: chosen must be one of elastic-net, forest, got 'svm'; /,
  );
});

import { parseHTML } from 'linkedom';
import { expect, test } from 'vitest';
import { exampleInput } from '../../test/support/report-input.ts';
import { exampleClustering } from '../../test/support/report-input-clustering.ts';
import { exampleRegression } from '../../test/support/report-input-regression.ts';
import { exampleSurvival } from '../../test/support/report-input-survival.ts';
import type { Prediction } from '../table/prediction.ts';
import { DOWNLOAD_SCRIPT, scriptSource } from './downloads.ts';
import type { ReportInput } from './input.ts';
import { renderReport } from './render-report.ts';

const examples = {
  classification: exampleInput,
  regression: exampleRegression,
  survival: exampleSurvival,
  clustering: exampleClustering,
};
const tasks = Object.keys(examples) as (keyof typeof examples)[];
const figuresOf = (task: string) => ({ clustering: 4, classification: 7, survival: 7 })[task] ?? 5;
const input = exampleInput();
const report = renderReport(input);
const page = parseHTML(report).document;

/** The example with this in every place that a user names. */
function named(input: ReportInput, text: string): ReportInput {
  const { record, target, clusters } = input;
  const classes = record.study.classes.map((name) => `${name} ${text}`);
  const renamed = <T extends Prediction | ReportInput['target']>(one: T): T =>
    one.task === 'classification' ? { ...one, classes } : one;
  return {
    ...input,
    target: renamed(target),
    ...(clusters
      ? {
          clusters: {
            ...clusters,
            known: clusters.known.map(({ codes }) => ({ column: text, names: [`${text} 1`, `${text} 2`], codes })),
          },
        }
      : {}),
    topFeatures: input.topFeatures.map((entry) => ({ ...entry, feature: `${text}${entry.feature}` })),
    ...(input.nomogram
      ? {
          nomogram: {
            ...input.nomogram,
            variables: input.nomogram.variables.map(({ feature, marks }) => ({
              feature: `${text}${feature}`,
              marks: marks.map((mark) => ({ ...mark, label: `${text}${mark.label}` })),
            })),
          },
        }
      : {}),
    predictions: input.predictions.map((entry) => ({
      ...entry,
      learner: `${text}${entry.learner}`,
      prediction: renamed(entry.prediction),
    })),
    reproduce: { command: text, versions: { [text]: text }, hashes: { [text]: text } },
    record: {
      ...record,
      study: {
        ...record.study,
        title: text,
        target: text,
        classes,
        group: text,
        compared: [text],
        samples: { survival: { time: text, event: text } },
      },
      chosen: `${text}${record.chosen}`,
      data: { samples: 934, blocks: { [text]: { features: 1, hash: text, kind: text, file: text, prepare: [text] } } },
      audit: [{ rule: text, status: 'warn', message: text, evidence: { [text]: text } }],
      warnings: [{ code: text, message: text, where: text }],
      baselines: record.baselines.map((entry) => ({ ...entry, name: text })),
      results: record.results.map(({ confusion, ...result }) => ({
        ...result,
        learner: `${text}${result.learner}`,
        ...(confusion ? { confusion: { ...confusion, classes } } : {}),
        settings: [{ [text]: text }],
      })),
    },
  };
}

test.each(tasks)('markup in any text of the user is shown, not obeyed (%s)', (task) => {
  const attack = `"><script>alert(1)</script><img src=x onerror="alert(2)">&lt;'`;
  const attacked = renderReport(named(examples[task](), attack));
  // The one script is the report's own, and the only one that its policy allows.
  expect(attacked.replace(`<script>${DOWNLOAD_SCRIPT}</script>`, '')).not.toMatch(/<script|<img/i);
  const { document } = parseHTML(attacked);
  expect(document.querySelectorAll('script')).toHaveLength(1);
  expect(document.querySelectorAll('img, iframe, object, embed')).toHaveLength(0);
  expect(document.querySelector('h1')!.textContent).toBe(attack);
  expect(document.querySelectorAll('figure')).toHaveLength(figuresOf(task));
  for (const element of document.querySelectorAll('*')) {
    for (const { name } of element.attributes) expect(name).not.toMatch(/^on/);
  }
});

test.each(tasks)('nothing is loaded from outside: no address but the anchors of the page itself (%s)', (task) => {
  const report = renderReport(examples[task]());
  const page = parseHTML(report).document;
  // What the script can do, the policy bounds: it may not connect, and images are of data only.
  const namespaceFree = report
    .replace(DOWNLOAD_SCRIPT, '')
    .replaceAll('http://www.w3.org/2000/svg', '')
    .replaceAll('http://www.w3.org/1999/xlink', '');
  expect(namespaceFree).not.toMatch(/https?:|\/\/[a-z]|@import|url\(/i);
  for (const element of page.querySelectorAll('[src], [href]')) {
    expect(element.getAttribute('href') ?? element.getAttribute('src')).toMatch(
      /^(#[a-z]+|data:,|data:text\/csv;charset=utf-8,[^<>"]*)$/,
    );
  }
});

test('the policy names the hash of the script', () => {
  // Of the empty text: a published value.
  expect(scriptSource('')).toBe("'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='");
  const policy = page.querySelector('meta[http-equiv]')!.getAttribute('content')!;
  expect(policy).toContain(`script-src ${scriptSource(page.querySelector('script')!.textContent)}`);
});

test.each(tasks)('every figure can be had as a table, in which a value of it stands (%s)', (task) => {
  const page = parseHTML(renderReport(examples[task]())).document;
  const tables = [...page.querySelectorAll('figure a[download]')].map((link) =>
    decodeURIComponent(link.getAttribute('href')!.split(',').slice(1).join(',')),
  );
  expect(tables).toHaveLength(figuresOf(task));
  for (const text of tables) expect(text.trimEnd().split('\n').length).toBeGreaterThan(2);
  const known = {
    classification: /^Normal,LumA,14,0\.424242$/m,
    regression: /^r2,Gradient boosting,learner,0\.407431,/m,
    survival: /^lowest,0,1,1,1$/m,
    clustering: /^metric,learner,kind,value,low,high$/m,
  };
  expect(tables.join('\n')).toMatch(known[task]);
});

test.each(tasks)('no sample id is in the file (%s)', (task) => {
  const example = examples[task]();
  const report = renderReport(example);
  for (const id of example.ids) expect(report.includes(id)).toBe(false);
});

test.each(tasks)('the same input gives the same bytes (%s)', (task) => {
  expect(renderReport(examples[task]())).toBe(renderReport(examples[task]()));
});

test.each(tasks)('a report of %s speaks of its own task and leaves no gap', (task) => {
  const example = examples[task]();
  const report = renderReport(example);
  expect(report).not.toMatch(/NaN|Infinity|\bnull\b|undefined(?! precision)|\{[a-z]+\}[ .,;]/);
  const main = parseHTML(report).document.querySelector('main')!;
  // What a guideline asks is asked of every task.
  for (const asked of main.querySelectorAll('.checklist tbody th, .asks')) asked.remove();
  const text = main.textContent;
  if (task !== 'classification') expect(text).not.toMatch(/\bclass(es)?\b|confusion/i);
  if (task === 'clustering') expect(text).not.toMatch(/All numbers are out of fold|it had not seen/);
  const caption = {
    classification: 'Each class by itself',
    regression: 'Errors by rising',
    survival: 'Thirds of the',
    clustering: 'Each group by itself',
  };
  expect(text).toContain(caption[task]);
});

test.each(tasks)('every figure is an image with alternative text and a sentence (%s)', (task) => {
  const page = parseHTML(renderReport(examples[task]())).document;
  const figures = [...page.querySelectorAll('figure')];
  expect(figures).toHaveLength(figuresOf(task));
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
    'For the paper',
    'Reproduce',
  ]);
  for (const cell of page.querySelectorAll('th')) expect(cell.getAttribute('scope')).toMatch(/^(row|col)$/);
  for (const table of page.querySelectorAll('table')) expect(table.querySelector('caption')).not.toBeNull();
  const ids = [...page.querySelectorAll('[id]')].map((element) => element.id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const link of page.querySelectorAll('a[href]:not([download])'))
    expect(ids).toContain(link.getAttribute('href')!.slice(1));
});

test('934 samples make a file of less than 1.5 MB', () => {
  expect(new TextEncoder().encode(report).length).toBeLessThan(1.5e6);
});

test.each(tasks)('a run without map, predictions and weights still has its report (%s)', (task) => {
  const { record, target } = examples[task]();
  const bare = renderReport({
    target,
    record: { ...record, audit: [], warnings: [], baselines: [] },
    predictions: [],
    ids: [],
    topFeatures: [],
  });
  expect(parseHTML(bare).document.querySelectorAll('figure')).toHaveLength(task === 'classification' ? 2 : 1);
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
    const codes = Int32Array.from({ length: n }, (_, i) => i % classes.length);
    const probabilities = Float64Array.from(
      Array.from(codes).flatMap((k, i) =>
        classes.map((_, j) => (j === (i < 3 ? 0 : k) ? 0.7 : 0.3 / (classes.length - 1))),
      ),
    );
    const counts = classes.map((_, j) => classes.map((_, k) => (j === k ? 3 : j === (k + 1) % classes.length ? 1 : 0)));
    const result = { ...input.record.results[0]!, confusion: { classes, counts } };
    const drawn = renderReport({
      ...input,
      target: { task: 'classification', classes, codes },
      predictions: [
        {
          learner: 'elastic-net',
          folds: codes.map((_, i) => i % 5),
          prediction: { task: 'classification', classes, probabilities },
        },
      ],
      map: { x: codes, y: codes.map((k) => k * k), explained: [0.5, 0.2] },
      record: { ...input.record, study: { ...input.record.study, classes }, results: [result] },
    });
    expect(drawn.match(/NaN|Infinity|undefined(?! precision)/)).toBeNull();
    expect(parseHTML(drawn).document.querySelectorAll('figure')).toHaveLength(7);
  }
});

test('a record that names a chosen learner without a result is refused', () => {
  expect(() => renderReport({ ...input, record: { ...input.record, chosen: 'svm' } })).toThrow(
    /run\.json: chosen must be one of elastic-net, forest, got 'svm'; /,
  );
});

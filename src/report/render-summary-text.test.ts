import { expect, test } from 'vitest';
import { exampleInput } from '../../test/support/report-input.ts';
import { exampleRegression } from '../../test/support/report-input-regression.ts';
import { exampleSurvival } from '../../test/support/report-input-survival.ts';
import { renderSummaryText } from './render-summary-text.ts';

const { record } = exampleInput();

test('the chosen learner is marked, intervals stand beside values, what the audit did not pass is listed', () => {
  expect(renderSummaryText(record, { colour: false })).toMatchInlineSnapshot(`
    "               macro-F1          accuracy          bal. acc.          time
    › elastic-net  0.81 (0.78–0.85)  0.88 (0.86–0.91)  0.81 (0.78–0.85)  6.8 s
      forest       0.73 (0.69–0.76)  0.80 (0.78–0.83)  0.73 (0.70–0.77)   11 s
      majority     0.13 (0.13–0.14)  0.49 (0.46–0.52)  0.20 (0.20–0.20)

    audit: 4 of 5 rules pass
      warn  scaled-on-all-rows: The values look standardised on the whole cohort:
            each feature has mean 0 over all samples.
    warnings: 2, listed in the report"
  `);
});

test.each([50, 60, 80, 132])('no line is longer than %i columns, and every entry has its line', (width) => {
  const long = {
    ...record,
    results: [...record.results, { ...record.results[0]!, learner: 'elastic-net-with-balanced-class-weights' }],
    audit: [
      {
        rule: 'a-rule',
        status: 'fail' as const,
        message: `Long ${'word '.repeat(40)} ${'x'.repeat(200)}`,
        evidence: {},
      },
    ],
  };
  const lines = renderSummaryText(long, { colour: false, width }).split('\n');
  for (const line of lines) expect([...line].length).toBeLessThanOrEqual(width);
  for (const name of ['› elastic-net', '  forest', '  elastic-net-with-bal', '  majority']) {
    expect(lines.some((line) => line.startsWith(name))).toBe(true);
  }
});

test('colour adds escapes and nothing else', () => {
  const plain = renderSummaryText(record, { colour: false });
  const coloured = renderSummaryText(record, { colour: true });
  expect(coloured).not.toBe(plain);
  expect(coloured.replaceAll(new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g'), '')).toBe(plain);
});

test('a clean run says that all rules pass and that there are no warnings', () => {
  const audit = record.audit.filter(({ status }) => status === 'pass');
  const text = renderSummaryText({ ...record, audit, warnings: [] }, { colour: false });
  expect(text).toContain('audit: 4 rules, all pass\nwarnings: none');
});

test.each([
  ['numbers', exampleRegression],
  ['survival', exampleSurvival],
] as const)('metrics of %s stand in the order of their task, those in units with three digits', (_, example) => {
  const text = renderSummaryText(example().record, { colour: false, width: 110 });
  expect(text.split('\n\n')[0]).toMatchSnapshot();
});

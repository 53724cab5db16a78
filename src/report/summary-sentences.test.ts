import { expect, test } from 'vitest';
import { exampleInput } from '../../test/support/report-input.ts';
import { exampleRegression } from '../../test/support/report-input-regression.ts';
import { exampleSurvival } from '../../test/support/report-input-survival.ts';
import type { Interval, RunRecord } from './record.ts';
import { summarySentences as sentencesOf } from './summary-sentences.ts';
import { verdict } from './verdict.ts';

const input = exampleInput();
const example = input.record;
const summarySentences = (record: RunRecord) => sentencesOf({ ...input, record });

/** Two classes, one learner, roc-auc against an even baseline. */
function twoClasses(score: Interval, baseline: Interval): RunRecord {
  return {
    ...example,
    study: {
      ...example.study,
      classes: ['normal', 'tumor'],
      positive: 'tumor',
      metric: 'roc-auc',
      target: 'tissue',
      id: 'sample',
      group: '',
    },
    chosen: 'forest',
    results: [
      {
        learner: 'forest',
        metrics: { 'roc-auc': score },
        seconds: 1,
        confusion: {
          classes: ['normal', 'tumor'],
          counts: [
            [46, 4],
            [5, 47],
          ],
        },
        settings: [],
      },
    ],
    baselines: [{ name: 'majority', metrics: { 'roc-auc': baseline } }],
    audit: example.audit.filter(({ status }) => status === 'pass'),
  };
}

test('a clear win names the score, its interval, the baseline, the best and the worst class, and what the audit says', () => {
  expect(summarySentences(example)).toMatchInlineSnapshot(`
    [
      "Elastic-net tells the 5 classes of PAM50 apart with macro-F1 0.81 (95 % interval 0.78–0.85) on patients it had not seen; always answering LumA would reach 0.13.",
      "It recognises Basal best (recall 0.95) and Normal least well (recall 0.45; 14 of 33 are taken for LumA).",
      "The audit of 5 rules found no leak, but 1 point to look at before the result is relied on: scaled-on-all-rows.",
    ]
  `);
});

test('two classes are told one from the other, positive first, with sensitivity and specificity', () => {
  const record = twoClasses({ value: 0.93, low: 0.87, high: 0.98 }, { value: 0.5, low: 0.5, high: 0.5 });
  expect(summarySentences(record)).toMatchInlineSnapshot(`
    [
      "Random forest tells tumor from normal with ROC AUC 0.93 (95 % interval 0.87–0.98) on samples it had not seen; always answering tumor would reach 0.50, which is chance.",
      "It finds 47 of 52 tumor samples (sensitivity 0.90) and takes 4 of 50 normal samples for tumor (specificity 0.92).",
      "The audit found nothing to object to in 4 rules.",
    ]
  `);
});

test('a learner whose interval reaches down to the baseline adds nothing shown', () => {
  const record = twoClasses({ value: 0.56, low: 0.44, high: 0.67 }, { value: 0.5, low: 0.5, high: 0.5 });
  expect(verdict(record).standing).toBe('nothing-shown');
  expect(summarySentences(record)[0]).toMatchInlineSnapshot(
    `"Random forest adds nothing shown: it reaches ROC AUC 0.56 (95 % interval 0.44–0.67) on samples it had not seen, and that interval does not clear the 0.50 of always answering tumor, so this study is no evidence that tissue can be predicted from these data."`,
  );
});

test('an interval above the value of the baseline but not above its interval leaves the gain open', () => {
  const record = twoClasses({ value: 0.7, low: 0.61, high: 0.78 }, { value: 0.58, low: 0.5, high: 0.66 });
  expect(verdict(record).standing).toBe('unsettled');
  expect(summarySentences(record)[0]).toContain('a gain is likely rather than shown');
});

test('where lower is better the comparison is turned round, and the strongest baseline is the lowest', () => {
  const at = (value: number) => ({ 'log-loss': { value, low: value - 0.05, high: value + 0.05 } });
  const standing = (value: number) =>
    verdict({
      ...example,
      study: { ...example.study, metric: 'log-loss' },
      results: [{ ...example.results[0]!, metrics: at(value) }],
      baselines: [
        { name: 'majority', metrics: at(1.3) },
        { name: 'clinical', metrics: at(0.9) },
      ],
    });
  expect(standing(0.6)).toMatchObject({ standing: 'better', baseline: { name: 'clinical' } });
  expect(standing(0.83).standing).toBe('unsettled');
  expect(standing(0.95).standing).toBe('nothing-shown');
});

test('a failed audit overrules the result', () => {
  const audit = [{ ...example.audit[0]!, status: 'fail' as const }];
  expect(summarySentences({ ...example, audit })[2]).toContain('must not be trusted');
});

test('a run without baselines says so', () => {
  expect(summarySentences({ ...example, baselines: [] })[0]).toContain('no baseline to compare with');
});

test('numbers: the share explained, a typical error in their unit, and how near the answers lie', () => {
  expect(sentencesOf(exampleRegression()).slice(0, 2)).toMatchInlineSnapshot(`
    [
      "Elastic-net predicts ln_IC50 with R² 0.49 (95 % interval 0.43–0.55) on samples it had not seen, a typical error of 1.11 (RMSE); always answering the mean would reach 0.00.",
      "Half of its answers lie within 0.82 of the measured ln_IC50 and nine in ten within 1.78; the middle half of the measured values itself spans 1.53–3.50.",
    ]
  `);
});

test('survival: the order against chance, and what became of the thirds of lowest and highest risk', () => {
  expect(sentencesOf(exampleSurvival()).slice(0, 2)).toMatchInlineSnapshot(`
    [
      "Cox regression orders patients by risk with C-index 0.69 (95 % interval 0.65–0.72) on patients it had not seen; the same curve for everyone would reach 0.50, which is chance.",
      "At 1,245 days, the median time of observation, 83 % of the third of the patients with the lowest predicted risk are still free of the event, and 47 % of the third with the highest (log-rank p < 0.001).",
    ]
  `);
});

test('chosen by an error in units, the unit is kept and lower is better', () => {
  const regression = exampleRegression();
  const record = { ...regression.record, study: { ...regression.record.study, metric: 'rmse' } };
  expect(verdict(record).standing).toBe('better');
  expect(sentencesOf({ ...regression, record })[0]).toMatchInlineSnapshot(
    `"Elastic-net predicts ln_IC50 with RMSE 1.11 (95 % interval 1.05–1.17) on samples it had not seen; always answering the mean would reach 1.56."`,
  );
});

test('where the mean has no correlation, chance stands in for it', () => {
  const regression = exampleRegression();
  const record = { ...regression.record, study: { ...regression.record.study, metric: 'spearman' } };
  expect(verdict(record).baseline).toMatchObject({ name: 'chance', score: { value: 0 } });
  expect(sentencesOf({ ...regression, record })[0]).toContain('chance would reach 0.00.');
});

test('survival curves that add nothing to the one of everyone are said to', () => {
  const survival = exampleSurvival();
  const results = survival.record.results.map((result) => ({
    ...result,
    metrics: { ...result.metrics, 'integrated-brier': { value: 0.22, low: 0.2, high: 0.24 } },
  }));
  const record = { ...survival.record, results, study: { ...survival.record.study, metric: 'integrated-brier' } };
  expect(sentencesOf({ ...survival, record })[0]).toMatchInlineSnapshot(
    `"Cox regression adds nothing shown: it reaches integrated Brier score 0.22 (95 % interval 0.20–0.24) on patients it had not seen, and that interval does not clear the 0.21 of the same curve for everyone, so this study is no evidence that days to death can be predicted from these data."`,
  );
});

test('without the predictions the sentence on single samples is left out', () => {
  expect(sentencesOf({ ...exampleSurvival(), predictions: [] })).toHaveLength(2);
  expect(sentencesOf({ ...exampleRegression(), predictions: [] })).toHaveLength(2);
});

test('a failed rule that the study accepts is named as such, and does not take all trust', () => {
  const audit = [{ ...example.audit[0]!, status: 'fail' as const }];
  const { rule } = audit[0]!;
  const accepted = { ...example, audit, study: { ...example.study, accepted: [{ rule, reason: 'known' }] } };
  expect(summarySentences({ ...example, audit }).at(-1)).toContain(`failed on ${rule}: until that is settled`);
  expect(summarySentences(accepted).at(-1)).toContain(`failed on ${rule}, which the study accepts`);
});

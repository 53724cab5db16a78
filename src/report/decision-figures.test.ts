import { parseHTML } from 'linkedom';
import { describe, expect, test } from 'vitest';
import { exampleInput } from '../../test/support/report-input.ts';
import { exampleRegression } from '../../test/support/report-input-regression.ts';
import { exampleSurvival } from '../../test/support/report-input-survival.ts';
import { withDecisions } from '../../test/support/with-decisions.ts';
import { compositionByGroup } from './figures/composition-by-group.ts';
import { decisionCurves } from './figures/decision-curves.ts';
import { riskCoverage } from './figures/risk-coverage.ts';
import { subgroupPerformance } from './figures/subgroup-performance.ts';
import { renderReport } from './render-report.ts';

const { document } = parseHTML('<!doctype html><html><body></body></html>');
const input = withDecisions(exampleInput(), {
  prevalence: { Basal: 0.15 },
  threshold: { class: 'Her2', rule: { cost: { falsePositive: 1, falseNegative: 5 } } },
  reject: { maxError: 0.05, cost: { error: 1, reject: 0.2 } },
});
const figures = {
  'risk-coverage': riskCoverage(input, document)!,
  'decision-curve': decisionCurves(input, document)[0]!,
  'subgroup-performance': subgroupPerformance(input, document)!,
  'composition-by-group': compositionByGroup(input, document)!,
};

describe('figures of decisions', () => {
  test.each(Object.entries(figures))('%s is drawn as before', async (name, { svg }) => {
    const standalone = `${svg.replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ')}\n`;
    await expect(standalone).toMatchFileSnapshot(`figures/__snapshots__/${name}.svg`);
  });

  test('say in words what they show', () => {
    expect(
      Object.fromEntries(Object.entries(figures).map(([name, { sentence }]) => [name, sentence])),
    ).toMatchInlineSnapshot(`
      {
        "composition-by-group": "Mean of the probabilities that a model which had not seen them gives to the samples of each race, under the class that most of them are of. Least sure is it of Black or African American: LumA 37 %, LumB 24 %, Basal 16 %, Her2 13 % and Normal 10 %. A share is how sure the model is, not a share of ancestors or of samples. Not shown, too small: American Indian.",
        "decision-curve": "At a share of 15 % with Basal, the model is shown to be worth more than acting on all or on nobody for who would act from 1 % to 91 % on; a false alarm is charged the odds of the probability from which one acts: whoever acts from 20 % on takes four false alarms for one hit.",
        "risk-coverage": "When every sample is answered 12 % of the answers are wrong, when only the surest half is, 2 %. Short dashes: the best that any order of these answers could do. Long dashes: the error asked for, the circle what held-out samples got with the thresholds of the other folds.",
        "subgroup-performance": "How elastic-net does in each part by itself. The dashed line is the whole cohort, 0.81. An interval that does not reach the line is no proof of a difference when there are many parts: the table says which differences stand up to that.",
      }
    `);
  });

  test('of a model that adds nothing the curve says so', () => {
    const [curve] = input.record.decisions!.curves!;
    const none = curve!.points.map((point) => ({ ...point, model: { value: 0, low: 0, high: 0 } }));
    const flat = { ...input.record.decisions!, curves: [{ ...curve!, points: none }] };
    const [figure] = decisionCurves({ ...input, record: { ...input.record, decisions: flat } }, document);
    expect(figure!.sentence).toContain('no probability from which acting on the model is shown to be better');
  });

  test('are none where nothing was decided', () => {
    const plain = exampleInput();
    expect(riskCoverage(plain, document)).toBeNull();
    expect(decisionCurves(plain, document)).toEqual([]);
    expect(subgroupPerformance(plain, document)).toBeNull();
    expect(compositionByGroup(plain, document)).toBeNull();
    expect(renderReport(plain)).not.toMatch(/id="decisions"|id="subgroups"/);
  });
});

/** The text of one section, tags taken off. */
function sectionText(report: string, id: string): string {
  const [, body = ''] = report.split(`<section id="${id}"`);
  const [section] = body.split('</section>');
  return section!
    .replace(/<svg.*?<\/svg>/gs, '')
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('\u2060', '')
    .replaceAll('&lt;', '<')
    .replace(/\s+/g, ' ');
}

describe('the section of decisions', () => {
  test('says what was asked, what holds, and what is promised', () => {
    const text = sectionText(renderReport(input), 'decisions');
    expect(text).toContain('Asked was that at most 5 % of the answers given be wrong, with 95 % certainty.');
    expect(text).toMatch(/\d+ of 934 held-out samples were answered, \d+ % \(\d+–\d+\) of them wrongly/);
    expect(text).toMatch(/On held-out samples the promise was kept in every class/);
    expect(text).toMatch(/Basal, as answered .* Basal, re-weighted/);
    expect(text).toMatch(/Her2 is called from a probability of 0\.\d\d on/);
    expect(text).toContain('Samples unlike those it learned from');
    expect(text).not.toMatch(/NaN|undefined|null/);
  });

  test('says of too few samples that nothing can be promised', () => {
    const { reject, ...rest } = input.record.decisions!;
    const target = {
      ...reject!.target!,
      threshold: null,
      bound: 0.12,
      fewest: 86,
      answered: 0,
      wrong: 0,
      error: { value: Number.NaN, low: Number.NaN, high: Number.NaN },
    };
    const few = { ...input.record, decisions: { ...rest, reject: { ...reject!, target } } };
    const text = sectionText(renderReport({ ...input, record: few }), 'decisions');
    expect(text).toContain(
      'These samples cannot vouch for that at any threshold: the least that they can promise is 12 %',
    );
    expect(text).toContain('at least 86 samples answered without a mistake');
    expect(text).toContain('no held-out sample was answered');
  });

  test('names the classes whose promise was not kept', () => {
    const { conformal, ...rest } = input.record.decisions!;
    if (conformal?.task !== 'classification') throw new Error('an example of classes expected');
    const [first, ...others] = conformal.classes;
    const broken = { ...first!, coverage: { value: 0.7, low: 0.6, high: 0.8 } };
    const record = {
      ...input.record,
      decisions: { ...rest, conformal: { ...conformal, classes: [broken, ...others] } },
    };
    expect(sectionText(renderReport({ ...input, record }), 'decisions')).toContain('it was not kept for Basal');
  });

  test('of numbers speaks of an interval, of survival only of the distance', () => {
    const numbers = sectionText(renderReport(withDecisions(exampleRegression())), 'decisions');
    expect(numbers).toMatch(/The answer ± [\d.]+ \(in the unit of ln_IC50\) is meant to hold 90 % of new values/);
    expect(numbers).not.toMatch(/\bclass(es)?\b/);
    const survival = sectionText(renderReport(withDecisions(exampleSurvival())), 'decisions');
    expect(survival).toContain('Samples unlike those it learned from');
    expect(survival).not.toMatch(/interval around|Sets instead/);
  });
});

describe('the section of parts', () => {
  const text = sectionText(renderReport(input), 'subgroups');
  test('says how many were tested and hides what is small', () => {
    expect(text).toMatch(/7 differences in macro-F1 between a part and the rest were tested, and none is beyond/);
    expect(text).toContain('American Indian not shown: fewer than 10 samples');
    expect(text).not.toMatch(/NaN|undefined|null/);
  });

  test('names a difference that stands up to their number', () => {
    const { subgroups } = input.record;
    const [age, ...others] = subgroups!.columns;
    const groups = age!.groups.map((group, g) =>
      g === 3 ? { ...group, difference: { value: -0.2, low: -0.3, high: -0.1, p: 0.0001, adjusted: 0.0007 } } : group,
    );
    const record = { ...input.record, subgroups: { ...subgroups!, columns: [{ ...age!, groups }, ...others] } };
    expect(sectionText(renderReport({ ...input, record }), 'subgroups')).toContain(
      'Beyond what chance makes of so many: age 66 and above, −0.20 (−0.30 to −0.10), adjusted p < 0.001.',
    );
  });
});

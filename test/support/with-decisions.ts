import { randomKey } from '../../src/base/random.ts';
import { metricByName } from '../../src/metric/registry.ts';
import type { ReportInput } from '../../src/report/input.ts';
import { requireTask, targetLength } from '../../src/table/target.ts';
import { decideClasses } from '../../src/validate/decisions/decide-classes.ts';
import { decideNumbers } from '../../src/validate/decisions/decide-numbers.ts';
import type { DecisionSpec, Decisions } from '../../src/validate/decisions/decisions.ts';
import { divideColumn } from '../../src/validate/subgroups/divide-column.ts';
import { meanComposition } from '../../src/validate/subgroups/mean-composition.ts';
import { scoreSubgroups } from '../../src/validate/subgroups/score-subgroups.ts';

/** A made-up run with what is decided of its predictions, and judged in parts of it that chance has dealt out. */
export function withDecisions(input: ReportInput, spec: Partial<DecisionSpec> = {}): ReportInput {
  const { record, target } = input;
  const { prediction, folds } = input.predictions.find(({ learner }) => learner === record.chosen)!;
  const n = targetLength(target);
  const groups = Int32Array.from({ length: n }, (_, i) => i);
  const random = randomKey(7);
  const whole = { conformalError: 0.1, ...spec };
  const held = { folds, groups };
  const decided = (): Omit<Decisions, 'learner'> => {
    if (target.task === 'classification') {
      const { probabilities } = requireTask(prediction, target.task, 'example');
      const { classes, codes } = target;
      const positive = classes.indexOf(record.study.positive ?? '');
      const data = { truth: codes, probabilities, nClasses: classes.length, ...held };
      return decideClasses(data, { classes, ...(positive >= 0 ? { positive } : {}), spec: whole, random });
    }
    if (target.task !== 'regression') return {};
    const { values: predicted } = requireTask(prediction, target.task, 'example');
    return decideNumbers({ truth: target.values, predicted, ...held }, whole, random);
  };
  const stream = random.at('parts').stream();
  const ages = Float64Array.from({ length: n }, () => Math.round(58 + 12 * stream.normal()));
  const races = Array.from({ length: n }, () => {
    const u = stream.uniform();
    return u < 0.7 ? 'White' : u < 0.9 ? 'Black or African American' : u < 0.995 ? 'Asian' : 'American Indian';
  });
  const divisions = [
    divideColumn({ name: 'age', type: 'number', values: ages }),
    divideColumn({ name: 'race', type: 'text', values: races }),
  ];
  const metrics = [...new Set([record.study.metric, ...(target.task === 'classification' ? ['accuracy'] : [])])];
  const parts = scoreSubgroups(divisions, {
    target,
    prediction,
    folds,
    metrics: metrics.map((name) => metricByName(name)),
    groups,
    random,
    replicates: 100,
  });
  const composition = target.task === 'classification' && {
    learner: record.chosen,
    ...meanComposition(divisions[1]!, target, requireTask(prediction, target.task, 'example').probabilities),
  };
  const limit = 3.1;
  const share = { value: 0.012, low: 0.006, high: 0.021 };
  const decisions = {
    learner: record.chosen,
    ...decided(),
    distance: { samples: n, alien: Math.round(0.012 * n), share, limit },
  };
  const subgroups = { learner: record.chosen, ...parts };
  return { ...input, record: { ...record, decisions, subgroups, ...(composition ? { composition } : {}) } };
}

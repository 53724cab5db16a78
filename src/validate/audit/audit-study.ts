import type { Context } from '../../base/context.ts';
import type { RandomKey } from '../../base/random.ts';
import { type LeakyStudy, leaks } from '../../simulate/leaks.ts';
import { type StudyOptions, simulateStudy } from '../../simulate/study.ts';
import { outerSplits } from '../outer-splits.ts';
import { type AuditInput, auditInput } from './input.ts';
import { auditRules, runAudit } from './rules.ts';

export interface AuditStudyResult {
  /** Of clean cohorts. */
  readonly clean: {
    readonly cohorts: number;
    /** With a rule that fails. */
    readonly failed: number;
    /** With at least one warning. */
    readonly warned: number;
    /** Rule → cohorts in which it warned or failed. */
    readonly byRule: Readonly<Record<string, { readonly warned: number; readonly failed: number }>>;
  };
  /** Of cohorts with one leak planted. */
  readonly leaks: readonly {
    readonly name: string;
    readonly rule: string;
    readonly doc: string;
    readonly cohorts: number;
    /** In which the rule warned or failed. */
    readonly caught: number;
    /** In which it failed. */
    readonly failed: number;
  }[];
}

/**
 * How often the audit cries wolf, and how often it misses one: simulated cohorts of 40 to 300 samples, 100 to 2,000 features, two to five classes
 * (even or not), numbers or survival, with and without missing values and repeated patients, clean or with one leak of each kind.
 * @param cohorts clean ones, and of each leak. Cost about 0.1 s a cohort. The same counts for the same key.
 */
export async function auditStudy(cohorts: number, ctx: Context): Promise<AuditStudyResult> {
  const byRule = Object.fromEntries(auditRules.map(({ rule }) => [rule, { warned: 0, failed: 0 }]));
  const steps = cohorts * (leaks.length + 1);
  let failed = 0;
  let warned = 0;
  for (let c = 0; c < cohorts; c++) {
    ctx.progress(c / steps, 'clean cohorts');
    const own = { ...ctx, random: ctx.random.at('clean', c), progress: () => {} };
    const study = simulateStudy(drawn(c, own.random, TASKS[c % TASKS.length]!));
    const findings = await runAudit('start', inputOf(study, own), own);
    for (const { rule, status } of findings) {
      if (status === 'warn') byRule[rule]!.warned++;
      if (status === 'fail') byRule[rule]!.failed++;
    }
    if (findings.some(({ status }) => status === 'fail')) failed++;
    if (findings.some(({ status }) => status === 'warn')) warned++;
  }
  const found: AuditStudyResult['leaks'][number][] = [];
  for (const [l, leak] of leaks.entries()) {
    const rule = auditRules.find((one) => one.rule === leak.rule)!;
    const count = { caught: 0, failed: 0 };
    for (let c = 0; c < cohorts; c++) {
      ctx.progress((cohorts * (l + 1) + c) / steps, leak.name);
      const own = { ...ctx, random: ctx.random.at(leak.name, c), progress: () => {} };
      const task = leak.tasks[c % leak.tasks.length] as StudyOptions['task'];
      const study = leak.plant(simulateStudy(drawn(c, own.random, task)), own.random.at('plant'));
      const findings = await rule.run(inputOf(study, own), own);
      if (findings.some(({ status }) => status !== 'pass')) count.caught++;
      if (findings.some(({ status }) => status === 'fail')) count.failed++;
    }
    found.push({ name: leak.name, rule: leak.rule, doc: leak.doc, cohorts, ...count });
  }
  return { clean: { cohorts, failed, warned, byRule }, leaks: found };
}

const TASKS = ['classification', 'regression', 'survival'] as const;

/** The c-th cohort. */
function drawn(c: number, random: RandomKey, task: StudyOptions['task']): StudyOptions {
  const stream = random.at('options').stream();
  const spread = (low: number, high: number) => low + stream.below(high - low + 1);
  return {
    task,
    samples: spread(40, 300),
    features: spread(100, 2000),
    classes: spread(2, 5),
    unbalance: [0, 0, 0.4][stream.below(3)]!,
    missing: [0, 0.01, 0.08][stream.below(3)]!,
    repeats: c % 2 === 0 ? 0 : 2,
    random: random.at('study'),
  };
}

/** What a study file would have declared: the target, the patient as group, no confounders. */
function inputOf(study: LeakyStudy, ctx: Context): AuditInput {
  const { target, groups } = study;
  // A split that is given is judged as it is; else folds are drawn.
  const drawnFolds = () => outerSplits({ kind: 'folds', k: 3 }, { target, groups }, 1, ctx.random.at('folds')).repeats;
  return auditInput(
    {
      ...study,
      idColumn: 'sample',
      targetColumns: ['outcome', 'died'],
      groupColumns: ['patient'],
      splits: study.split ? [[study.split]] : drawnFolds(),
      drawn: study.split === undefined,
    },
    ctx,
  );
}

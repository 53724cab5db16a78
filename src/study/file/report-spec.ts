import type { z } from 'zod';
import { ConfigError } from '../../base/errors.ts';
import { findColumn } from '../../table/annotations.ts';
import type { Target } from '../../table/target.ts';
import { priorsAt } from '../../validate/decisions/prior-shift.ts';
import type { LoadedCohort } from '../cohort/load-cohort.ts';
import { parseNetwork } from '../record/network.ts';
import { parseExplain } from './explain-spec.ts';
import type { reportSchema } from './report-schema.ts';
import type { ReportSpec, SubgroupSpec } from './report-wish.ts';
import { parseSignature } from './signature-spec.ts';

/** Sets and intervals may miss the truth in one of ten, unless the study says otherwise. */
const CONFORMAL_ERROR = 0.1;
/** The share of the samples that a ranking looks for, unless the study says otherwise. */
const BEST = 0.1;

export function parseReport(
  file: z.infer<typeof reportSchema> = {},
  resolve: (path: string) => string = (path) => path,
): ReportSpec {
  const { prevalence, threshold, reject, conformal, ranking, subgroups, composition, times, explore } = file;
  const explain = parseExplain(file.explain);
  const signature = parseSignature(file.signature);
  return {
    conformalError: conformal?.error ?? CONFORMAL_ERROR,
    ...(prevalence ? { prevalence } : {}),
    ...(threshold
      ? {
          threshold: {
            ...(threshold.class === undefined ? {} : { class: String(threshold.class) }),
            rule: threshold.cost
              ? {
                  cost: {
                    falsePositive: threshold.cost['false-positive'],
                    falseNegative: threshold.cost['false-negative'],
                  },
                }
              : threshold.sensitivity !== undefined
                ? { sensitivity: threshold.sensitivity }
                : { specificity: threshold.specificity! },
          },
        }
      : {}),
    ...(reject
      ? {
          reject: {
            ...(reject['max-error'] === undefined ? {} : { maxError: reject['max-error'] }),
            ...(reject.confidence === undefined ? {} : { confidence: reject.confidence }),
            ...(reject.cost ? { cost: reject.cost } : {}),
          },
        }
      : {}),
    ...(ranking ? { ranking: { best: ranking.best ?? BEST, good: ranking.good ?? 'high' } } : {}),
    ...(explore ? { explore } : {}),
    ...(subgroups ? { subgroups: subgroups.flatMap(subgroupOf) } : {}),
    ...(composition === undefined ? {} : { composition }),
    ...(file['gene-sets'] === undefined ? {} : { geneSets: resolve(file['gene-sets']) }),
    ...(file.network === undefined ? {} : { network: parseNetwork(file.network, resolve) }),
    ...(times ? { times: [...new Set(times)].sort((a, b) => a - b) } : {}),
    ...(explain === undefined ? {} : { explain }),
    ...(file.motifs ? { motifs: file.motifs === true ? {} : { file: resolve(file.motifs.file) } } : {}),
    ...(signature.length > 0 ? { signature } : {}),
  };
}

function subgroupOf(entry: string | Record<string, number[]>): SubgroupSpec[] {
  if (typeof entry === 'string') return [{ column: entry }];
  return Object.entries(entry).map(([column, breaks]) => ({ column, breaks }));
}

/**
 * Looks at what the report is asked before anything is computed: a run of hours must not end in a misspelt class.
 * @throws {ConfigError} a class that is none, a key that does not serve the task. @throws {ParamError} shares that do not add up.
 * @throws {NotFoundError} a column that the sheet has not.
 */
export function checkReport(spec: ReportSpec, { target, annotations }: LoadedCohort, sheet: string): void {
  for (const { column } of spec.subgroups ?? []) findColumn(annotations, column, `${sheet}: report.subgroups`);
  const { prevalence, threshold, reject, ranking, composition } = spec;
  if (composition !== undefined) findColumn(annotations, composition, `${sheet}: report.composition`);
  if (ranking && target.task !== 'regression') {
    const problem = `serves regression, the task is ${target.task}`;
    throw new ConfigError({ where: 'report.ranking', problem, hint: 'leave it out' });
  }
  checkTimes(spec.times ?? [], target);
  if (target.task !== 'classification') {
    const key = Object.entries({ prevalence, threshold, reject, composition }).find(
      ([, value]) => value !== undefined,
    )?.[0];
    if (key === undefined) return;
    const problem = `serves classification, the task is ${target.task}`;
    throw new ConfigError({ where: `report.${key}`, problem, hint: 'leave it out' });
  }
  const { classes } = target;
  priorsAt(
    prevalence ?? {},
    classes,
    classes.map(() => 1 / classes.length),
    'report.prevalence',
  );
  if (!threshold) return;
  if (threshold.class !== undefined && !classes.includes(threshold.class)) {
    const problem = `no class '${threshold.class}'; the classes are: ${classes.join(', ')}`;
    throw new ConfigError({ where: 'report.threshold.class', problem });
  }
  if (threshold.class === undefined && classes.length > 2) {
    const problem = `with ${classes.length} classes a threshold must name the one that is called`;
    throw new ConfigError({ where: 'report.threshold', problem, hint: `add class: ${classes[0]}` });
  }
}

/** After the last sample left there is nobody to tell those with an event from. */
function checkTimes(times: readonly number[], target: Target): void {
  if (times.length === 0) return;
  const where = 'report.times';
  if (target.task !== 'survival') {
    throw new ConfigError({ where, problem: `serves survival, the task is ${target.task}`, hint: 'leave it out' });
  }
  const last = target.times.reduce((most, time) => Math.max(most, time), 0);
  const late = times.find((time) => time >= last);
  if (late === undefined) return;
  const problem = `nobody was observed beyond ${late}: the longest time is ${last}`;
  throw new ConfigError({ where, problem, hint: 'times are in the unit of the time column' });
}

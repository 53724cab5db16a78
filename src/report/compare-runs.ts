import { ConfigError } from '../base/errors.ts';
import { canonicalJson } from '../base/hash.ts';
import type { Interval, Metrics, RunRecord } from './record.ts';
import { mainMetrics, metricsOf } from './words.ts';

/** A finished run: the name it goes by, its record, and the settings of its lock. */
export interface NamedRun {
  readonly run: string;
  readonly record: RunRecord;
  /** `study` and `prepare` of `study.lock.json`, in which files are named by their content. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

export interface RunsCompared {
  readonly runs: readonly {
    readonly run: string;
    readonly title: string;
    readonly task: string;
    readonly target: string;
    readonly samples: number;
    readonly chosen: string;
    /** By which the learner was chosen. */
    readonly metric: string;
  }[];
  /** Metrics that some run has; of several targets those of the summary. The runs' own come first. */
  readonly metrics: readonly {
    readonly metric: string;
    readonly rows: readonly {
      readonly name: string;
      readonly role: 'learner' | 'baseline';
      /** One a run; null where it has none. */
      readonly scores: readonly (Interval | null)[];
    }[];
  }[];
  /** Settings and data in which the runs differ; null where a run lacks one. */
  readonly differences: readonly { readonly what: string; readonly values: readonly (string | null)[] }[];
  /** Same data, same samples, same division into folds: each learner was tested on the same samples by models of the same samples. */
  readonly sameFolds: boolean;
}

/**
 * Finished runs side by side: the scores of every learner and baseline with their intervals, and what differs in settings and data.
 * Intervals are each run's own: two that overlap may still differ on the same samples, and of other samples they say how much chance is in each.
 * @throws {ConfigError} fewer than two runs.
 */
export function compareRuns(all: readonly NamedRun[]): RunsCompared {
  if (all.length < 2) {
    const problem = `two runs or more expected, got ${all.length}`;
    throw new ConfigError({ where: 'compare', problem, hint: 'name two run folders' });
  }
  const entries = all.map(({ record }) => entriesOf(record));
  const own = all.map(({ record }) =>
    record.targets ? Object.keys(record.summary ?? {}) : [...new Set([...mainMetrics(record), ...metricsOf(record)])],
  );
  const metrics = [...new Set([...all.map(({ record }) => record.study.metric), ...own.flat()])].filter((metric) =>
    own.some((names) => names.includes(metric)),
  );
  const named = [...new Map(entries.flat().map(({ name, role }) => [name, role]))];
  const differences = differencesOf(all);
  return {
    runs: all.map(({ run, record: { study, data, chosen } }) => ({
      ...{ run, title: study.title, task: study.task, target: study.target, samples: data.samples, chosen },
      metric: study.metric,
    })),
    metrics: metrics.map((metric) => ({
      metric,
      rows: named
        .map(([name, role]) => ({
          ...{ name, role },
          scores: entries.map((list) => list.find((one) => one.name === name)?.metrics[metric] ?? null),
        }))
        .filter(({ scores }) => scores.some((score) => score !== null)),
    })),
    differences,
    sameFolds: new Set(all.map(({ record }) => canonicalJson(foldsOf(record)))).size === 1,
  };
}

function entriesOf({ results, baselines, medians }: RunRecord) {
  if (medians) return medians.map(({ name, role, metrics }) => ({ name, role, metrics: metrics as Metrics }));
  return [
    ...results.map(({ learner, metrics }) => ({ name: learner, role: 'learner' as const, metrics })),
    ...baselines.map(({ name, metrics }) => ({ name, role: 'baseline' as const, metrics })),
  ];
}

/** All that says which samples were where. */
function foldsOf({ study, data, folds }: RunRecord) {
  const { seed, outer, repeats, split, group, groups, target } = study as Readonly<Record<string, unknown>>;
  const blocks = Object.values(data.blocks).map(({ hash }) => hash);
  return JSON.parse(
    JSON.stringify({ seed, outer, repeats, split, group, groups, target, samples: data.samples, blocks, folds }),
  );
}

function differencesOf(all: readonly NamedRun[]): RunsCompared['differences'] {
  const leaves = all.map(({ record, settings }) => {
    const { title: _, ...study } = record.study;
    const data = { samples: record.data.samples, blocks: record.data.blocks };
    return new Map(leavesOf({ cistron: record.cistron, data, ...(settings ?? { study }) }, ''));
  });
  const names = [...new Set(leaves.flatMap((own) => [...own.keys()]))];
  return names
    .map((what) => ({ what, values: leaves.map((own) => own.get(what) ?? null) }))
    .filter(({ values }) => new Set(values).size > 1);
}

/** Path → value as text. A list is a leaf, but for one of things that have a name, which stand under it. */
function leavesOf(value: unknown, path: string): [string, string][] {
  const under = (key: string) => (path === '' ? key : `${path}.${key}`);
  if (Array.isArray(value)) {
    const isNamed = value.length > 0 && value.every((one) => typeof (one as { name?: unknown })?.name === 'string');
    return isNamed
      ? value.flatMap((one: { name: string }) => leavesOf({ ...one, name: undefined }, under(one.name)))
      : [[path, JSON.stringify(value)]];
  }
  if (typeof value !== 'object' || value === null) {
    return value === undefined ? [] : [[path, typeof value === 'string' ? value : JSON.stringify(value)]];
  }
  return Object.entries(value).flatMap(([key, one]) => leavesOf(one, under(key)));
}

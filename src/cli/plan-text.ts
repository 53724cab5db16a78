import type { Plan, PlanEntry } from '../study/run/plan-study.ts';
import { duration } from './progress-bar.ts';

/** A plan as a table: one line for the tasks of a kind. */
export function planText({ folder, finished, tasks }: Plan): string {
  const kinds = [...new Set(tasks.map(({ kind }) => kind))];
  const rows = kinds.map((kind) =>
    rowOf(
      kind,
      tasks.filter((task) => task.kind === kind),
    ),
  );
  const head = ['stage', 'kind', 'tasks', 'done', 'one takes', 'all', 'memory'];
  const widths = head.map((name, c) => Math.max(name.length, ...rows.map((row) => row[c]!.length)));
  const lines = [head, ...rows].map((row) =>
    row
      .map((cell, c) => cell.padEnd(widths[c]!))
      .join('  ')
      .trimEnd(),
  );
  const left = tasks.filter(({ done }) => !done);
  const seconds = left.reduce((sum, task) => sum + task.seconds, 0);
  return [
    ...lines,
    '',
    finished
      ? 'finished: the record is there'
      : `${left.length} of ${tasks.length} tasks to do, about ${duration(1000 * seconds)} one after the other (estimated)`,
    `run folder: ${folder}`,
  ].join('\n');
}

function rowOf(kind: string, tasks: readonly PlanEntry[]): string[] {
  const seconds = tasks.reduce((sum, task) => sum + task.seconds, 0);
  return [
    String(tasks[0]!.stage),
    kind,
    String(tasks.length),
    String(tasks.filter(({ done }) => done).length),
    duration((1000 * seconds) / tasks.length),
    duration(1000 * seconds),
    `${Math.max(...tasks.map(({ memoryMiB }) => memoryMiB))} MiB`,
  ];
}

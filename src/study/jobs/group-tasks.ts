import type { PlanEntry } from '../run/plan-study.ts';

/** Tasks that one job of a cluster does, one after the other: of one kind and stage, or of short stages that follow each other. */
export interface Job {
  /** `fold-1`, `fold-2`, …: also of its files. */
  readonly name: string;
  /** Of its first task. */
  readonly kind: string;
  /** Of its first task. */
  readonly stage: number;
  /** Ids, in the order of the plan. */
  readonly tasks: readonly string[];
  /** Sum of its tasks. */
  readonly seconds: number;
  /** The largest of its tasks. */
  readonly memoryMiB: number;
  readonly threads: number;
}

export interface Grain {
  /** What a job is to last at least, in seconds: below, starting it and reading the data would cost more than the work. */
  readonly from: number;
  /** What a job is to last at most, in seconds, but for a single task that takes longer: a job that is lost is done again. */
  readonly to: number;
  /** Jobs that may run at the same time; each gets about four of a kind in turn where they last long enough, so that none waits long for the last. */
  readonly slots: number;
}

type Groupable = Pick<PlanEntry, 'id' | 'kind' | 'stage' | 'seconds' | 'memoryMiB' | 'threads'>;

/**
 * Groups tasks into jobs of about equal length. Neighbours of the plan stay together. Of all tasks of a kind and stage, which take S seconds,
 * a job gets about S / (4·slots), not less than `from` nor more than `to`; no job is longer than that and its longest task. Stages that follow each
 * other and take no longer than `from` together are one job. Results do not depend on it.
 * @param tasks those to be done, in the order of the plan. Cost O(tasks).
 */
export function groupTasks(tasks: readonly Groupable[], { from, to, slots }: Grain): Job[] {
  const chains = chainsOf(tasks, from);
  const byKind = new Map<string, Groupable[]>();
  for (const task of tasks) {
    const { stages } = chains.get(task.stage)!;
    const key = stages.length > 1 ? stages.join() : `${task.stage} ${task.kind}`;
    const list = byKind.get(key);
    if (list) list.push(task);
    else byKind.set(key, [task]);
  }
  const serial = new Map<string, number>();
  return [...byKind.values()].flatMap((alike) => {
    const total = alike.reduce((sum, { seconds }) => sum + seconds, 0);
    const wanted = Math.min(Math.max(total / (4 * slots), from), to);
    return evenShares(alike, total, Math.ceil(total / wanted)).map((share): Job => {
      const { kind, stage } = share[0]!;
      const number = (serial.get(kind) ?? 0) + 1;
      serial.set(kind, number);
      return {
        name: `${kind}-${number}`,
        kind,
        stage,
        tasks: share.map(({ id }) => id),
        seconds: share.reduce((sum, { seconds }) => sum + seconds, 0),
        memoryMiB: Math.max(...share.map(({ memoryMiB }) => memoryMiB)),
        threads: Math.max(...share.map(({ threads }) => threads)),
      };
    });
  });
}

/** Stages that follow each other and are short together. */
interface Chain {
  readonly stages: number[];
  seconds: number;
}

/** Stage → the stages that it is done together with: neighbours that take no longer than `from` in all, or none but itself. */
function chainsOf(tasks: readonly Groupable[], from: number): ReadonlyMap<number, Chain> {
  const seconds = new Map<number, number>();
  for (const task of tasks) seconds.set(task.stage, (seconds.get(task.stage) ?? 0) + task.seconds);
  const chains = new Map<number, Chain>();
  let last: Chain | undefined;
  for (const [stage, own] of [...seconds].sort(([a], [b]) => a - b)) {
    if (!last || last.seconds + own > from) last = { stages: [], seconds: 0 };
    last.stages.push(stage);
    last.seconds += own;
    chains.set(stage, last);
  }
  return chains;
}

/** At most `count` runs of neighbours; a task goes where the middle of its time lies. */
function evenShares(tasks: readonly Groupable[], total: number, count: number): Groupable[][] {
  const shares = new Map<number, Groupable[]>();
  let before = 0;
  for (const task of tasks) {
    const share = total > 0 ? Math.min(count - 1, Math.floor((count * (before + task.seconds / 2)) / total)) : 0;
    before += task.seconds;
    const list = shares.get(share);
    if (list) list.push(task);
    else shares.set(share, [task]);
  }
  return [...shares.values()];
}

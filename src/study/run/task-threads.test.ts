import { expect, test } from 'vitest';
import { DataError } from '../../base/errors.ts';
import { makeTask, type Task, type TaskKind, writeResult } from '../tasks/task.ts';
import { memoryFolder } from './run-folder.ts';
import { type TaskThreads, threadedRunner } from './task-threads.ts';

/** Threads that write the id of a task as its result, some time later. @param fails what is thrown for a task. */
function fakeThreads(
  folder: ReturnType<typeof memoryFolder>,
  fails: (id: string) => Error | undefined = () => undefined,
) {
  const log: string[] = [];
  let free = 2;
  const waiting: (() => void)[] = [];
  const threads: TaskThreads = {
    count: 2,
    async use(work, first) {
      if (free === 0) await new Promise<void>((go) => (first ? waiting.unshift(go) : waiting.push(go)));
      else free--;
      try {
        return await work({
          async do(id) {
            log.push(`begin ${id}`);
            await new Promise((go) => setTimeout(go, 1));
            const error = fails(id);
            if (error) throw error;
            await writeResult(folder, { id }, id);
            log.push(`end ${id}`);
          },
        });
      } finally {
        const next = waiting.shift();
        if (next) next();
        else free++;
      }
    },
    close: async () => {},
  };
  return { threads, log };
}

const tasksOf = (kind: TaskKind, count: number, needs: readonly TaskKind[] = []) =>
  Promise.all(Array.from({ length: count }, (_, i) => makeTask(kind, `${kind} ${i}`, { lock: 'x', i }, needs)));
const attend = <T>(_task: Task, work: () => Promise<T>) => work();
const here = () => Promise.reject(new Error('is not computed here'));

test('a task begins once all of the kinds that it needs have ended, in whatever order they are asked for', async () => {
  const folder = memoryFolder();
  const [folds, scores] = [await tasksOf('fold', 3), await tasksOf('score', 2, ['fold'])];
  const { threads, log } = fakeThreads(folder);
  const runner = threadedRunner(folder, threads, [...folds, ...scores], attend);
  const all = [...scores, ...folds];
  expect(await runner.all(all, (task) => runner.run(task, here))).toEqual(all.map(({ id }) => id));
  const firstScore = log.findIndex((line) => line.startsWith('begin score'));
  expect(log.slice(0, firstScore).filter((line) => line.startsWith('end fold'))).toHaveLength(3);
});

test('what is finished is neither done again nor waited for', async () => {
  const folder = memoryFolder();
  const [folds, scores] = [await tasksOf('fold', 2), await tasksOf('score', 1, ['fold'])];
  for (const { id } of folds) await writeResult(folder, { id }, 'before');
  const { threads, log } = fakeThreads(folder);
  const runner = threadedRunner(folder, threads, [...folds, ...scores], attend);
  expect(await runner.all([...scores, ...folds], (task) => runner.run(task, here))).toEqual([
    scores[0]!.id,
    'before',
    'before',
  ]);
  expect(log).toEqual([`begin ${scores[0]!.id}`, `end ${scores[0]!.id}`]);
});

test('after a failure nothing is begun, and those that wait learn of it', async () => {
  const folder = memoryFolder();
  const [folds, scores] = [await tasksOf('fold', 6), await tasksOf('score', 1, ['fold'])];
  const broken = new DataError({ where: 'fold', problem: 'one class' });
  const { threads, log } = fakeThreads(folder, (id) => (id === folds[1]!.id ? broken : undefined));
  const runner = threadedRunner(folder, threads, [...folds, ...scores], attend);
  const asked = [...scores, ...folds].map((task) => runner.run(task, here));
  const ended = await Promise.allSettled(asked);
  expect(ended.filter((one) => one.status === 'rejected').every(({ reason }) => reason === broken)).toBe(true);
  expect(ended[0]!.status).toBe('rejected');
  expect(log.filter((line) => line.startsWith('begin')).length).toBeLessThan(4);
});

test('what fails outside a task ends those that wait for one which is then never begun', async () => {
  const folder = memoryFolder();
  const [folds, scores] = [await tasksOf('fold', 1), await tasksOf('score', 1, ['fold'])];
  const { threads, log } = fakeThreads(folder);
  const runner = threadedRunner(folder, threads, [...folds, ...scores], attend);
  const stopped = new Error('stopped before the fold was asked for');
  const visits = [() => runner.run(scores[0]!, here), () => Promise.reject(stopped)];
  await expect(runner.all(visits, (visit) => visit())).rejects.toBe(stopped);
  expect(log).toEqual([]);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupTasks } from './group-tasks.ts';

const task = (index: number, seconds: number, kind: 'fold' | 'final' = 'fold') =>
  ({
    id: `${kind}-${index}`,
    kind,
    stage: kind === 'fold' ? 1 : 2,
    seconds,
    memoryMiB: 100 + index,
    threads: 1,
  }) as const;

describe('tasks grouped into jobs', () => {
  test('every task once, in order; no job longer than its share and its longest task', () => {
    const seconds = fc.array(fc.double({ min: 0, max: 2000, noNaN: true }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(seconds, fc.integer({ min: 1, max: 50 }), (lengths, slots) => {
        const tasks = lengths.map((length, index) => task(index, length));
        const jobs = groupTasks(tasks, { from: 60, to: 600, slots });
        expect(jobs.flatMap((job) => job.tasks)).toEqual(tasks.map(({ id }) => id));
        const total = lengths.reduce((sum, length) => sum + length, 0);
        const wanted = Math.min(Math.max(total / (4 * slots), 60), 600);
        for (const job of jobs) expect(job.seconds).toBeLessThanOrEqual(wanted + Math.max(...lengths) + 1e-6);
        expect(jobs.length).toBeLessThanOrEqual(Math.max(1, Math.ceil(total / wanted)));
      }),
    );
  });

  test('kinds and stages stay apart; a job asks for the memory of its largest task', () => {
    const tasks = [task(0, 30), task(1, 30), task(2, 30), task(3, 30), task(0, 5, 'final')]; // 120 s, then 5: too long for one job
    expect(groupTasks(tasks, { from: 60, to: 600, slots: 8 })).toEqual([
      { name: 'fold-1', kind: 'fold', stage: 1, tasks: ['fold-0', 'fold-1'], seconds: 60, memoryMiB: 101, threads: 1 },
      { name: 'fold-2', kind: 'fold', stage: 1, tasks: ['fold-2', 'fold-3'], seconds: 60, memoryMiB: 103, threads: 1 },
      { name: 'final-1', kind: 'final', stage: 2, tasks: ['final-0'], seconds: 5, memoryMiB: 100, threads: 1 },
    ]);
  });

  test('short stages that follow each other are one job, long ones stay apart', () => {
    const stage = (number: number, seconds: number, kind: 'fold' | 'score' | 'explain' | 'final') =>
      ({ ...task(number, seconds), id: `${kind}-${seconds}`, kind, stage: number }) as const;
    const tasks = [
      ...[stage(1, 70, 'fold'), stage(2, 9, 'score'), stage(2, 3, 'score')],
      ...[stage(3, 20, 'explain'), stage(3, 15, 'final'), stage(4, 40, 'final')],
    ];
    const jobs = groupTasks(tasks, { from: 60, to: 600, slots: 8 });
    expect(jobs.map(({ name, stage: first, tasks: ids, seconds }) => [name, first, ids, seconds])).toEqual([
      ['fold-1', 1, ['fold-70'], 70],
      ['score-1', 2, ['score-9', 'score-3', 'explain-20', 'final-15'], 47],
      ['final-1', 4, ['final-40'], 40],
    ]);
    expect(groupTasks(tasks, { from: 0, to: 600, slots: 1 }).map((job) => job.stage)).toEqual([1, 2, 2, 3, 3, 4]);
  });

  test('few places: long jobs; many places: short ones', () => {
    const tasks = Array.from({ length: 1000 }, (_, index) => task(index, 20)); // 20,000 s
    const count = (slots: number) => groupTasks(tasks, { from: 60, to: 600, slots }).length;
    expect([1, 20, 1000].map(count)).toEqual([34, 80, 334]);
  });
});

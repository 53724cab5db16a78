import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { NotFoundError, ParamError } from '../../base/errors.ts';
import { blameFiles, openRun } from '../../study/run/kept-run.node.ts';
import { runTasks } from '../../study/run/run-tasks.ts';
import { runOptions } from '../run-options.ts';
import { withSession } from '../session.ts';
import type { TaskFlags } from '../words/task.ts';

export async function task(path: string, named: readonly string[], flags: TaskFlags): Promise<void> {
  const ids = [...new Set([...named, ...split(flags.ids ?? ''), ...split(await listed(flags.from))])];
  if (ids.length === 0) {
    throw new ParamError({
      where: 'cistron task',
      problem: 'needs the id of a task',
      hint: `cistron plan ${path} lists them with --json`,
    });
  }
  const kept = await openRun(path);
  const outcomes = await withSession(flags.workers, async (session) => {
    const given = { study: kept.study, kept };
    const cpuSeconds = () => Object.values(process.cpuUsage()).reduce((sum, micros) => sum + micros, 0) / 1e6;
    const meter = { peakMiB: () => Math.round(process.resourceUsage().maxRSS / 1024), cpuSeconds, host: hostname() };
    const options = { ...(await runOptions(session, given, undefined)), state: () => {}, planned: kept };
    return runTasks(kept.study, kept.lock, ids, meter, options).catch((error) => blameFiles(kept, error));
  });
  if (flags.json) process.stdout.write(`${JSON.stringify(outcomes, null, 2)}\n`);
  else
    for (const { id, label, found } of outcomes) process.stdout.write(`${id}\t${found ? 'found' : 'done'}\t${label}\n`);
}

const split = (text: string) => text.split(/[\s,]+/).filter((id) => id !== '');

async function listed(file: string | undefined): Promise<string> {
  if (file === undefined) return '';
  return readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw new NotFoundError({ where: file, problem: `the list of tasks cannot be read (${cause.code})`, cause });
  });
}

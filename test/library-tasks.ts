import { hostname } from 'node:os';
import { createExecutor, diskFolder, fileSource } from '../src/index.node.ts';
import { parseStudy, planStudy, type RunOptions, readLock, replayRun, runStudy, runTasks } from '../src/index.ts';

/** Runs a study task by task, as a cluster of your own would, and asks whether it comes out the same again. @param path of the run folder. */
export async function runByTasks(text: string, path: string): Promise<string> {
  const executor = await createExecutor();
  const options: RunOptions = {
    open: (file) => fileSource(file),
    folder: () => diskFolder(path),
    executor,
    signal: new AbortController().signal,
    progress() {},
    state() {},
    now: () => Date.now(),
  };
  const meter = {
    peakMiB: () => process.resourceUsage().maxRSS / 1024,
    cpuSeconds: () => process.cpuUsage().user / 1e6,
    host: hostname(),
  };
  const study = parseStudy(text, 'study.yaml');
  const { tasks } = await planStudy(study, options); // writes the lock
  const folder = await diskFolder(path);
  const lock = (await readLock(folder))!;
  for (const { id, done } of tasks) if (!done) await runTasks(study, lock, [id], meter, options);
  const { record } = await runStudy(study, options); // nothing is left but the end: record, report, predictions
  const { difference, compared } = await replayRun(study, lock, folder, options);
  await executor.close();
  return `${record.chosen}, ${tasks.length} tasks; again: ${difference ?? `the same, ${compared} results`}`;
}

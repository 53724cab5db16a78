import { IntegrityError } from '../../base/errors.ts';
import { blameFiles, openRun } from '../../study/run/kept-run.node.ts';
import { type Replay, replayRun } from '../../study/run/replay.ts';
import { runOptions } from '../run-options.ts';
import { withSession } from '../session.ts';
import type { ReplayFlags } from '../words/replay.ts';

export async function replay(path: string, flags: ReplayFlags): Promise<void> {
  const kept = await openRun(path);
  const found = await withSession(flags.workers, async (session) => {
    const options = { ...(await runOptions(session, { study: kept.study, kept }, undefined)), state: () => {} };
    return replayRun(kept.study, kept.lock, kept.folder, options).catch((error) => blameFiles(kept, error));
  });
  process.stdout.write(flags.json ? `${JSON.stringify(found, null, 2)}\n` : `${replayText(found)}\n`);
  if (found.difference !== undefined) process.exitCode = DIFFERS;
}

const DIFFERS = new IntegrityError({ where: 'replay', problem: 'a difference' }).exitCode;

function replayText({ difference, compared, finished, versions }: Replay): string {
  return [
    ...(difference === undefined
      ? [`no difference: ${compared} results of tasks${finished ? ', the record, the predictions and the model' : ''}`]
      : [`first difference: ${difference}`]),
    ...(finished ? [] : ['the run is not finished: only the tasks that are there were compared']),
    ...versions.map((line) => `other than then: ${line}`),
  ].join('\n');
}

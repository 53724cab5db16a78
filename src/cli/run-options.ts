import { dirname, join } from 'node:path';
import { fileSource } from '../read/index.node.ts';
import { diskLedger } from '../study/audit/holdout-ledger.node.ts';
import { STUDY_FILE, studyRecord } from '../study/run/kept-run.node.ts';
import { diskFolder } from '../study/run/run-folder.node.ts';
import type { RunOptions } from '../study/run/run-options.ts';
import { taskThreads } from '../study/run/task-threads.node.ts';
import { buildHash } from './build-hash.ts';
import { type Session, versions } from './session.ts';
import type { GivenStudy } from './study-flags.ts';

/** What a run, a plan or a task is given by the command line. @param out of --out; absent: runs/<title>-<hash>, or the folder that was named. */
export async function runOptions(session: Session, given: GivenStudy, out: string | undefined): Promise<RunOptions> {
  const { study, textFrom, kept } = given;
  return {
    open: kept?.open ?? ((path) => fileSource(path)),
    executor: session.executor,
    networks: session.networks,
    taskThreads,
    signal: session.signal,
    progress: session.progress,
    state: (sentence) => session.say(`· ${sentence}`),
    now: () => Date.now(),
    versions: versions(),
    build: await buildHash(),
    holdouts: ({ path }) => diskLedger(dirname(path)),
    folder: async (lock) => {
      if (kept && out === undefined) return kept.folder;
      return diskFolder(out ?? join('runs', `${slug(study.title)}-${lock.lock.slice(0, 8)}`));
    },
    // A run that is gone on with has them.
    beside: ({ path }, files) =>
      kept
        ? {}
        : {
            [STUDY_FILE]: studyRecord(study, path, files),
            // Written with paths from its own folder, so that `cistron run DIR/study.yaml` is the same study.
            ...(textFrom ? { 'study.yaml': textFrom(path) } : {}),
          },
  };
}

/** Letters and digits joined by dashes. */
function slug(title: string): string {
  return (
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 60) || 'study'
  );
}

import { LeakageError } from '../../base/errors.ts';
import { fileSource } from '../../read/index.node.ts';
import { checkStudy } from '../../study/audit/check-study.ts';
import { checkText } from '../check-text.ts';
import { withSession } from '../session.ts';
import { studyFrom } from '../study-flags.ts';
import type { CheckFlags } from '../words/check.ts';

export async function check(path: string | undefined, flags: CheckFlags): Promise<void> {
  const { study } = await studyFrom(path, flags, 'check');
  const outcome = await withSession(flags.workers, (session) =>
    checkStudy(study, {
      open: (file) => fileSource(file),
      executor: session.executor,
      signal: session.signal,
      progress: session.progress,
      state: (sentence) => session.say(`· ${sentence}`),
    }),
  );
  const colour = process.stdout.isTTY === true && !process.env.NO_COLOR;
  process.stdout.write(`${flags.json ? JSON.stringify(outcome, null, 2) : checkText(outcome, colour)}\n`);
  if (outcome.refused.length > 0) process.exitCode = LEAKAGE;
}

const LEAKAGE = new LeakageError({ where: 'check', problem: 'refused' }).exitCode;

import { join } from 'node:path';
import { renderSummaryText } from '../../report/render-summary-text.ts';
import { blameFiles, openRun } from '../../study/run/kept-run.node.ts';
import { planStudy } from '../../study/run/plan-study.ts';
import { type RunOutcome, runStudy } from '../../study/run/run-study.ts';
import { doElsewhere, type Elsewhere } from '../on/elsewhere.ts';
import { elsewhereFrom } from '../on/engines.ts';
import { runOptions } from '../run-options.ts';
import { type Session, withSession } from '../session.ts';
import { type GivenStudy, studyFrom } from '../study-flags.ts';
import type { RunFlags } from '../words/run.ts';

export async function run(studyPath: string | undefined, flags: RunFlags): Promise<void> {
  const elsewhere = elsewhereFrom(flags);
  const given = await studyFrom(studyPath, flags, 'run');
  const outcome = await withSession(flags.workers, (session) =>
    conduct(given, flags.out, elsewhere, session).catch((error) =>
      given.kept ? blameFiles(given.kept, error) : Promise.reject(error),
    ),
  );
  print(outcome, flags);
}

/** Tasks that are done elsewhere are there when the run comes to them: what is left to it is to write record and report. */
async function conduct(
  given: GivenStudy,
  out: string | undefined,
  elsewhere: Elsewhere | undefined,
  session: Session,
): Promise<RunOutcome> {
  const options = await runOptions(session, given, out);
  if (!elsewhere) return runStudy(given.study, options);
  const plan = await planStudy(given.study, options);
  await doElsewhere(plan, elsewhere, session);
  return runStudy(given.study, {
    ...options,
    planned: await openRun(plan.folder),
    state: () => {},
    progress: (done, label) => session.progress(0.97 + 0.03 * done, label),
  });
}

function print({ record, folder, found }: RunOutcome, flags: RunFlags): void {
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(record, null, 2)}\n`);
    return;
  }
  const { isTTY = false, columns } = process.stdout;
  const text = renderSummaryText(record, {
    colour: isTTY && !process.env.NO_COLOR,
    ...(columns ? { width: columns } : {}),
  });
  process.stdout.write(`\n${text}\n\n`);
  if (found) process.stdout.write('This run was finished before: shown, not computed again.\n');
  const made = record.targets
    ? { report: 'report.html', table: 'targets.tsv', models: 'models' }
    : { report: 'report.html', model: 'model.cistron' };
  for (const [what, name] of Object.entries(made))
    process.stdout.write(`${what.padEnd(8)}${join(folder.path, name)}\n`);
}

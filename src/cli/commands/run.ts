import { join } from 'node:path';
import type { Command } from 'commander';
import { UnsupportedError } from '../../base/errors.ts';
import { renderSummaryText } from '../../report/render-summary-text.ts';
import { blameFiles } from '../../study/kept-run.node.ts';
import { type RunOutcome, runStudy } from '../../study/run-study.ts';
import { runOptions } from '../run-options.ts';
import { withSession } from '../session.ts';
import { addStudyOptions, type StudyFlags, studyFrom } from '../study-flags.ts';

interface RunFlags extends StudyFlags {
  readonly out?: string;
  readonly on?: string;
  readonly json?: boolean;
}

export function registerRun(program: Command): void {
  const command = program
    .command('run')
    .description('validate learners on a study, choose, fit the choice on all samples, write report and model')
    .argument('[study]', 'study file (YAML or JSON), or a run folder: goes on with that run');
  addStudyOptions(command)
    .option('--out <folder>', 'run folder (default: runs/<title>-<hash>)')
    .option('--on <where>', 'local', 'local')
    .option('--leaky', 'make the usual mistakes too, and show their score beside the honest one')
    .option('--json', 'print run.json instead of the table')
    .action(run);
}

async function run(studyPath: string | undefined, flags: RunFlags): Promise<void> {
  if (flags.on !== 'local')
    throw new UnsupportedError({ where: '--on', problem: `only 'local' is built yet, got '${flags.on}'` });
  const given = await studyFrom(studyPath, flags, 'run');
  const outcome = await withSession(flags.workers, async (session) =>
    runStudy(given.study, await runOptions(session, given, flags.out)).catch((error) =>
      given.kept ? blameFiles(given.kept, error) : Promise.reject(error),
    ),
  );
  print(outcome, flags);
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

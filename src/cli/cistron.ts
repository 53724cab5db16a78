import { Command, CommanderError } from 'commander';
import { VERSION } from '../base/version.ts';
import { reportError } from './report-error.ts';
import { registerCheck } from './words/check.ts';
import { registerCompare } from './words/compare.ts';
import { registerConvert } from './words/convert.ts';
import { registerDoctor } from './words/doctor.ts';
import { registerExplain } from './words/explain.ts';
import { registerFetch } from './words/fetch.ts';
import { registerInspect } from './words/inspect.ts';
import { registerNew } from './words/new.ts';
import { registerPlan } from './words/plan.ts';
import { registerPredict } from './words/predict.ts';
import { registerReplay } from './words/replay.ts';
import { registerReport } from './words/report.ts';
import { registerRun } from './words/run.ts';
import { registerSimulate } from './words/simulate.ts';
import { registerTask } from './words/task.ts';
import { registerUnbuilt } from './words/unbuilt.ts';

/**
 * The command, in this process: what it says goes to `process.stdout` and `process.stderr`, what became of it to `process.exitCode`.
 * @param words of the command line, without the program.
 */
export async function cistron(words: readonly string[]): Promise<void> {
  const program = new Command('cistron')
    .description('Predictions from genomic and biomedical data that can be trusted.')
    .version(VERSION)
    .option('--debug', 'show where an error came from')
    .showSuggestionAfterError()
    .exitOverride();

  for (const register of [
    registerRun,
    registerCheck,
    registerPlan,
    registerTask,
    registerReplay,
    registerPredict,
    registerExplain,
    registerConvert,
    registerInspect,
    registerReport,
    registerCompare,
    registerFetch,
    registerSimulate,
    registerNew,
    registerDoctor,
    registerUnbuilt,
  ]) {
    register(program);
  }

  try {
    await program.parseAsync(words, { from: 'user' });
  } catch (error) {
    // Commander has already written what is wrong with the words of the command line, or the help that was asked for.
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
    else reportError(error, program.opts().debug === true);
  }
}

#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { VERSION } from '../base/version.ts';
import { registerCheck } from './commands/check.ts';
import { registerCompare } from './commands/compare.ts';
import { registerConvert } from './commands/convert.ts';
import { registerDoctor } from './commands/doctor.ts';
import { registerExplain } from './commands/explain.ts';
import { registerFetch } from './commands/fetch.ts';
import { registerInspect } from './commands/inspect.ts';
import { registerNew } from './commands/new.ts';
import { registerPlan } from './commands/plan.ts';
import { registerPredict } from './commands/predict.ts';
import { registerReplay } from './commands/replay.ts';
import { registerReport } from './commands/report.ts';
import { registerRun } from './commands/run.ts';
import { registerSimulate } from './commands/simulate.ts';
import { registerTask } from './commands/task.ts';
import { registerUnbuilt } from './commands/unbuilt.ts';
import { reportError } from './session.ts';

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
  await program.parseAsync();
} catch (error) {
  // Commander has already written what is wrong with the words of the command line, or the help that was asked for.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2;
  else reportError(error, program.opts().debug === true);
}

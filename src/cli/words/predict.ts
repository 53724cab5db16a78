import type { Command } from 'commander';
import { addFileOptions, type FileFlags } from './file-options.ts';

export interface PredictFlags extends FileFlags {
  readonly out?: string;
}

export function registerPredict(program: Command): void {
  const command = program
    .command('predict')
    .description('predict new samples with a saved model')
    .argument('<model>', 'model.cistron of a run; of several targets one of its models, or the run folder for all');
  addFileOptions(command)
    .option('--out <file>', 'where to write the predictions (default: stdout)')
    .action(async (model: string, flags: PredictFlags) =>
      (await import('../commands/predict.ts')).predict(model, flags),
    );
}

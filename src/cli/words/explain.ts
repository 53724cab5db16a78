import { type Command, InvalidArgumentError } from 'commander';
import { addFileOptions, type FileFlags } from './file-options.ts';

export interface ExplainFlags extends FileFlags {
  readonly out?: string;
  readonly method?: string;
  readonly top: number;
  readonly json?: boolean;
}

export function registerExplain(program: Command): void {
  const command = program
    .command('explain')
    .description('what drives the predictions of new samples by a saved model')
    .argument('<model>', 'model.cistron of a run');
  addFileOptions(command)
    .option('--method <word>', 'tree-shap, linear-shap, … (default: the usual one of the model)')
    .option('--top <n>', 'features shown of each sample', wholeNumber, 20)
    .option('--json', 'JSON instead of a table')
    .option('--out <file>', 'where to write it (default: stdout)')
    .action(async (model: string, flags: ExplainFlags) =>
      (await import('../commands/explain.ts')).explain(model, flags),
    );
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError(`must be a whole number from 1, got '${text}'`);
  return Number(text);
}

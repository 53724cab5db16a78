import { basename, dirname } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { randomKey } from '../../base/random.ts';
import { fileSource } from '../../read/index.node.ts';
import { explainedJson, explainedTable, explainSamples } from '../../study/explain-samples.ts';
import { diskFolder } from '../../study/run-folder.node.ts';
import { type FileFlags, openFiles, withFileFlags } from '../model-files.ts';
import { openModel } from '../open-model.ts';
import { withSession } from '../session.ts';

interface ExplainFlags extends FileFlags {
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
  withFileFlags(command)
    .option('--method <word>', 'tree-shap, linear-shap, … (default: the usual one of the model)')
    .option('--top <n>', 'features shown of each sample', wholeNumber, 20)
    .option('--json', 'JSON instead of a table')
    .option('--out <file>', 'where to write it (default: stdout)')
    .action(explain);
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError(`must be a whole number from 1, got '${text}'`);
  return Number(text);
}

async function explain(path: string, flags: ExplainFlags): Promise<void> {
  const bundle = await openModel(path);
  const files = await openFiles(bundle, flags);
  const sheet = flags.samples === undefined ? undefined : await fileSource(flags.samples);
  const text = await withSession(undefined, async ({ executor, networks, signal, say, progress }) => {
    const ctx = { executor, networks, signal, progress, random: randomKey(0), warn: () => {} };
    const wish = { sheet, method: flags.method };
    const explained = await explainSamples(bundle, files, (sentence) => say(`· ${sentence}`), ctx, wish);
    return (flags.json ? explainedJson : explainedTable)(explained, flags.top);
  });
  if (flags.out === undefined) process.stdout.write(text);
  else await (await diskFolder(dirname(flags.out))).write(basename(flags.out), text);
}

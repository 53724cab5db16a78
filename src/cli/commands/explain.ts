import { basename, dirname } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { randomKey } from '../../base/random.ts';
import { fileSource } from '../../read/index.node.ts';
import { explainedInput, explainedJson, explainedTable, explainSamples } from '../../study/explain-samples.ts';
import { diskFolder } from '../../study/run-folder.node.ts';
import { type FileFlags, openFiles, withFileFlags } from '../model-files.ts';
import { openModel } from '../open-model.ts';
import { withSession } from '../session.ts';

interface ExplainFlags extends FileFlags {
  readonly out?: string;
  readonly method?: string;
  readonly top: number;
  readonly json?: boolean;
  readonly html?: string;
}

export function registerExplain(program: Command): void {
  const command = program
    .command('explain')
    .description('what drives the predictions of new samples by a saved model')
    .argument('<model>', 'model.cistron of a run')
    .argument('[samples]', 'as --samples');
  withFileFlags(command)
    .option('--method <word>', 'tree-shap, linear-shap, … (default: the usual one of the model)')
    .option('--top <n>', 'features shown of each sample', wholeNumber, 20)
    .option('--json', 'JSON instead of a table')
    .option('--html <file>', 'write a page to read: answers, decisions and a waterfall of each sample')
    .option('--out <file>', 'where to write it (default: stdout, or nowhere with --html)')
    .action(explain);
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError(`must be a whole number from 1, got '${text}'`);
  return Number(text);
}

async function explain(path: string, table: string | undefined, given: ExplainFlags): Promise<void> {
  const flags = { ...given, ...(table === undefined ? {} : { samples: given.samples ?? table }) };
  const bundle = await openModel(path);
  const files = await openFiles(bundle, flags);
  const sheet = flags.samples === undefined ? undefined : await fileSource(flags.samples);
  const notes: string[] = [];
  const explained = await withSession(undefined, async ({ executor, networks, signal, say, progress }) => {
    const ctx = { executor, networks, signal, progress, random: randomKey(0), warn: () => {} };
    const wish = { sheet, method: flags.method };
    const state = (sentence: string) => {
      say(`· ${sentence}`);
      notes.push(sentence);
    };
    return explainSamples(bundle, files, state, ctx, wish);
  });
  if (flags.html !== undefined) {
    const { renderNewSamples } = await import('../../report/new-samples/render-new-samples.ts');
    const command = `cistron ${process.argv.slice(2).join(' ')}`;
    await write(flags.html, renderNewSamples(explainedInput(bundle, explained, { notes, command })));
    if (flags.out === undefined && !flags.json) {
      process.stdout.write(`${flags.html}\n`);
      return;
    }
  }
  const text = (flags.json ? explainedJson : explainedTable)(explained, flags.top);
  if (flags.out === undefined) process.stdout.write(text);
  else await write(flags.out, text);
}

async function write(file: string, text: string): Promise<void> {
  await (await diskFolder(dirname(file))).write(basename(file), text);
}

import { basename, dirname } from 'node:path';
import { randomKey } from '../../base/random.ts';
import { fileSource } from '../../read/index.node.ts';
import { explainedInput, explainedJson, explainedTable, explainSamples } from '../../study/model/explain-samples.ts';
import { diskFolder } from '../../study/run/run-folder.node.ts';
import { commandLine } from '../command-line.ts';
import { openFiles } from '../model-files.ts';
import { openModel } from '../open-model.ts';
import { withSession } from '../session.ts';
import type { ExplainFlags } from '../words/explain.ts';

export async function explain(path: string, table: string | undefined, given: ExplainFlags): Promise<void> {
  const flags = { ...given, ...(table === undefined ? {} : { samples: given.samples ?? table }) };
  const bundle = await openModel(path);
  const files = await openFiles(bundle, flags);
  const sheet = flags.samples === undefined ? undefined : await fileSource(flags.samples);
  const notes: string[] = [];
  const explained = await withSession(undefined, async ({ executor, networks, signal, say, progress }) => {
    const ctx = { executor, networks, signal, progress, random: randomKey(0), warn: () => {} };
    const wish = { sheet, id: flags.id, method: flags.method };
    const state = (sentence: string) => {
      say(`· ${sentence}`);
      notes.push(sentence);
    };
    return explainSamples(bundle, files, state, ctx, wish);
  });
  if (flags.html !== undefined) {
    const { renderNewSamples } = await import('../../report/new-samples/render-new-samples.ts');
    const page = explainedInput(bundle, explained, { notes, command: commandOf(path, flags) });
    await write(flags.html, renderNewSamples(page));
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

/** What makes the page again. */
function commandOf(path: string, { block = [], samples, id, method, html }: ExplainFlags): string {
  const words = [
    path,
    ...block.flatMap((pair) => ['--block', pair]),
    ...(samples === undefined ? [] : ['--samples', samples]),
    ...(id === undefined ? [] : ['--id', id]),
    ...(method === undefined ? [] : ['--method', method]),
    ...['--html', html!],
  ];
  return commandLine('explain', words);
}

import { basename, dirname } from 'node:path';
import { randomKey } from '../../base/random.ts';
import { fileSource } from '../../read/index.node.ts';
import { explainedJson, explainedTable, explainSamples } from '../../study/explain-samples.ts';
import { diskFolder } from '../../study/run-folder.node.ts';
import { openFiles } from '../model-files.ts';
import { openModel } from '../open-model.ts';
import { withSession } from '../session.ts';
import type { ExplainFlags } from '../words/explain.ts';

export async function explain(path: string, flags: ExplainFlags): Promise<void> {
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

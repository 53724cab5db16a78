import { basename, dirname } from 'node:path';
import type { Command } from 'commander';
import { randomKey } from '../../base/random.ts';
import { fileSource } from '../../read/index.node.ts';
import { newSamplesTable, predictSamples } from '../../study/predict.ts';
import { predictTargets, targetSamplesTable } from '../../study/predict-targets.ts';
import { diskFolder } from '../../study/run-folder.node.ts';
import { type FileFlags, openFiles, withFileFlags } from '../model-files.ts';
import { openModel, openModels } from '../open-model.ts';
import { withSession } from '../session.ts';

interface PredictFlags extends FileFlags {
  readonly out?: string;
}

export function registerPredict(program: Command): void {
  const command = program
    .command('predict')
    .description('predict new samples with a saved model')
    .argument('<model>', 'model.cistron of a run; of several targets one of its models, or the run folder for all');
  withFileFlags(command).option('--out <file>', 'where to write the predictions (default: stdout)').action(predict);
}

async function predict(path: string, flags: PredictFlags): Promise<void> {
  const several = await openModels(path);
  const bundle = several?.[0] ?? (await openModel(path));
  const files = await openFiles(bundle, flags);
  const sheet = flags.samples === undefined ? undefined : await fileSource(flags.samples);
  const text = await withSession(undefined, async ({ executor, networks, signal, say, progress }) => {
    const ctx = { executor, networks, signal, progress, random: randomKey(0), warn: () => {} };
    const state = (sentence: string) => say(`· ${sentence}`);
    if (several) return targetSamplesTable(await predictTargets(several, files, state, ctx, sheet));
    return newSamplesTable(await predictSamples(bundle, files, state, ctx, sheet));
  });
  if (flags.out === undefined) process.stdout.write(text);
  else await (await diskFolder(dirname(flags.out))).write(basename(flags.out), text);
}

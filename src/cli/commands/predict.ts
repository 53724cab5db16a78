import { basename, dirname } from 'node:path';
import type { Command } from 'commander';
import { ConfigError } from '../../base/errors.ts';
import { randomKey } from '../../base/random.ts';
import { fileSource } from '../../read/index.node.ts';
import type { ByteSource } from '../../read/source.ts';
import type { ModelBundle } from '../../study/model-file.ts';
import { newSamplesTable, predictSamples } from '../../study/predict.ts';
import { predictTargets, targetSamplesTable } from '../../study/predict-targets.ts';
import { diskFolder } from '../../study/run-folder.node.ts';
import { openModel, openModels } from '../open-model.ts';
import { withSession } from '../session.ts';

interface PredictFlags {
  readonly block?: string[];
  readonly samples?: string;
  readonly out?: string;
}

export function registerPredict(program: Command): void {
  program
    .command('predict')
    .description('predict new samples with a saved model')
    .argument('<model>', 'model.cistron of a run; of several targets one of its models, or the run folder for all')
    .option('--block <name=file...>', 'measurements of the new samples, for each block of the model')
    .option(
      '--samples <file>',
      'one table that holds the blocks not given with --block, and the batch where the model asks for it',
    )
    .option('--out <file>', 'where to write the predictions (default: stdout)')
    .action(predict);
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

async function openFiles(bundle: ModelBundle, { block = [], samples }: PredictFlags): Promise<Map<string, ByteSource>> {
  const files = new Map<string, ByteSource>();
  for (const pair of block) {
    const at = pair.indexOf('=');
    // With one block there is nothing to tell apart.
    const name = at > 0 ? pair.slice(0, at) : bundle.blocks.length === 1 ? bundle.blocks[0]!.name : undefined;
    if (name === undefined)
      throw new ConfigError({
        where: '--block',
        problem: `must be NAME=FILE, got '${pair}'`,
        hint: `the blocks are: ${bundle.blocks.map((each) => each.name).join(', ')}`,
      });
    files.set(name, await fileSource(pair.slice(at + 1)));
  }
  if (samples !== undefined)
    // A block that samples may lack has a file of its own, or none.
    for (const { name, pipeline } of bundle.blocks)
      if (!files.has(name) && !pipeline.fill) files.set(name, await fileSource(samples));
  return files;
}

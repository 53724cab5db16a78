import { basename, dirname } from 'node:path';
import { randomKey } from '../../base/random.ts';
import { fileSource } from '../../read/index.node.ts';
import { newSamplesTable, predictSamples } from '../../study/model/predict.ts';
import { predictTargets, targetSamplesTable } from '../../study/model/predict-targets.ts';
import { diskFolder } from '../../study/run/run-folder.node.ts';
import { openFiles } from '../model-files.ts';
import { openModel, openModels } from '../open-model.ts';
import { withSession } from '../session.ts';
import type { PredictFlags } from '../words/predict.ts';

export async function predict(path: string, flags: PredictFlags): Promise<void> {
  const several = await openModels(path);
  const bundle = several?.[0] ?? (await openModel(path));
  const files = await openFiles(bundle, flags);
  const how = {
    sheet: flags.samples === undefined ? undefined : await fileSource(flags.samples),
    id: flags.id,
  };
  const text = await withSession(undefined, async ({ executor, networks, signal, say, progress }) => {
    const ctx = { executor, networks, signal, progress, random: randomKey(0), warn: () => {} };
    const state = (sentence: string) => say(`· ${sentence}`);
    if (several) return targetSamplesTable(await predictTargets(several, files, state, ctx, how));
    return newSamplesTable(await predictSamples(bundle, files, state, ctx, how));
  });
  if (flags.out === undefined) process.stdout.write(text);
  else await (await diskFolder(dirname(flags.out))).write(basename(flags.out), text);
}

import type { Context } from '../../base/context.ts';
import type { ByteSource } from '../../read/source.ts';
import { writeDelimited } from '../../read/write.ts';
import type { Block } from '../../table/block.ts';
import type { ModelBundle } from './model-file.ts';
import {
  type NewSamples,
  type NewSamplesReading,
  predictSamples,
  type ReadBlock,
  readNewBlock,
  rowsOfSamples,
} from './predict.ts';

/** New samples by the model of one of several targets. */
export interface TargetSamples extends NewSamples {
  readonly target: string;
}

/** As `predictSamples` by the models of several targets, in their order; a file is read once for all that take the same features of it. */
export async function predictTargets(
  bundles: readonly ModelBundle[],
  files: ReadonlyMap<string, ByteSource>,
  state: (sentence: string) => void,
  ctx: Context,
  how: Omit<NewSamplesReading, 'read'> = {},
): Promise<TargetSamples[]> {
  const said = new Set<string>();
  const once = (sentence: string) => {
    if (!said.has(sentence)) state(sentence);
    said.add(sentence);
  };
  const known = new Map<string, Promise<Block>>();
  const read: ReadBlock = (trained, source, say, own, id) => {
    const { pipeline, ...form } = trained;
    const key = JSON.stringify([form, pipeline.inputFeatures]);
    if (!known.has(key)) known.set(key, readNewBlock(trained, source, say, own, id));
    return known.get(key)!;
  };
  const predicted: TargetSamples[] = [];
  for (const bundle of bundles) {
    const target = String(bundle.provenance.target ?? '');
    predicted.push({ target, ...(await predictSamples(bundle, files, once, ctx, { ...how, read })) });
  }
  return predicted;
}

/** The tables of several targets below each other, their name in front: `target`, then as `newSamplesTable`. Models of one run have the same columns. */
export function targetSamplesTable(predicted: readonly TargetSamples[]): string {
  const heads = predicted.slice(0, 1).map((one) => ['target', ...rowsOfSamples(one)[0]!]);
  const rows = predicted.flatMap((one) =>
    rowsOfSamples(one)
      .slice(1)
      .map((row) => [one.target, ...row]),
  );
  return writeDelimited([...heads, ...rows]);
}

import { ConfigError } from '../base/errors.ts';
import { fileSource } from '../read/index.node.ts';
import type { ByteSource } from '../read/source.ts';
import type { ModelBundle } from '../study/model/model-file.ts';
import type { FileFlags } from './words/file-options.ts';

/** The files of new samples, by block. @throws {ConfigError} a block without its name where there are several. */
export async function openFiles(
  bundle: ModelBundle,
  { block = [], samples }: FileFlags,
): Promise<Map<string, ByteSource>> {
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

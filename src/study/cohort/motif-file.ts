import { DataError } from '../../base/errors.ts';
import { type ByteSource, type ReadOptions, readFile } from '../../read/index.ts';
import type { NamedMotif } from '../../read/reader.ts';

/** The known motifs that a report names, read before anything is computed. @throws {DataError} a file of something else. @throws as the readers of MEME and JASPAR. */
export async function readMotifFile(
  source: ByteSource,
  statements: string[],
  options: ReadOptions,
): Promise<readonly NamedMotif[]> {
  const { content, problems } = await readFile(source, options);
  for (const message of problems) options.warn?.({ code: 'file-problem', message, where: source.name });
  if (content.holds !== 'motifs') {
    const hint = 'give motifs in the minimal MEME format, or as counts in the format of JASPAR';
    throw new DataError({ where: source.name, problem: `motifs expected, got ${content.holds}`, hint });
  }
  statements.push(`${source.name}: ${content.motifs.length} known motifs, with which those found will be compared`);
  return content.motifs;
}

import { DataError } from '../../base/errors.ts';
import { type ByteSource, type ReadOptions, readFile } from '../../read/index.ts';
import type { NamedSet } from '../../read/reader.ts';
import { type Block, isArrayKind } from '../../table/block.ts';

/**
 * The sets that a report names, read before anything is computed: a run of hours must not end in sets of other names.
 * @throws {DataError} no feature of any block is in a set. @throws as the reader of GMT.
 */
export async function readGeneSets(
  source: ByteSource,
  blocks: readonly Block[],
  statements: string[],
  options: ReadOptions,
): Promise<readonly NamedSet[]> {
  const { content, problems } = await readFile(source, options, 'gmt');
  for (const message of problems) options.warn?.({ code: 'file-problem', message, where: source.name });
  const sets = content.holds === 'sets' ? content.sets : [];
  const members = new Set(sets.flatMap(({ members }) => members));
  const known = blocks.map(({ name, features }) => ({
    ...{ name, of: features.length },
    shared: features.reduce((count, feature) => count + Number(members.has(feature)), 0),
  }));
  if (known.every(({ shared }) => shared === 0)) {
    throw new DataError({
      where: source.name,
      problem: `members of the sets must be features, got none in common, such as '${[...members][0]}' and '${blocks[0]?.features[0]}'`,
      hint: 'use sets of the same kind of names: symbols with symbols, Ensembl with Ensembl',
    });
  }
  const told = known
    .filter(({ shared }) => shared > 0)
    .map(({ name, of, shared }) => `${shared} of ${of} features of '${name}'`)
    .join(', ');
  statements.push(`${source.name}: ${sets.length} sets, which hold ${told}`);
  return sets;
}

/** Whether some feature of the block is in a set. */
export function sharesNames({ kind, features }: Block, sets: readonly NamedSet[]): boolean {
  if (kind === 'sequence' || isArrayKind(kind)) return false;
  const names = new Set(features);
  return sets.some(({ members }) => members.some((member) => names.has(member)));
}

/** A feature as a learner knows it → as its block and the sets do; undefined: of another block. */
export function nameInBlock(blocks: readonly Block[], block: string): (feature: string) => string | undefined {
  if (blocks.length === 1) return (feature) => feature;
  const prefix = `${block}:`;
  return (feature) => (feature.startsWith(prefix) ? feature.slice(prefix.length) : undefined);
}

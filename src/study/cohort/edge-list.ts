import { type ByteSource, type ReadOptions, readFile } from '../../read/index.ts';
import type { EdgeList } from '../../table/contract.ts';

/**
 * A file of edges as a learner takes them; an edge without a weight weighs 1. @returns with the sentence that says what was read; the problems
 * of the file are warnings. @throws as the reader of edge lists.
 */
export async function readEdgeList(
  source: ByteSource,
  options: ReadOptions,
): Promise<{ readonly edges: EdgeList; readonly statement: string }> {
  const { content, facts, problems } = await readFile(source, options, 'edges');
  for (const message of problems) options.warn?.({ code: 'file-problem', message, where: source.name });
  const found = content.holds === 'network' ? content.edges : [];
  const edges = {
    from: found.map(({ from }) => from),
    to: found.map(({ to }) => to),
    weights: Float64Array.from(found, ({ weight }) => weight ?? 1),
  };
  const header = facts.header === 'none' ? 'no header' : `header ${facts.header}`;
  return { edges, statement: `${source.name}: ${found.length} edges, ${header}` };
}

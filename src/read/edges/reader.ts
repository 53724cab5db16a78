import type { FileReading, ReadOptions } from '../reader.ts';
import type { ByteSource } from '../source.ts';
import { eachLine } from '../text/each-line.ts';
import { EdgeParser } from './edge-parser.ts';

/**
 * A network as a list of edges: two names and perhaps a score in each line, separated by tabs, commas, semicolons or blanks, which the first
 * line says. The first line is a header when its score is no number or, without scores, its names stand nowhere else. Lines that begin with # are
 * passed over. An edge that comes again (STRING lists each in both directions) stays as it is, and is counted.
 * @throws {FormatError} lines of different lengths, an empty file. @throws {DataError} more columns than can be told apart; a name that is missing;
 * a score that is missing or below 0. @throws {NotFoundError} a column that is not in the header.
 * Cost: one pass; memory an object for each edge.
 */
export async function read(source: ByteSource, options: ReadOptions): Promise<FileReading> {
  const columns = (options.params?.columns as readonly string[] | undefined) ?? [];
  const strip = (options.params?.strip as string | undefined) ?? '';
  const parser = new EdgeParser(source.name, columns, strip);
  await eachLine(source, options, (line, number) => parser.line(line, number));
  const { edges, header } = parser.finish();
  const problems = [...sharedPrefix(edges[0]!.from, edges), ...parser.problems()];
  const facts = { edges: edges.length, header: header?.join(', ') ?? 'none' };
  return { content: { holds: 'network', edges }, facts, problems };
}

/** STRING writes the species before each name: `9606.ENSP00000269305`. */
function sharedPrefix(name: string, edges: readonly { readonly from: string; readonly to: string }[]): string[] {
  const prefix = /^\d+\./.exec(name)?.[0];
  if (prefix === undefined || !edges.every(({ from, to }) => from.startsWith(prefix) && to.startsWith(prefix)))
    return [];
  return [`all names begin with '${prefix}', the number of the species: strip: '${prefix}' takes it off`];
}

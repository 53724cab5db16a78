import { DataError } from '../base/errors.ts';
import type { DelimitedTable } from '../read/delimited/table.ts';
import type { EdgeList } from '../table/contract.ts';

/**
 * A table of two names and perhaps a weight in each row as the edges between them. Its first line is an edge as well, unless its third field is no
 * number or, without weights, its names stand nowhere else. @returns with the sentence that says what was read.
 * @throws {DataError} another number of columns; a name that is missing; a weight that is missing or below 0.
 */
export function readEdges(table: DelimitedTable): { readonly edges: EdgeList; readonly statement: string } {
  const { name, columns } = table;
  if (columns.length !== 2 && columns.length !== 3) {
    throw new DataError({
      where: name,
      problem: `two columns of names and at most one of weights expected, got ${columns.length} columns`,
      hint: 'keep the two names and the score that counts',
    });
  }
  const [from, to] = [table.texts(0), table.texts(1)];
  const weights = columns.length === 3 ? [...table.numbers(2)] : from.map(() => 1);
  const broken = weights.findIndex((weight, i) => from[i] === null || to[i] === null || !(weight >= 0));
  if (broken >= 0) {
    throw new DataError({
      where: `${name}:${table.lineOf(broken)}`,
      problem: `two names and a weight of at least 0 expected, got ${[0, 1, 2]
        .slice(0, columns.length)
        .map((j) => table.textAt(broken, j) ?? 'nothing')
        .join(', ')}`,
    });
  }
  const first = columns.map((column) => column.name);
  const isEdge =
    columns.length === 3
      ? first[2] !== '' && Number(first[2]) >= 0
      : [from, to].some((names) => names.includes(first[0]!) || names.includes(first[1]!));
  const edges = {
    from: [...(isEdge ? [first[0]!] : []), ...(from as string[])],
    to: [...(isEdge ? [first[1]!] : []), ...(to as string[])],
    weights: Float64Array.from([...(isEdge ? [Number(first[2] ?? 1)] : []), ...weights]),
  };
  const header = isEdge ? 'no header' : `header ${first.join(', ')}`;
  return { edges, statement: `${name}: ${edges.from.length} edges, ${header}` };
}

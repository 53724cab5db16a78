import { describe, expect, test } from 'vitest';
import { readTable } from '../read/index.ts';
import { memorySource } from '../read/source.ts';
import { readEdges } from './read-edges.ts';

const read = async (...lines: readonly string[]) =>
  readEdges(
    await readTable(memorySource('edges.tsv', new TextEncoder().encode(`${lines.join('\n').replaceAll(' ', '\t')}\n`))),
  );

describe('an edge list', () => {
  test.each([
    ['weights and a header', ['a b score', 'TP53 MDM2 0.9', 'MYC MAX 0'], [0.9, 0], 'header a, b, score'],
    ['weights alone', ['TP53 MDM2 0.9', 'MYC MAX 0'], [0.9, 0], 'no header'],
    ['names and a header', ['a b', 'TP53 MDM2', 'MYC MAX'], [1, 1], 'header a, b'],
    ['names alone', ['TP53 MDM2', 'MYC MAX', 'MAX TP53'], [1, 1, 1], 'no header'],
  ] as const)('of %s', async (_, lines, weights, header) => {
    const { edges, statement } = await read(...lines);
    expect([...edges.weights]).toEqual(weights);
    expect([edges.from.slice(0, 2), edges.to.slice(0, 2)]).toEqual([
      ['TP53', 'MYC'],
      ['MDM2', 'MAX'],
    ]);
    expect(statement).toBe(`edges.tsv: ${weights.length} edges, ${header}`);
  });

  test('of other forms is refused by its place', async () => {
    await expect(read('a b s t', 'A B 1 2')).rejects.toThrow(
      'edges.tsv: two columns of names and at most one of weights',
    );
    await expect(read('a b s', 'A B 1', 'A C -1')).rejects.toThrow(
      /edges.tsv:3: .*weight of at least 0 .*got A, C, -1/,
    );
    await expect(read('a b s', 'A B 1', 'A NA 1')).rejects.toThrow(/edges.tsv:3: two names .*got A, nothing, 1/);
  });
});

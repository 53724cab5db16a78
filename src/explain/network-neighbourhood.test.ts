import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { randomKey } from '../base/random.ts';
import { fileSource } from '../read/file-source.node.ts';
import { readFile } from '../read/read-file.ts';
import { networkNeighbourhood } from './network-neighbourhood.ts';

const random = randomKey(1);
const path = (names: string) => [...names].slice(1).map((to, k) => ({ from: names[k]!, to }));

test('a network that can be counted by hand', () => {
  // A – B – C – D, C – E; an edge twice, one to itself, one too weak.
  const edges = [...path('ABCD'), { from: 'C', to: 'E' }, { from: 'B', to: 'A' }, { from: 'A', to: 'A' }];
  const weak = { from: 'A', to: 'D', weight: 0.1 };
  const found = networkNeighbourhood([...edges, weak], ['A', 'D', 'E', 'X', 'A'], { random, minWeight: 0.5 });
  expect(found).toMatchObject({ found: ['A', 'D', 'E'], missing: ['X'], edges: 0, largest: 1, p: 1, largestP: 1 });
  // D – C – E and A – B – C: all four edges, B and C between.
  expect(found.subnetwork.map((edge) => [...edge].sort().join('')).sort()).toEqual(['AB', 'BC', 'CD', 'CE']);
  expect([...found.between].sort()).toEqual(['B', 'C']);
  expect(() => networkNeighbourhood(edges, ['A', 'X'], { random })).toThrow(/got 1/);
});

test('a clique among noise stands out; hubs alone do not, as their degrees are kept', () => {
  const draws = randomKey(2).stream();
  const node = () => `n${draws.below(300)}`;
  const noise = Array.from({ length: 900 }, () => ({ from: node(), to: node() }));
  const clique = ['n1', 'n2', 'n3', 'n4', 'n5', 'n6'];
  const own = clique.flatMap((from, k) => clique.slice(k + 1).map((to) => ({ from, to })));
  const found = networkNeighbourhood([...noise, ...own], clique, { random });
  expect([found.edges >= 15, found.largest, found.p < 0.005, found.expectedEdges < 3]).toEqual([true, 6, true, true]);
  // 20 hubs, each tied to every third node: many edges among them, and no more than such degrees give.
  const hubs = Array.from({ length: 40 }, (_, h) => `h${h}`);
  const spokes = hubs.flatMap((from) => [
    ...Array.from({ length: 100 }, () => ({ from, to: node() })),
    ...hubs.filter((to) => to > from && draws.uniform() < 0.4).map((to) => ({ from, to })),
  ]);
  const some = networkNeighbourhood([...noise, ...spokes], hubs.slice(0, 10), { random });
  expect([some.edges > 5, some.p > 0.02]).toEqual([true, true]);
});

const file = '../shared/data/10_genesets/string_v11_cancer_genes_ppi.tsv.gz';
if (!existsSync(file)) console.log(`network-neighbourhood.test: STRING is skipped: ${file} is absent`);
test.skipIf(!existsSync(file))('the DNA repair genes of STRING lie together', async () => {
  const { content } = await readFile(await fileSource(file), {}, 'edges');
  if (content.holds !== 'network') throw new Error('a network expected');
  const repair = ['BRCA1', 'BRCA2', 'PALB2', 'FANCA', 'FANCC', 'FANCD2', 'FANCG', 'RAD51B', 'ATM', 'CHEK2'];
  const found = networkNeighbourhood(content.edges, repair, { random, minWeight: 700 });
  expect(found.found.length).toBeGreaterThanOrEqual(8);
  expect([found.largest >= found.found.length - 1, found.p < 0.005]).toEqual([true, true]);
});

import { z } from 'zod';
import type { RandomKey } from '../../base/random.ts';
import { networkNeighbourhood } from '../../explain/network-neighbourhood.ts';
import type { ExplanationRecord, NetworkRecord } from '../../report/record.ts';
import type { LoadedCohort } from '../cohort/load-cohort.ts';

/** `report.network`: where the features that drive the chosen learner lie in a network of genes. */
export interface NetworkSpec {
  readonly file: string;
  /** Edges of a smaller weight are not there. */
  readonly minWeight: number;
}

const wish = z.strictObject({
  file: z.string(),
  'min-weight': z.number({ error: 'must be a number from 0' }).min(0).optional(),
});
export const networkSchema = z.union([z.string(), wish], {
  error: 'must be a file of edges, or { file: edges.tsv, min-weight: 700 }',
});

/** As `KNOWN_KEYS` of the study file. */
export const NETWORK_KEYS: readonly string[] = Object.keys(wish.shape);

export function parseNetwork(file: z.infer<typeof networkSchema>, resolve: (path: string) => string): NetworkSpec {
  if (typeof file === 'string') return { file: resolve(file), minWeight: 0 };
  return { file: resolve(file.file), minWeight: file['min-weight'] ?? 0 };
}

/** Drivers that are looked for in the network: more would not be read off a drawing. */
const MOST = 40;

/**
 * The 40 features that move the answers most, out of fold, in the network that the report names. Undefined where none is named, nothing is
 * explained, or fewer than two of them are in it.
 */
export function networkOf(
  spec: NetworkSpec | undefined,
  { namedFiles, blocks }: LoadedCohort,
  explanation: ExplanationRecord | undefined,
  random: RandomKey,
): NetworkRecord | undefined {
  const list = spec && namedFiles.get(spec.file);
  if (!spec || !explanation || !list || !('from' in list)) return undefined;
  const drivers = explanation.features.slice(0, MOST);
  const names = drivers.map(({ feature }) => withoutBlock(feature, blocks));
  const edges = list.from.map((from, e) => ({ from, to: list.to[e]!, weight: list.weights[e]! }));
  const known = new Set(edges.flatMap(({ from, to, weight }) => (weight >= spec.minWeight ? [from, to] : [])));
  if (names.filter((name) => known.has(name)).length < 2) return undefined;
  const { subnetwork: _, ...found } = networkNeighbourhood(edges, names, { random, minWeight: spec.minWeight });
  const shown = new Set([...found.found, ...found.between]);
  const drawn = new Map<string, readonly [string, string]>();
  for (const { from, to, weight } of edges) {
    if (from === to || weight < spec.minWeight || !shown.has(from) || !shown.has(to)) continue;
    const edge = from < to ? ([from, to] as const) : ([to, from] as const);
    drawn.set(edge.join('\t'), edge);
  }
  const strength = new Map(names.map((name, d) => [name, drivers[d]!.importance]));
  return {
    ...{ ...found, file: spec.file, 'min-weight': spec.minWeight },
    found: found.found.map((gene) => ({ gene, importance: strength.get(gene)! })),
    drawn: [...drawn.values()],
  };
}

/** With several blocks features are called `block:name`. */
function withoutBlock(feature: string, blocks: LoadedCohort['blocks']): string {
  const block = blocks.length > 1 ? blocks.find(({ name }) => feature.startsWith(`${name}:`)) : undefined;
  return block ? feature.slice(block.name.length + 1) : feature;
}

import type { Context, Executor } from '../../src/base/context.ts';
import { randomKey } from '../../src/base/random.ts';
import type { Warning } from '../../src/base/warning.ts';
import { createMatrix, type Matrix } from '../../src/table/matrix.ts';
import golden from '../golden/cluster.json' with { type: 'json' };

/** What test/golden/cluster.py writes. */
export interface ClusterGolden {
  readonly versions: Readonly<Record<string, string>>;
  readonly tables: Readonly<Record<'low' | 'overlapping' | 'wide', readonly (readonly number[])[]>>;
  readonly linkage: Readonly<
    Record<string, Readonly<Record<string, { readonly merges: readonly number[]; readonly length: number }>>>
  >;
  readonly dbscan: readonly { readonly eps: number; readonly minPoints: number; readonly labels: readonly number[] }[];
  readonly kMeans: Readonly<Record<string, readonly { readonly k: number; readonly inertia: number }[]>>;
  readonly mixture: Readonly<
    Record<string, { readonly logLikelihood: number; readonly bic: number; readonly labels: readonly number[] }>
  >;
  readonly silhouettes: readonly number[];
  readonly labels: readonly (readonly number[])[];
  readonly ari: readonly number[];
  readonly nmi: readonly number[];
  readonly picture: readonly number[];
  readonly trustworthiness: Readonly<Record<string, number>>;
  readonly pca: Readonly<
    Record<string, { readonly k: number } & Readonly<Record<'axes' | 'scores' | 'variances' | 'explained', number[]>>>
  >;
}

export const clusterGolden = golden as unknown as ClusterGolden;

export function clusterContext(
  executor: Executor,
  signal: AbortSignal = new AbortController().signal,
): Context & { warnings: Warning[] } {
  const warnings: Warning[] = [];
  return { random: randomKey(3), executor, signal, progress: () => {}, warn: (w) => warnings.push(w), warnings };
}

/** Row i belongs to group i mod k, whose features are moved by `effect` times a draw of the group's own. */
export function planted(n: number, p: number, k: number, effect: number, seed = 1): { X: Matrix; truth: Int32Array } {
  const draws = randomKey(seed).at('planted', n, p, k).stream();
  const X = createMatrix(n, p);
  const truth = Int32Array.from({ length: n }, (_, i) => i % k);
  for (let j = 0; j < p; j++) {
    const moves = Array.from({ length: k }, () => effect * draws.normal());
    for (let i = 0; i < n; i++) X.data[j * n + i] = draws.normal() + moves[truth[i]!]!;
  }
  return { X, truth };
}

/** The rows in another order: row q of the result is row order[q]. */
export function shuffledRows(n: number, seed = 5): Int32Array {
  return randomKey(seed)
    .stream()
    .shuffle(Int32Array.from({ length: n }, (_, i) => i));
}

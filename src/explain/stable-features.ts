import type { FoldsExplained } from './aggregate-folds.ts';

/** Stability selection: features that models of many halves of the samples lean on again and again. */
export interface StableFeatures {
  /** How many halves, in complementary pairs. */
  readonly subsamples: number;
  /** The first q features of each half are noted. */
  readonly q: number;
  /** Features that a half was offered. */
  readonly 'of-features': number;
  readonly threshold: number;
  /** No more than so many of the stable features are false in expectation: q² / ((2·threshold − 1)·p). */
  readonly 'false-positives': number;
  /** Noted in at least the threshold of the halves, most often first. */
  readonly stable: readonly StableFeature[];
  /** The features of the explanation, by how often they were noted; `with-equivalents`: themselves or one of their equivalents. */
  readonly shares: readonly (StableFeature & { readonly 'with-equivalents': number })[];
}

export interface StableFeature {
  readonly feature: string;
  readonly share: number;
}

/**
 * @param noted of each half the features that its model leaned on most when it explained the samples of the other half, the first q.
 * @param explained whose features and equivalents are looked up.
 * The bound: Meinshausen & Bühlmann 2010, JRSS-B 72, theorem 1, which holds where noise features are exchangeable and the method does better than
 * guessing; complementary pairs as Shah & Samworth 2013, JRSS-B 75, who need neither for features that are rarely chosen.
 */
export function stableFeatures(
  noted: readonly ReadonlySet<string>[],
  q: number,
  p: number,
  threshold: number,
  explained: Pick<FoldsExplained, 'features'>,
): StableFeatures {
  const counts = new Map<string, number>();
  for (const half of noted) for (const name of half) counts.set(name, (counts.get(name) ?? 0) + 1);
  const share = (found: (half: ReadonlySet<string>) => boolean) => noted.filter(found).length / noted.length;
  return {
    ...{ subsamples: noted.length, q, 'of-features': p, threshold },
    'false-positives': q ** 2 / ((2 * threshold - 1) * p),
    stable: [...counts]
      .map(([feature, count]) => ({ feature, share: count / noted.length }))
      .filter((one) => one.share >= threshold)
      .sort((a, b) => b.share - a.share || (a.feature < b.feature ? -1 : 1)),
    shares: explained.features.map(({ feature, equivalents }) => ({
      feature,
      share: share((half) => half.has(feature)),
      'with-equivalents': share((half) => half.has(feature) || equivalents.some((other) => half.has(other.feature))),
    })),
  };
}

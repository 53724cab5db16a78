import type { RandomKey } from '../base/random.ts';
import type { NamedSet } from '../read/reader.ts';
import { matchSets, requireScores, type SetSizes } from './gene-sets.ts';

export interface SetShare {
  readonly set: string;
  /** Members among the features. */
  readonly size: number;
  /** What its members amount to, of all features, 0 … 1. */
  readonly share: number;
  /** Of a random set of its size: size over features. */
  readonly expected: number;
  /** Share of random sets of its size that amount to as much, itself counted: never 0. */
  readonly p: number;
}

export interface SetShares {
  /** Largest share over expected first. */
  readonly sets: readonly SetShare[];
  readonly background: number;
  readonly permutations: number;
  readonly tooSmall: number;
  readonly tooLarge: number;
}

/**
 * What gene sets amount to, of amounts that features have, such as their mean |attribution|: sums over the members, against random sets of the same size. Sets that overlap share
 * their common features, so that shares do not add up to 1.
 * @param features the background, each once. @param amounts ≥ 0 of each, finite, [p]. @param sizes of sets among the features, default 15 to 500; permutations default 1,000.
 * @throws as `matchSets` and `requireScores`. Cost O(members + permutations · largest size).
 */
export function setShares(
  sets: readonly NamedSet[],
  features: readonly string[],
  amounts: ArrayLike<number>,
  { random, permutations = 1000, ...bounds }: SetSizes & { readonly random: RandomKey; readonly permutations?: number },
): SetShares {
  const where = 'set-shares';
  requireScores(amounts, features, where);
  const { tested, ...left } = matchSets(sets, features, bounds, where);
  const total = features.reduce((sum, _, j) => sum + amounts[j]!, 0);
  const sizes = [...new Set(tested.map(({ members }) => members.length))].sort((a, b) => a - b);
  const drawn = new Map(sizes.map((size) => [size, new Float64Array(permutations)]));
  const names = Int32Array.from(features.keys());
  for (let d = 0; d < permutations; d++) {
    const stream = random.at(d).stream();
    let [sum, taken] = [0, 0];
    // A set of one size begins with that of the size before: sums go on.
    for (const size of sizes) {
      for (; taken < size; taken++) {
        const at = taken + stream.below(names.length - taken);
        [names[taken], names[at]] = [names[at]!, names[taken]!];
        sum += amounts[names[taken]!]!;
      }
      drawn.get(size)![d] = sum;
    }
  }
  const found = tested.map(({ name, members }) => {
    const sum = members.reduce((all, j) => all + amounts[j]!, 0);
    // Sums in another order may differ in their last digits.
    const least = sum * (1 - 1e-12);
    const reached = drawn.get(members.length)!.reduce((count, other) => count + Number(other >= least), 0);
    return {
      ...{ set: name, size: members.length, share: total > 0 ? sum / total : 0 },
      ...{ expected: members.length / features.length, p: (1 + reached) / (1 + permutations) },
    };
  });
  const results = found.sort((a, b) => b.share / b.expected - a.share / a.expected);
  return { sets: results, background: features.length, permutations, ...left };
}

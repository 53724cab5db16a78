import type { RandomKey } from '../base/random.ts';
import { randomSetScores } from './random-sets.ts';

/** Of random sets of one size: scores of one sign as sizes, rising, and their mean. */
interface Side {
  readonly sorted: Float64Array;
  readonly mean: number;
}

/** The scores that random sets of the sizes get that are asked for. */
export class NullScores {
  readonly #sides: ReadonlyMap<number, { readonly positive: Side; readonly negative: Side }>;

  constructor(weights: Float64Array, sizes: Iterable<number>, permutations: number, random: RandomKey) {
    const scores = randomSetScores(weights, new Set(sizes), permutations, random.at('random-sets'));
    this.#sides = new Map(
      [...scores].map(([size, all]) => [
        size,
        { positive: sideOf(all.filter((es) => es >= 0)), negative: sideOf(all.filter((es) => es < 0)) },
      ]),
    );
  }

  /** The score in units of the mean of random sets of its sign. */
  normalise(es: number, size: number): number {
    return es / this.#side(es, size).mean;
  }

  /** (1 + random sets of its sign that are at least as extreme) over (1 + those of its sign). */
  p(es: number, size: number): number {
    const { sorted } = this.#side(es, size);
    return (1 + atLeast(sorted, Math.abs(es))) / (1 + sorted.length);
  }

  /**
   * Of each normalised score, at its sign: the share of normalised scores of random sets, pooled over all sets, that are as extreme, over the share of those of the
   * sets; at most 1. @param sizes of the sets, [sets].
   */
  falseDiscoveryRates(normalised: readonly number[], sizes: readonly number[]): number[] {
    const count = new Map<number, number>();
    for (const size of sizes) count.set(size, (count.get(size) ?? 0) + 1);
    const observed = [1, -1].map((sign) =>
      Float64Array.from(normalised.flatMap((nes) => (nes >= 0 === sign > 0 ? Math.abs(nes) : []))).sort(),
    );
    return normalised.map((nes) => {
      if (Number.isNaN(nes)) return Number.NaN;
      let [all, extreme] = [0, 0];
      for (const [size, sets] of count) {
        const { sorted, mean } = this.#side(nes, size);
        all += sets * sorted.length;
        extreme += sets * atLeast(sorted, Math.abs(nes) * mean);
      }
      const own = observed[nes >= 0 ? 0 : 1]!;
      return Math.min(1, extreme / all / (atLeast(own, Math.abs(nes)) / own.length));
    });
  }

  #side(score: number, size: number): Side {
    const sides = this.#sides.get(size)!;
    return score >= 0 ? sides.positive : sides.negative;
  }
}

function sideOf(scores: Float64Array): Side {
  const sorted = scores.map(Math.abs).sort();
  return { sorted, mean: sorted.reduce((sum, es) => sum + es, 0) / sorted.length };
}

/** How many of the rising values are at least so large. */
function atLeast(sorted: Float64Array, value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return sorted.length - low;
}

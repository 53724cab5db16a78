/** Steps of a correlation: −1 … 1 in hundredths. */
const STEPS = 100;
const WIDTH = 2 * STEPS + 1;

/**
 * How often columns drawn at random reach a sum of correlations with neighbouring places of a motif. The distribution of one place is that of all columns of the pool; of neighbours they are convolved, since
 * columns are drawn independently. Tables are made when a stretch is asked for. Cost of a table of L places 4·10⁴·L. Source: Gupta et al. 2007, Genome Biol. 8:R24, methods.
 */
export class CorrelationTails {
  readonly #places: readonly Float64Array[];
  readonly #shares = new Map<number, Float64Array>();
  readonly #tails = new Map<number, Float64Array>();

  /** @param width of the motif. @param pool of each column its correlation with each place, [width]. */
  constructor(width: number, pool: readonly Float64Array[]) {
    this.#places = Array.from({ length: width }, (_, w) => {
      const shares = new Float64Array(WIDTH);
      for (const column of pool) shares[STEPS + this.rounded(column[w]!)]! += 1 / pool.length;
      return shares;
    });
  }

  /** In hundredths. */
  rounded(correlation: number): number {
    return Math.round(STEPS * Math.max(-1, Math.min(1, correlation)));
  }

  /** P(sum ≥ score) over the places from `start0` to `end0`. @param score in hundredths. */
  atLeast(score: number, start0: number, end0: number): number {
    const key = start0 * (this.#places.length + 1) + end0;
    const known = this.#tails.get(key) ?? summedFromEnd(this.#sharesOf(start0, end0));
    this.#tails.set(key, known);
    return Math.min(1, known[Math.max(0, score + STEPS * (end0 - start0))] ?? 0);
  }

  #sharesOf(start0: number, end0: number): Float64Array {
    if (end0 - start0 === 1) return this.#places[start0]!;
    const key = start0 * (this.#places.length + 1) + end0;
    const known = this.#shares.get(key) ?? convolved(this.#sharesOf(start0, end0 - 1), this.#places[end0 - 1]!);
    this.#shares.set(key, known);
    return known;
  }
}

function convolved(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length + b.length - 1);
  for (let i = 0; i < a.length; i++) {
    if (a[i] === 0) continue;
    for (let j = 0; j < b.length; j++) out[i + j]! += a[i]! * b[j]!;
  }
  return out;
}

function summedFromEnd(shares: Float64Array): Float64Array {
  const tails = shares.slice();
  for (let at = tails.length - 2; at >= 0; at--) tails[at]! += tails[at + 1]!;
  return tails;
}

/** Beginnings of adapters that read-through shows. Source: FastQC 0.12, Configuration/adapter_list.txt. */
const ADAPTERS = {
  'Illumina universal': 'AGATCGGAAGAG',
  Nextera: 'CTGTCTCTTATA',
  'Illumina small RNA': 'TGGAATTCTCGG',
} as const;
/** Share of the reads from which on an adapter is named. */
const ADAPTER_SHARE = 0.001;
const BINS = 20;
/** The highest quality of Phred+33 that Illumina writes is K (42); above it, without anything low, characters are those of Phred+64. */
const HIGHEST_33 = 75;

/** Counts over reads, as they come. */
export class Qualities {
  reads = 0;
  letters = 0;
  #shortest = Number.POSITIVE_INFINITY;
  #longest = 0;
  #unknown = 0;
  #lowest = 255;
  #highest = 0;
  /** Of each position: sum of the characters, reads that reach it. */
  readonly #sums: number[] = [];
  readonly #reach: number[] = [];
  readonly #adapters = new Map<string, number>();

  /** @returns the index of a character that is no quality; −1: all are. */
  add(sequence: string, quality: string): number {
    for (let at = 0; at < quality.length; at++) {
      const code = quality.charCodeAt(at);
      if (code < 33 || code > 126) return at;
      if (code < this.#lowest) this.#lowest = code;
      if (code > this.#highest) this.#highest = code;
      this.#sums[at] = (this.#sums[at] ?? 0) + code;
      this.#reach[at] = (this.#reach[at] ?? 0) + 1;
      const letter = sequence.charCodeAt(at);
      if (letter === 78 || letter === 110 || letter === 46) this.#unknown++;
    }
    for (const [name, letters] of Object.entries(ADAPTERS))
      if (sequence.includes(letters)) this.#adapters.set(name, (this.#adapters.get(name) ?? 0) + 1);
    this.reads++;
    this.letters += sequence.length;
    this.#shortest = Math.min(this.#shortest, sequence.length);
    this.#longest = Math.max(this.#longest, sequence.length);
    return -1;
  }

  get offset(): 33 | 64 {
    return this.#lowest >= 59 && this.#highest > HIGHEST_33 ? 64 : 33;
  }

  facts(): Record<string, string | number> {
    const { offset } = this;
    const mean = this.#sums.reduce((sum, value) => sum + value, 0) / this.letters - offset;
    return {
      reads: this.reads,
      bases: this.letters,
      lengths: this.#shortest === this.#longest ? String(this.#shortest) : `${this.#shortest} to ${this.#longest}`,
      encoding: `Phred+${offset}`,
      'mean quality': Number(mean.toFixed(2)),
      'quality by position': this.#byPosition(offset),
      'share of N': Number((this.#unknown / this.letters).toPrecision(3)),
      adapter: this.#named().join(', ') || 'none seen',
    };
  }

  problems(): string[] {
    const found = this.#named();
    const unsure = this.#lowest >= 59 && this.offset === 33;
    return [
      ...(found.length > 0 ? [`reads that hold an adapter: ${found.join(', ')}; trim them before use`] : []),
      ...(unsure
        ? [
            'all qualities are between 26 and 42 if they are Phred+33, which is assumed; as Phred+64 they would be below 12',
          ]
        : []),
    ];
  }

  /** At most twenty ranges of positions, 1-based. */
  #byPosition(offset: number): string {
    const width = Math.ceil(this.#sums.length / BINS);
    const out: string[] = [];
    for (let from = 0; from < this.#sums.length; from += width) {
      const to = Math.min(from + width, this.#sums.length);
      let [sum, count] = [0, 0];
      for (let at = from; at < to; at++) {
        sum += this.#sums[at]!;
        count += this.#reach[at]!;
      }
      out.push(`${from + 1}${to > from + 1 ? `-${to}` : ''}: ${(sum / count - offset).toFixed(1)}`);
    }
    return out.join(', ');
  }

  #named(): string[] {
    return [...this.#adapters]
      .filter(([, count]) => count >= ADAPTER_SHARE * this.reads)
      .map(([name, count]) => `${name} in ${((100 * count) / this.reads).toFixed(1)} %`);
  }
}

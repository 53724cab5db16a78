import { FormatError } from '../../base/errors.ts';
import type { Annotations } from '../../table/annotations.ts';
import { genotypeMatrix, type Matrix } from '../../table/matrix.ts';
import { countCodes, strideOf } from '../../table/packed.ts';

/** How features are called; see `VARIANT_PARAMS`. */
export type VariantNames = 'position' | 'id';

/** A record without its ALT alleles. */
export interface Site {
  readonly chromosome: string;
  /** 1-based, as at every border. */
  readonly position: number;
  /** Null where the file has none. */
  readonly id: string | null;
  readonly ref: string;
}

/** Values per variant of the first buffer. */
const FIRST_VARIANTS = 256;
/** A guess of the whole from its beginning is not believed beyond this. */
const MOST_GROWTH = 64;
/** Repeated names that a message shows. */
const SHOWN = 3;

/**
 * Variants as they are read, one after another: their values (2-bit codes, or dosages as float32) and what is known of them. The caller asks for
 * `room`, writes there and says `keep`; what is not kept is written over. Memory: the values, and the strings of the variants.
 */
export class VariantStore<Values extends Uint8Array | Float32Array> {
  readonly nSamples: number;
  /** Too rare to be kept. */
  rare = 0;
  nVariants = 0;
  #values: Values;
  readonly #width: number;
  readonly #minMaf: number;
  readonly #naming: VariantNames;
  readonly #names: string[] = [];
  readonly #chromosomes: string[] = [];
  readonly #positions: number[] = [];
  readonly #ids: (string | null)[] = [];
  readonly #refs: string[] = [];
  readonly #alts: string[] = [];
  /** Names at the last position; the place in them alone tells repeated ones as long as the file is sorted. */
  #here: string[] = [];
  #sorted = true;
  readonly #chromosomesSeen = new Set<string>();
  /** Share of the file that has been read, where it is known. */
  share = 0;

  /** @param Kind of array: `Uint8Array` for codes, `Float32Array` for dosages. */
  constructor(
    Kind: new (length: number) => Values,
    nSamples: number,
    { minMaf, names }: { readonly minMaf: number; readonly names: VariantNames },
  ) {
    this.nSamples = nSamples;
    this.#width = Kind === (Uint8Array as unknown) ? strideOf(nSamples) : nSamples;
    this.#values = new Kind(FIRST_VARIANTS * this.#width);
    this.#minMaf = minMaf;
    this.#naming = names;
  }

  /** The buffer; another one after `room`. */
  get values(): Values {
    return this.#values;
  }

  /** Makes room for one variant, and says where in `values` it begins. */
  room(): number {
    const at = this.nVariants * this.#width;
    if (at + this.#width > this.#values.length) this.#grow();
    return at;
  }

  /** Exactly so many variants are coming: no more room than that is made. */
  expect(nVariants: number): void {
    const Kind = this.#values.constructor as new (length: number) => Values;
    this.#values = new Kind(nVariants * this.#width);
  }

  /** Keeps what was written at `room`, unless it is too rare. @param split it is one of several ALT alleles. */
  keep(site: Site, alt: string, split: boolean): void {
    if (this.#minMaf > 0 && !(this.#frequency() >= this.#minMaf)) {
      this.rare++;
      return;
    }
    const { chromosome, position, id, ref } = site;
    const name = this.#naming === 'id' && id !== null ? (split ? `${id}:${alt}` : id) : positionName(site, alt);
    this.#names.push(this.#naming === 'position' ? this.#distinct(name, chromosome, position) : name);
    this.#chromosomes.push(chromosome);
    this.#positions.push(position);
    this.#ids.push(id);
    this.#refs.push(ref);
    this.#alts.push(alt);
    this.nVariants++;
  }

  /** Frequency of the rarer allele among the samples that have a value; 0 when none has. */
  #frequency(): number {
    const at = this.nVariants * this.#width;
    const values = this.#values;
    let copies = 0;
    let called = 0;
    if (values instanceof Uint8Array) {
      const [none, one, two] = countCodes(values, at, this.nSamples);
      copies = one + 2 * two;
      called = none + one + two;
    } else {
      for (let i = 0; i < this.nSamples; i++) {
        const value = values[at + i]!;
        if (Number.isNaN(value)) continue;
        copies += value;
        called++;
      }
    }
    const share = called > 0 ? copies / (2 * called) : 0;
    return Math.min(share, 1 - share);
  }

  /** A name that repeats gets a number; in a sorted file repeated ones are neighbours. */
  #distinct(name: string, chromosome: string, position: number): string {
    const last = this.nVariants - 1;
    if (last >= 0 && this.#chromosomes[last] === chromosome && this.#positions[last] === position) {
      this.#here.push(name);
    } else {
      const before = last < 0 ? undefined : this.#chromosomes[last];
      if (chromosome === before) this.#sorted &&= position > this.#positions[last]!;
      else {
        this.#sorted &&= !this.#chromosomesSeen.has(chromosome);
        this.#chromosomesSeen.add(chromosome);
      }
      this.#here = [name];
    }
    const count = this.#here.filter((other) => other === name).length;
    if (count === 1) return name;
    this.repeated++;
    return `${name}#${count}`;
  }
  repeated = 0;

  #grow(): void {
    const have = this.#values.length / this.#width;
    const guess = this.share > 0 ? Math.ceil((1.05 * this.nVariants) / Math.min(1, this.share)) : 0;
    const variants = Math.min(MOST_GROWTH * have, Math.max(Math.ceil(1.5 * have), guess));
    const Kind = this.#values.constructor as new (length: number) => Values;
    // Pages that are never written to are never given out: a guess too large costs nothing.
    const larger = new Kind(variants * this.#width);
    (larger as Float32Array).set(this.#values as Float32Array);
    this.#values = larger;
  }

  /** @param file for messages. @throws {FormatError} ids that should be names are absent or repeat. */
  finish(file: string): { matrix: Matrix; names: string[]; features: Annotations } {
    const names = this.#naming === 'id' ? this.#checkedIds(file) : this.#sorted ? this.#names : this.#renumbered();
    const values = this.#values.subarray(0, this.nVariants * this.#width);
    const { nSamples, nVariants } = this;
    const matrix: Matrix =
      values instanceof Uint8Array
        ? genotypeMatrix(nSamples, { nCols: nVariants, codes: values })
        : { nRows: nSamples, nCols: nVariants, data: values as Float32Array };
    return {
      ...{ matrix, names },
      features: {
        ids: names,
        columns: [
          { name: 'chromosome', type: 'text', values: this.#chromosomes },
          { name: 'position', type: 'number', values: Float64Array.from(this.#positions) },
          { name: 'id', type: 'text', values: this.#ids },
          { name: 'ref', type: 'text', values: this.#refs },
          { name: 'alt', type: 'text', values: this.#alts },
        ],
      },
    };
  }

  /** Of a file that is not sorted, where equal names may stand anywhere. */
  #renumbered(): string[] {
    const seen = new Map<string, number>();
    this.repeated = 0;
    return this.#names.map((given) => {
      const name = given.replace(/#\d+$/, '');
      const count = (seen.get(name) ?? 0) + 1;
      seen.set(name, count);
      if (count === 1) return name;
      this.repeated++;
      return `${name}#${count}`;
    });
  }

  #checkedIds(file: string): string[] {
    const absent = this.#ids.indexOf(null);
    const hint = 'leave names: position, which calls them chromosome:position:ref:alt';
    if (absent >= 0) {
      throw new FormatError({
        where: file,
        problem: `every variant must have an ID to be called by, got none for ${this.#names[absent]}`,
        hint,
      });
    }
    const seen = new Set<string>();
    const twice = this.#names.filter((name) => seen.size === seen.add(name).size);
    if (twice.length > 0) {
      throw new FormatError({
        where: file,
        problem: `each ID must occur once to be a name, got ${twice.length} that come back (${twice.slice(0, SHOWN).join(', ')})`,
        hint,
      });
    }
    return this.#names;
  }
}

/** Letters of a name are put together here. */
const letters = new Uint8Array(64);

/** As `${chromosome}:${position}:${ref}:${alt}`, which would be kept in five pieces, three times as large: half of the memory of the strings. */
function positionName({ chromosome, position, ref }: Site, alt: string): string {
  const parts = [chromosome, String(position), ref, alt];
  const length = parts.reduce((sum, part) => sum + part.length + 1, -1);
  if (length > letters.length) return parts.join(':');
  let at = 0;
  for (const part of parts) {
    if (at > 0) letters[at++] = 58;
    for (let k = 0; k < part.length; k++) {
      const code = part.charCodeAt(k);
      if (code > 127) return parts.join(':');
      letters[at++] = code;
    }
  }
  return String.fromCharCode.apply(null, letters.subarray(0, length) as unknown as number[]);
}

import { FormatError, UnsupportedError } from '../../base/errors.ts';
import type { Contig } from '../genotypes/genome-build.ts';

/** What stands before the variants, of VCF and of BCF alike. */
export interface VcfHeader {
  /** `4.2` */
  readonly version: string;
  readonly reference: string | undefined;
  readonly contigs: readonly Contig[];
  readonly samples: readonly string[];
  /** Of BCF: what the numbers in records stand for. */
  readonly dictionary: readonly (string | undefined)[];
  readonly contigNames: readonly (string | undefined)[];
}

const FIXED = ['#CHROM', 'POS', 'ID', 'REF', 'ALT', 'QUAL', 'FILTER', 'INFO', 'FORMAT'];

/**
 * Takes the lines of a header. Source: VCF 4.1–4.5 specification, §1.4 and 1.5; dictionaries of BCF2, §6.2.1.
 * @param file as errors call it.
 */
export class VcfHeaderParser {
  readonly #file: string;
  #line = 0;
  #version: string | undefined;
  #reference: string | undefined;
  readonly #contigs: Contig[] = [];
  readonly #contigNames: (string | undefined)[] = [];
  readonly #dictionary: (string | undefined)[] = ['PASS'];
  readonly #numbers = new Map<string, number>([['PASS', 0]]);

  constructor(file: string) {
    this.#file = file;
  }

  /** @returns the header once its last line, that of the columns, was given. @throws {FormatError} @throws {UnsupportedError} */
  push(line: string): VcfHeader | undefined {
    this.#line++;
    if (this.#line === 1) {
      this.#version = this.#checkVersion(line);
      return undefined;
    }
    if (line.startsWith('##')) {
      this.#meta(line);
      return undefined;
    }
    return {
      version: this.#version!,
      reference: this.#reference,
      contigs: this.#contigs,
      contigNames: this.#contigNames,
      dictionary: this.#dictionary,
      samples: this.#columns(line),
    };
  }

  #checkVersion(line: string): string {
    const found = /^##fileformat=VCFv(\d+\.\d+)\s*$/.exec(line.replace(/^\uFEFF/, ''));
    if (!found) {
      throw new FormatError({
        where: `${this.#file}:1`,
        problem: `the first line must be ##fileformat=VCFv4.x, got '${line.slice(0, 40)}'`,
      });
    }
    if (!/^4\.[0-9]$/.test(found[1]!)) {
      throw new UnsupportedError({
        where: `${this.#file}:1`,
        problem: `VCF 4.0 to 4.5 are read, got ${found[1]}`,
        hint: 'write it again with a tool of today: bcftools view',
      });
    }
    return found[1]!;
  }

  #meta(line: string): void {
    const [, key, value = ''] = /^##([^=]+)=(.*)$/s.exec(line) ?? [];
    if (key === 'reference') this.#reference = value.trim();
    else if (key === 'contig') {
      const id = attribute(value, 'ID');
      if (id === undefined) return;
      const [length, assembly] = [attribute(value, 'length'), attribute(value, 'assembly')];
      const known = length !== undefined && /^\d+$/.test(length);
      this.#contigs.push({ id, ...(known ? { length: Number(length) } : {}), ...(assembly ? { assembly } : {}) });
      place(this.#contigNames, id, attribute(value, 'IDX'));
    } else if (key === 'FILTER' || key === 'INFO' || key === 'FORMAT') {
      const id = attribute(value, 'ID');
      if (id === undefined || this.#numbers.has(id)) return;
      this.#numbers.set(id, place(this.#dictionary, id, attribute(value, 'IDX')));
    }
  }

  #columns(line: string): string[] {
    const columns = line.split('\t');
    const where = `${this.#file}:${this.#line}`;
    if (columns[0] !== '#CHROM') {
      throw new FormatError({
        where,
        problem: `a header line that begins with ## or #CHROM expected, got '${line.slice(0, 24)}'`,
      });
    }
    const wrong = FIXED.findIndex((name, c) => (c < 8 || columns.length > 8) && columns[c] !== name);
    if (wrong >= 0) {
      throw new FormatError({
        where: `${where}:${wrong + 1}`,
        problem: `column ${FIXED[wrong]} expected, got ${columns[wrong] === undefined ? 'the end of the line' : `'${columns[wrong]}'`}`,
        hint: 'columns are separated by tabs',
      });
    }
    const samples = columns.slice(9);
    if (samples.length === 0) {
      throw new FormatError({
        where,
        problem: 'at least one sample expected after FORMAT, got none',
        hint: 'a file of sites alone has no genotypes to learn from',
      });
    }
    const seen = new Set<string>();
    samples.forEach((sample, i) => {
      if (sample !== '' && !seen.has(sample)) seen.add(sample);
      else
        throw new FormatError({
          where: `${where}:${i + 10}`,
          problem: `sample ids must be there and occur once, got ${sample === '' ? 'an empty one' : `'${sample}' again`}`,
        });
    });
    return samples;
  }
}

/** A value in <ID=…,Description="…">; undefined: absent. */
function attribute(value: string, name: string): string | undefined {
  const bare = value.replace(/"(?:[^"\\]|\\.)*"/g, '');
  return new RegExp(`[<,]${name}=([^,>]*)`).exec(bare)?.[1];
}

/** A huge IDX of a hostile file would make a list as long. */
const MOST_NAMES = 1 << 20;

function place(names: (string | undefined)[], id: string, given: string | undefined): number {
  const index = given !== undefined && /^\d+$/.test(given) ? Number(given) : names.length;
  if (index < MOST_NAMES) names[index] = id;
  return index;
}

import { FormatError, throwIfCancelled, UnsupportedError } from '../../base/errors.ts';
import { strideOf } from '../../table/packed.ts';
import { touches, variantOptions } from '../genotypes/params.ts';
import { readingOf } from '../genotypes/reading.ts';
import { VariantStore } from '../genotypes/variant-store.ts';
import type { FileReading, ReadOptions } from '../reader.ts';
import type { ByteSource } from '../source.ts';
import { BYTE_FROM_BED, lastMask } from './bed-codes.ts';
import { companion, fieldsOf, readFam } from './companions.ts';

export { write } from './write.ts';

const MAGIC_BYTES = 3;
const BIM = 'chromosome, id, centimorgans, position, A1, A2';

/**
 * Reads a PLINK 1 binary fileset as genotypes: copies of A1, which PLINK 2 writes for ALT (A2 for REF); codes go from 2 bits to 2 bits.
 * @throws {FormatError} a file of another size than its companions say. @throws {NotFoundError} a companion. @throws {UnsupportedError} sample-major.
 * Cost one pass; memory 2 bits a genotype and the strings of the variants. Source: PLINK 1.9 file formats (.bed, .bim, .fam). Checked against
 * plink2 2.00a3.5.
 */
export async function read(source: ByteSource, options: ReadOptions): Promise<FileReading> {
  const { signal } = options;
  const where = `plink ${source.name}`;
  const variants = variantOptions(options.params, where);
  await checkMagic(source);
  const { samples, problems } = await readFam(await companion(source, 'fam'), signal);
  const nSamples = samples.ids.length;
  const store = new VariantStore(Uint8Array, nSamples, variants);
  const stride = strideOf(nSamples);
  // As many as the file has bytes for; where some are left out, room is made as they come.
  if (source.size && !variants.region && variants.minMaf === 0) {
    store.expect(Math.max(1, Math.floor((source.size - MAGIC_BYTES) / stride)));
  }
  const bytes = new BedBytes(source, options);
  const bim = await companion(source, 'bim');
  const chromosomes = new Set<string>();
  let count = 0;
  for await (const { fields, line } of fieldsOf(bim, 6, BIM, signal)) {
    count++;
    const [chromosome, id, , text, a1, a2] = fields as [string, string, string, string, string, string];
    const position = Number(text);
    if (!Number.isInteger(position) || position > 2 ** 32) {
      throw new FormatError({ where: `plink ${bim.name}:${line}:4`, problem: `a position expected, got '${text}'` });
    }
    chromosomes.add(chromosome);
    const at = store.room();
    const whole = await bytes.read(store.values, at, stride);
    if (!whole) break;
    const { region } = variants;
    if (region && (chromosome !== region.chromosome || !touches(region, position, a2.length))) continue;
    for (let k = at; k < at + stride; k++) store.values[k] = BYTE_FROM_BED[store.values[k]!]!;
    store.values[at + stride - 1]! &= lastMask(nSamples);
    const known = (allele: string) => (allele === '0' ? '.' : allele);
    store.keep({ chromosome, position, id: id === '.' ? null : id, ref: known(a2) }, known(a1), false);
  }
  await checkSize(source, bytes, { count, stride, nSamples, bim: bim.name });
  return readingOf(
    {
      ...{ file: where, store, ids: samples.ids, samples, options: variants, problems },
      facts: { version: 'PLINK 1, variant-major', variants: count },
      chromosomes: [...chromosomes],
    },
    options,
  );
}

async function checkMagic(source: ByteSource): Promise<void> {
  const magic = await source.range(0, MAGIC_BYTES);
  const where = `plink ${source.name}`;
  if (magic[0] !== 0x6c || magic[1] !== 0x1b || magic.length < MAGIC_BYTES || magic[2]! > 1) {
    throw new FormatError({
      where,
      problem: 'the three bytes 6c 1b 01 expected at the beginning, got others',
      hint: 'intervals (BED) share the extension; a fileset of before PLINK 1.07 must be made again',
    });
  }
  if (magic[2] === 0) {
    throw new UnsupportedError({
      where,
      problem: 'a variant-major .bed expected, got a sample-major one',
      hint: 'write it again: plink --bfile NAME --make-bed --out OTHER',
    });
  }
}

/** The file must end where the last variant does. @throws {FormatError} it is shorter or longer. */
async function checkSize(
  source: ByteSource,
  bytes: BedBytes,
  { count, stride, nSamples, bim }: { count: number; stride: number; nSamples: number; bim: string },
): Promise<void> {
  await bytes.rest();
  const wanted = MAGIC_BYTES + count * stride;
  if (bytes.count === wanted && count > 0) return;
  throw new FormatError({
    where: `plink ${source.name}`,
    problem:
      count === 0
        ? `at least one variant expected in ${bim}, got none`
        : `${wanted} bytes expected for ${nSamples} samples and the variants of ${bim}, got ${bytes.count}`,
    hint: 'is a file cut short, or do the three not belong together?',
  });
}

/** The bytes of a .bed in order, in pieces of the size that is asked for. */
class BedBytes {
  /** So many were in the file up to now. */
  count = 0;
  readonly #source: ByteSource;
  readonly #options: ReadOptions;
  readonly #chunks: AsyncIterator<Uint8Array>;
  #chunk = new Uint8Array(0);
  #at = MAGIC_BYTES;

  constructor(source: ByteSource, options: ReadOptions) {
    this.#source = source;
    this.#options = options;
    this.#chunks = source.chunks(options.signal)[Symbol.asyncIterator]();
  }

  /** Fills `out` from `at` on. False: the file ends before. */
  async read(out: Uint8Array, at: number, length: number): Promise<boolean> {
    let filled = 0;
    while (filled < length) {
      if (this.#at >= this.#chunk.length && !(await this.#next())) return false;
      const part = this.#chunk.subarray(this.#at, this.#at + length - filled);
      out.set(part, at + filled);
      filled += part.length;
      this.#at += part.length;
    }
    return true;
  }

  /** Reads on to the end, so that the hash of the file is known and its size too. */
  async rest(): Promise<void> {
    while (await this.#next());
  }

  async #next(): Promise<boolean> {
    const { signal, progress } = this.#options;
    const { name, size } = this.#source;
    if (signal) throwIfCancelled(signal, name);
    const next = await this.#chunks.next();
    if (next.done) return false;
    this.#at = Math.max(0, this.#at - this.#chunk.length);
    this.#chunk = next.value as Uint8Array<ArrayBuffer>;
    this.count += this.#chunk.length;
    if (size) progress?.(Math.min(1, this.count / size), `reading ${name}`);
    return true;
  }
}

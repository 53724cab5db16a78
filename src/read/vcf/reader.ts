import { throwIfCancelled } from '../../base/errors.ts';
import { isBgzf, readBetween, requireEnd, untilEnd } from '../genotypes/bgzf.ts';
import { guessBuild } from '../genotypes/genome-build.ts';
import { variantOptions } from '../genotypes/params.ts';
import { genotypeProblems, phasedShare, readingOf, recordProblems } from '../genotypes/reading.ts';
import type { VariantField } from '../genotypes/record-sink.ts';
import { indexBeside, stretchesOf } from '../genotypes/tabix.ts';
import { openBytes } from '../open-bytes.ts';
import type { FileReading, ReadOptions } from '../reader.ts';
import type { ByteSource } from '../source.ts';
import { VcfParser } from './vcf-parser.ts';

/**
 * Reads a VCF as genotypes: copies of the ALT allele at 2 bits, one feature for each ALT allele of a record (of several, the copies of the others
 * count as none), or dosages as float32. A region is read by the index beside the file where there is one.
 * @throws {FormatError} with line and column (in a region read by its index: chromosome:position). @throws {DataError} no genotypes, no variant in
 * the region. @throws {UnsupportedError} polyploids, VCF 3. @throws {CancelledError}
 * Cost one pass; memory 2 bits a genotype and the strings of the variants. Source: VCF 4.1–4.5 (samtools/hts-specs). Checked against bcftools
 * 1.16 and plink2 2.00a3.5.
 */
export async function read(source: ByteSource, options: ReadOptions): Promise<FileReading> {
  const variants = variantOptions(options.params, `vcf ${source.name}`);
  const field = (options.params?.field as VariantField | 'auto' | undefined) ?? 'auto';
  const parser = new VcfParser(source.name, variants, field);
  const index = variants.region && (await isBgzf(source)) ? await indexBeside(source) : undefined;
  if (index) await readByIndex(source, index, parser, variants.region!, options);
  else await readWhole(source, parser, options);
  const { header, sink } = parser;
  const { counts, records, store } = sink;
  const { version, contigs, reference, samples } = header!;
  return readingOf(
    {
      ...{ file: `vcf ${source.name}`, store, ids: samples, options: variants },
      facts: {
        version,
        build: guessBuild(contigs, reference),
        ...(sink.field === 'GT' ? { phased: phasedShare(counts) } : { field: sink.field ?? 'none' }),
        ...(variants.region ? { region: `${variants.region.text} (${index ? 'by the index' : 'by a scan'})` } : {}),
      },
      problems: [...recordProblems(records, sink.field), ...genotypeProblems(counts)],
      chromosomes: [...parser.chromosomes],
    },
    options,
  );
}

async function readWhole(source: ByteSource, parser: VcfParser, options: ReadOptions): Promise<void> {
  const { signal, progress } = options;
  const label = `reading ${source.name}`;
  const opened = await openBytes(untilEnd(source), signal, (count) => {
    if (!source.size) return;
    parser.share = Math.min(1, count / source.size);
    progress?.(parser.share, label);
  });
  let failure: unknown;
  for await (const chunk of opened.chunks) {
    if (signal) throwIfCancelled(signal, source.name);
    if (failure) continue;
    try {
      parser.push(chunk);
    } catch (error) {
      if (!opened.compressed) throw error;
      // Broken gzip can inflate to nonsense before its checksum tells: reading on finds out which of the two it is.
      failure = error;
    }
  }
  if (failure) throw failure;
  parser.finish();
  progress?.(1, label);
}

/** The header, then only the blocks in which the region may stand. */
async function readByIndex(
  source: ByteSource,
  index: ByteSource,
  parser: VcfParser,
  region: NonNullable<ReturnType<typeof variantOptions>['region']>,
  { signal }: ReadOptions,
): Promise<void> {
  await requireEnd(source);
  parser.headerOnly = true;
  const { chunks } = await openBytes(source, signal);
  for await (const chunk of chunks) {
    parser.push(chunk);
    if (parser.header) break;
  }
  if (!parser.header) parser.finish();
  const { stretches, names } = await stretchesOf(index, region, parser.header!.contigNames, signal);
  for (const name of names) if (name) parser.chromosomes.add(name);
  for (const { from, to } of stretches) {
    parser.jump();
    for await (const chunk of readBetween(source, from, to, signal)) {
      parser.push(chunk);
      if (parser.pastRegion) return;
    }
  }
  parser.finish();
}

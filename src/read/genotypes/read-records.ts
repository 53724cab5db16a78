import { feedParser } from '../feed-parser.ts';
import { openBytes } from '../open-bytes.ts';
import type { FileReading, ReadOptions } from '../reader.ts';
import type { ByteSource } from '../source.ts';
import type { VcfHeader } from '../vcf/vcf-header.ts';
import { isBgzf, readBetween, requireEnd, untilEnd } from './bgzf.ts';
import { guessBuild } from './genome-build.ts';
import { type Region, type VariantOptions, variantOptions } from './params.ts';
import { genotypeProblems, phasedShare, readingOf, recordProblems } from './reading.ts';
import type { RecordSink, VariantField } from './record-sink.ts';
import { indexBeside, stretchesOf } from './tabix.ts';

/** Takes the content of a VCF or BCF in pieces that may end anywhere. */
export interface RecordParser {
  readonly header: VcfHeader | undefined;
  /** From the header on. */
  readonly sink: RecordSink;
  /** A record after the region was met, on its chromosome: of a sorted file nothing more is to come. */
  readonly pastRegion: boolean;
  /** Chromosomes that were met, or are known to be there. */
  readonly chromosomes: Set<string>;
  /** What comes after the header is not looked at. */
  headerOnly: boolean;
  /** Share of the file that has been read, for the room of the values. */
  share: number;
  push(chunk: Uint8Array): void;
  /** From here on come records of a region, found by the index. */
  jump(): void;
  /** @throws {FormatError} the file ends within a record, or within its header. */
  finish(): void;
}

/** A file of records as genotypes, whole or a region of it. @param word of the format. */
export async function readRecords(
  source: ByteSource,
  options: ReadOptions,
  word: string,
  create: (variants: VariantOptions, field: VariantField | 'auto') => RecordParser,
): Promise<FileReading> {
  const file = `${word} ${source.name}`;
  const variants = variantOptions(options.params, file);
  const parser = create(variants, (options.params?.field as VariantField | 'auto' | undefined) ?? 'auto');
  const { region } = variants;
  const bgzf = region ? await isBgzf(source) : false;
  const index = bgzf ? await indexBeside(source) : undefined;
  const how = index ? 'by the index' : bgzf ? 'by a scan: no index beside it' : 'by a scan: no bgzip';
  if (index) await readByIndex(source, index, parser, region!, options);
  else await readWhole(source, parser, options);
  const { header, sink } = parser;
  const { counts, records, store, field } = sink;
  const { version, contigs, reference, samples } = header!;
  return readingOf(
    {
      ...{ file, store, ids: samples, options: variants, chromosomes: [...parser.chromosomes] },
      facts: {
        version,
        build: guessBuild(contigs, reference),
        ...(field === 'GT' ? { phased: phasedShare(counts) } : { field: field ?? 'none' }),
        ...(region ? { region: `${region.text} (${how})` } : {}),
      },
      problems: [...recordProblems(records, field), ...genotypeProblems(counts)],
    },
    options,
  );
}

async function readWhole(source: ByteSource, parser: RecordParser, options: ReadOptions): Promise<void> {
  const share = (done: number) => {
    parser.share = done;
  };
  await feedParser(untilEnd(source), () => parser, { ...options, share });
  parser.finish();
  options.progress?.(1, `reading ${source.name}`);
}

/** The header, then only the blocks in which the region may stand. */
async function readByIndex(
  source: ByteSource,
  index: ByteSource,
  parser: RecordParser,
  region: Region,
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

import { createWriteStream } from 'node:fs';
import { readFile, rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { DataError, throwIfCancelled } from '../../base/errors.ts';
import { refusing } from '../part-file.node.ts';
import type { CountsSample } from './replicates.ts';
import { type CountColumn, parseStarCounts, type StarCounts } from './star-counts.ts';

export interface AssembleOptions {
  readonly samples: readonly CountsSample[];
  readonly column: CountColumn;
  readonly pathOf: (sample: CountsSample) => string;
  /** Where the table goes: `….tsv.gz`. */
  readonly to: string;
  readonly signal: AbortSignal;
  readonly progress: (done: number, label: string) => void;
}

/**
 * Writes one table of samples × genes (a row a sample, a column a gene id) from one file of counts a sample. Values stand as in the files.
 * One sample is in memory at a time, whatever the size of the cohort.
 * @returns the genes. @throws {FormatError} a file that is not such. @throws {DataError} files of different gene models.
 * @throws {UnsupportedError} the disk refuses. @throws {CancelledError} Cost: one pass over the files.
 */
export async function assembleCounts(options: AssembleOptions): Promise<StarCounts['genes']> {
  const { samples, column, pathOf, to, signal, progress } = options;
  let genes: StarCounts['genes'] | undefined;
  async function* rows() {
    for (const [i, one] of samples.entries()) {
      const path = pathOf(one);
      throwIfCancelled(signal, path);
      const counts = parseStarCounts(await readFile(path, 'utf8'), column, path);
      if (!genes) {
        genes = counts.genes;
        checkUnique(genes, path);
        yield `sample\t${genes.map(({ id }) => id).join('\t')}\n`;
      }
      checkSame(genes, counts.genes, path);
      yield `${one.sample}\t${counts.values.join('\t')}\n`;
      progress((i + 1) / samples.length, `${i + 1} of ${samples.length} samples joined`);
    }
  }
  let failure: unknown;
  // What is wrong with a file must not be taken for what is wrong with the disk.
  async function* watched() {
    try {
      yield* rows();
    } catch (error) {
      failure = error;
      throw error;
    }
  }
  const aside = `${to}.part`;
  await refusing(to, async () => {
    await pipeline(Readable.from(watched()), createGzip(), createWriteStream(aside, { flush: true }));
    await rename(aside, to);
  }).catch(async (error: unknown) => {
    await rm(aside, { force: true });
    throw failure ?? error;
  });
  return genes!;
}

function checkUnique(genes: StarCounts['genes'], path: string): void {
  const seen = new Set<string>();
  for (const { id } of genes) {
    if (seen.has(id)) throw new DataError({ where: path, problem: `each gene id must occur once, got '${id}' again` });
    seen.add(id);
  }
}

function checkSame(first: StarCounts['genes'], genes: StarCounts['genes'], path: string): void {
  const at = first.findIndex(({ id }, i) => id !== genes[i]?.id);
  if (at === -1 && first.length === genes.length) return;
  throw new DataError({
    where: path,
    problem: `the genes of the first file expected (${first.length}), got ${genes.length}, of which ${at === -1 ? 'the rest is new' : `number ${at + 1} is '${genes[at]?.id ?? ''}' instead of '${first[at]!.id}'`}`,
    hint: 'ask for files of one workflow and one gene model',
  });
}

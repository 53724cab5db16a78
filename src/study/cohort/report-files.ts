import type { ByteSource, ReadOptions } from '../../read/index.ts';
import type { Block } from '../../table/block.ts';
import type { ReportSpec } from '../file/report-wish.ts';
import { readGeneSets } from './gene-sets.ts';
import type { LoadedCohort } from './load-cohort.ts';
import { readMotifFile } from './motif-file.ts';

/** The files that the report names, read before anything is computed. @throws as their readers, and where they do not fit the blocks. */
export async function readReportFiles(
  { geneSets, motifs }: ReportSpec,
  open: (path: string) => Promise<ByteSource>,
  blocks: readonly Block[],
  statements: string[],
  options: ReadOptions,
): Promise<Pick<LoadedCohort, 'geneSets' | 'knownMotifs'>> {
  return {
    ...(geneSets === undefined
      ? {}
      : { geneSets: await readGeneSets(await open(geneSets), blocks, statements, options) }),
    ...(motifs?.file === undefined
      ? {}
      : { knownMotifs: await readMotifFile(await open(motifs.file), statements, options) }),
  };
}

import { join } from 'node:path';
import { DataError, NotFoundError, UnsupportedError } from '../../base/errors.ts';
import { VERSION } from '../../base/version.ts';
import { type GdcApi, gdcRelease } from './api.ts';
import { assembleCounts } from './assemble.node.ts';
import { clinicalRows, type FlatCase, flattenCase, gdcCases } from './clinical.ts';
import { type FilesFetched, fetchFiles, filePath } from './fetch-files.node.ts';
import { type GdcFile, gdcFiles } from './files.ts';
import { type FileWish, fileFilters } from './filters.ts';
import { type ManifestLine, manifestOf, manifestRows, sampleSheetRows } from './manifest.ts';
import { onePerPatient } from './replicates.ts';
import type { CountColumn } from './star-counts.ts';
import { droppedRows, sampleRows, studySkeleton } from './study-skeleton.ts';

type Field = string | number | null;

/** A folder to write to, all or nothing for each file. */
export interface OutFolder {
  readonly path: string;
  read(name: string): Promise<Uint8Array | undefined>;
  write(name: string, content: string): Promise<void>;
}

export interface GdcOptions {
  readonly api: GdcApi;
  readonly wish: FileWish;
  /** A manifest in place of the wish: these files and no others, as it says that they are. */
  readonly manifest?: readonly ManifestLine[];
  readonly folder: OutFolder;
  readonly parallel: number;
  /** For controlled data. Sent to the API's data, and nowhere written or said. */
  readonly token?: string;
  /** Without files: what would be fetched, and the clinical table. */
  readonly withFiles: boolean;
  readonly assemble?: { readonly column: CountColumn };
  /** Tables as text. */
  readonly table: (rows: Iterable<readonly Field[]>) => string;
  readonly progress: (done: number, label: string) => void;
}

export interface GdcSummary extends FilesFetched {
  readonly release: string;
  readonly files: number;
  readonly cases: number;
  /** Of all files, there or not. */
  readonly totalBytes: number;
  readonly assembled?: { readonly samples: number; readonly genes: number; readonly dropped: number };
}

/**
 * From a question to the archive to files on the disk: `query.json`, `gdc_manifest.txt`, `gdc_sample_sheet.tsv`, `clinical.tsv`, `files/<id>/<name>`;
 * with `assemble` also `expression.tsv.gz` (samples × genes), `genes.tsv`, `samples.tsv`, `dropped.tsv` and `study.yaml`, which is not
 * written over. Run again, it goes on: files that are there are checked and left.
 * @throws as `gdcRecords` and `fetchFiles`. @throws {NotFoundError} no such file in the archive. @throws {DataError} no sample is left.
 */
export async function fetchGdc(options: GdcOptions): Promise<GdcSummary> {
  const { api, manifest, folder, table, token, assemble } = options;
  refuseOpenToken(api, token);
  const wish = manifest ? { access: 'any' as const, ids: manifest.map(({ id }) => id) } : options.wish;
  const filters = fileFilters(wish);
  const release = await gdcRelease(api);
  await compareRelease(folder, release, api);
  const files = await gdcFiles(api, filters);
  if (manifest) compareManifest(manifest, files, api);
  const lines = manifest ?? manifestOf(files);
  if (lines.length === 0)
    throw new NotFoundError({
      where: 'cistron fetch gdc',
      problem: `no ${options.wish.access === 'any' ? '' : `${options.wish.access} `}file fits what was asked`,
      hint: 'check the words against the portal, such as --project TCGA-COAD --data-type "Gene Expression Quantification"',
    });
  const caseIds = new Set(files.flatMap(({ cases }) => (cases ?? []).map(({ case_id }) => case_id)));
  const cases = (await gdcCases(api, [...caseIds])).map(flattenCase);
  const totalBytes = lines.reduce((sum, { size }) => sum + size, 0);
  const totals = { files: lines.length, cases: cases.length, bytes: totalBytes };
  const { ids, tree: _inFilters, ...words } = wish;
  const asked = ids ? { manifest: ids.length } : words;
  const at = new Date(api.network.now()).toISOString();
  const query = {
    cistron: VERSION,
    api: api.url.href,
    at,
    release,
    asked,
    filters,
    token: token !== undefined,
    totals,
  };
  await folder.write('query.json', `${JSON.stringify(query, null, 2)}\n`);
  await folder.write('gdc_manifest.txt', table(manifestRows(lines)));
  await folder.write('gdc_sample_sheet.tsv', table(sampleSheetRows(files)));
  await folder.write('clinical.tsv', table(clinicalRows(cases)));
  const summary = { release, files: lines.length, cases: cases.length, totalBytes };
  if (!options.withFiles) return { ...summary, fresh: 0, there: 0, bytes: 0 };
  const { parallel, progress } = options;
  const fetched = await fetchFiles({
    ...{ api, lines, folder: folder.path, parallel, progress },
    ...(token === undefined ? {} : { token }),
  });
  if (!assemble) return { ...summary, ...fetched };
  return { ...summary, ...fetched, assembled: await makeStudy(options, files, lines, cases, assemble.column) };
}

async function makeStudy(
  { folder, table, wish, api, progress }: GdcOptions,
  files: readonly GdcFile[],
  lines: readonly ManifestLine[],
  flat: readonly FlatCase[],
  column: CountColumn,
): Promise<GdcSummary['assembled'] & object> {
  const { kept, dropped } = onePerPatient(files, wish.sampleType ?? []);
  await folder.write('dropped.tsv', table(droppedRows(dropped)));
  if (kept.length === 0)
    throw new DataError({
      where: join(folder.path, 'dropped.tsv'),
      problem: `samples expected, got none: all ${dropped.length} files were dropped, the first since: ${dropped[0]?.reason}`,
    });
  const lineOf = new Map(lines.map((line) => [line.id, line]));
  const genes = await assembleCounts({
    ...{ samples: kept, column, progress, signal: api.network.signal },
    pathOf: ({ file }) => filePath(folder.path, lineOf.get(file.file_id)!),
    to: join(folder.path, 'expression.tsv.gz'),
  });
  const cases = new Map(flat.map((one) => [String(one.get('case_id')), one]));
  await folder.write(
    'genes.tsv',
    table([['gene_id', 'gene_name', 'gene_type'], ...genes.map((gene) => [gene.id, gene.name, gene.type])]),
  );
  await folder.write('samples.tsv', table(sampleRows(kept, cases)));
  if (await folder.read('study.yaml')) api.network.say(`${join(folder.path, 'study.yaml')} is left as it is`);
  else await folder.write('study.yaml', studySkeleton(kept, cases, column));
  return { samples: kept.length, genes: genes.length, dropped: dropped.length };
}

/** A token is a key to patients' data: not over a line that anyone may read. */
function refuseOpenToken({ url }: GdcApi, token: string | undefined): void {
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (token !== undefined && url.protocol !== 'https:' && !local)
    throw new UnsupportedError({ where: '--token', problem: `a token is sent by https only, got ${url.origin}` });
}

/** Says when the folder was begun with another release: files may have been replaced since. */
async function compareRelease(folder: OutFolder, release: string, { network }: GdcApi): Promise<void> {
  const bytes = await folder.read('query.json');
  if (!bytes) return;
  let before: unknown;
  try {
    before = (JSON.parse(new TextDecoder().decode(bytes)) as { release?: unknown }).release;
  } catch {
    return; // it is written anew anyway
  }
  if (before !== release)
    network.say(`${folder.path}: begun with ${before}, now ${release}: the lists are those of now`);
}

function compareManifest(lines: readonly ManifestLine[], files: readonly GdcFile[], { network }: GdcApi): void {
  const known = new Map(files.map((file) => [file.file_id, file]));
  const missing = lines.filter(({ id }) => !known.has(id));
  if (missing.length > 0)
    network.say(
      `${missing.length} of ${lines.length} files of the manifest are not in this release (${missing[0]!.id}, …): no sample, no case of them is listed`,
    );
  const changed = lines.filter(({ id, md5 }) => known.has(id) && known.get(id)!.md5sum.toLowerCase() !== md5);
  if (changed.length > 0)
    network.say(
      `${changed.length} files have another MD5 in this release than in the manifest (${changed[0]!.id}, …): the manifest stands`,
    );
}

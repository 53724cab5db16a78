import { fromFlatFile, toFlatFile, viewFlatFile } from '../../base/flat-file.ts';
import { canonicalJson, sha256 } from '../../base/hash.ts';
import { VERSION } from '../../base/version.ts';
import type { ByteSource } from '../../read/source.ts';
import type { Block } from '../../table/block.ts';
import { genotypeMatrix, type Matrix, sparseMatrix } from '../../table/matrix.ts';
import type { Study } from '../file/study.ts';
import type { RunFolder } from '../run/run-folder.ts';
import type { LoadedCohort } from './load-cohort.ts';
import { BESIDE } from './study-files.ts';

/** Where images are kept in a run folder. */
export const IMAGES = 'cohort';

/** More does not fit into one read of a file. */
const MOST_BYTES = 2 ** 30;

/** What the cohort that was read follows from: the study, the content of its files, and the program. */
export interface ImageOf {
  readonly study: Study;
  /** File → SHA-256, as the lock has them. */
  readonly data: Readonly<Record<string, string>>;
  /** SHA-256 of the program's own files. */
  readonly build: string | undefined;
}

/**
 * Keeps a cohort as it was read and joined, as one flat file that other processes use where it lies, so that each need not inflate and parse the tables
 * again. Its name is the hash of what it follows from. A run that is finished removes it. Nothing is kept above 1 GiB.
 */
export async function keepImage(folder: RunFolder, of: ImageOf, loaded: LoadedCohort): Promise<void> {
  const image = await imageOf(loaded);
  if (image) await folder.write(await nameOf(of), image);
}

/** A cohort as one flat file, which other threads and processes can use where it lies; nothing above 1 GiB. Cost: a copy. */
export async function imageOf(loaded: LoadedCohort): Promise<Uint8Array | undefined> {
  const values = loaded.blocks.reduce((sum, { matrix }) => sum + bytesOf(matrix), 0);
  return values > MOST_BYTES ? undefined : toFlatFile({ ...loaded, blocks: loaded.blocks.map(plainBlock) });
}

/** The cohort of an image that this process has made. Its tables are views of the bytes, which must not be written to. */
export const viewImage = (bytes: Uint8Array): LoadedCohort => full(viewFlatFile<LoadedCohort>(bytes));

/**
 * The cohort that another process has kept. @param open the files of the study: each must still have its hash.
 * @returns undefined where there is none, it is damaged, or a file is not what it was: then the files are to be read.
 * Cost: SHA-256 of the image and of the files.
 */
export async function findImage(
  folder: RunFolder,
  of: ImageOf,
  open: (path: string) => Promise<ByteSource>,
): Promise<LoadedCohort | undefined> {
  const bytes = await folder.read(await nameOf(of));
  const image = bytes && (await fromFlatFile<LoadedCohort>(bytes));
  if (!image) return undefined;
  for (const [file, hash] of Object.entries(of.data)) {
    const [path, companion] = file.split(BESIDE) as [string, string?];
    const source = await open(path);
    const found = companion === undefined ? source : await source.beside?.(companion);
    if ((await found?.hash()) !== hash) return undefined;
  }
  return full(image);
}

async function nameOf({ study, data, build }: ImageOf): Promise<string> {
  return `${IMAGES}/${await sha256(canonicalJson({ version: VERSION, build, study, data }))}.flat`;
}

function bytesOf({ nRows, nCols, sparse, packed }: Matrix): number {
  if (packed) return packed.codes.length;
  return sparse ? 8 * sparse.values.length : 4 * nRows * nCols;
}

/** Without the dense form, which a sparse or packed table makes as soon as it is read. */
function plainBlock(block: Block) {
  const { nRows, nCols, sparse, packed } = block.matrix;
  const values = sparse ? { sparse } : packed ? { packed } : { data: block.matrix.data };
  return { ...block, matrix: { nRows, nCols, ...values } };
}

function full(image: LoadedCohort): LoadedCohort {
  return { ...image, blocks: image.blocks.map((block) => ({ ...block, matrix: fullMatrix(block.matrix) })) };
}

function fullMatrix(matrix: Matrix): Matrix {
  if (matrix.sparse) return sparseMatrix(matrix.nRows, matrix.sparse);
  return matrix.packed ? genotypeMatrix(matrix.nRows, matrix.packed) : matrix;
}

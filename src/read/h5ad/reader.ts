import { NotFoundError } from '../../base/errors.ts';
import { nearest } from '../../base/nearest.ts';
import { checkCells } from '../check-cells.ts';
import { broken } from '../hdf5/broken.ts';
import { type Hdf5Object, openHdf5 } from '../hdf5/hdf5-file.ts';
import type { FileBlock, FileReading, ReadOptions } from '../reader.ts';
import type { ByteSource } from '../source.ts';
import { makeNamesUnique } from '../unique-names.ts';
import { type CategoriesOf, type Frame, readFrame, wordsOf } from './frame.ts';
import { readMatrix } from './matrix.ts';
import { readObsm } from './obsm.ts';
import { findPart, listParts } from './parts.ts';

export { write } from './write.ts';

/**
 * One matrix of an h5ad file with its obs and var. Nothing else is read from the file. Source: anndata documentation, "On-disk format".
 * Checked against anndata 0.8. @throws {NotFoundError} a part that is not there. @throws {DataError} samples of one name, ±∞.
 */
export async function read(source: ByteSource, options: ReadOptions): Promise<FileReading> {
  const { signal } = options;
  const root = await openHdf5(source, signal);
  const part = String(options.params?.part ?? 'X');
  const problems: string[] = [];
  const uns = await root.find('uns');
  const oldCategories: CategoriesOf = async (column) => {
    const found = await uns?.find(`${column}_categories`);
    return found?.isDataset ? wordsOf(await found.dataset().values()) : undefined;
  };
  const parts = await listParts(root);
  const obs = await readFrame(await needed(root, 'obs'), oldCategories, problems);
  checkCells(obs.ids, `${source.name}: obs`);
  const label = `reading ${source.name}`;
  const more = { signal, progress: (done: number) => options.progress?.(done, label) };
  const facts: Record<string, string | number> = {
    'anndata encoding': (await root.text('encoding-version')) ?? 'before 0.8',
    cells: obs.ids.length,
    parts: parts.join(', ') || 'none',
    part,
  };
  const common = { name: options.block?.name ?? part, ids: obs.ids };
  let main: FileBlock;
  if (part.startsWith('obsm/')) {
    const found = await readObsm(root, part.slice(5), obs.ids.length, missingPart(source.name, part, parts), more);
    facts.encoding = found.encoding;
    const { matrix, features } = found;
    main = { block: { ...common, kind: options.block?.kind ?? 'numeric', features, matrix } };
  } else {
    const found = await findPart(root, part);
    if (!found) throw missingPart(source.name, part, parts);
    const frame = await readFrame(found.var, oldCategories, problems);
    const features = uniqueFeatures(frame, problems);
    const { matrix, encoding, compression } = await readMatrix(found.matrix, obs.ids.length, features.ids.length, more);
    facts.encoding = encoding;
    facts.compression = compression;
    main = {
      block: { ...common, kind: options.block?.kind ?? 'expression', features: features.ids, matrix },
      features,
    };
  }
  options.progress?.(1, label);
  return { content: { holds: 'blocks', blocks: [main], samples: obs }, facts, problems };
}

async function needed(root: Hdf5Object, name: string): Promise<Hdf5Object> {
  const found = await root.find(name);
  if (found) return found;
  throw broken(
    root.where,
    `an h5ad file expected, which holds '${name}', got ${(await root.names()).join(', ') || 'nothing'}`,
  );
}

function missingPart(where: string, part: string, parts: readonly string[]): NotFoundError {
  const near = nearest(part, parts);
  return new NotFoundError({
    where,
    problem: `no part '${part}'`,
    hint: near ? `did you mean '${near}'?` : `the file holds: ${parts.join(', ') || 'no matrix'}`,
  });
}

function uniqueFeatures(frame: Frame, problems: string[]): Frame {
  const { names, changed } = makeNamesUnique(frame.ids);
  if (changed > 0)
    problems.push(
      `${changed} names of features repeat; as scanpy does, -1, -2 … was put behind them. Columns of var, such as ids, tell them apart better`,
    );
  return { ...frame, ids: names };
}

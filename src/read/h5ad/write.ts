import { DataError, UnsupportedError } from '../../base/errors.ts';
import { type AnnotationColumn, type Annotations, takeColumnRows } from '../../table/annotations.ts';
import type { Block } from '../../table/block.ts';
import { columnOf, type Matrix } from '../../table/matrix.ts';
import { Hdf5Writer, type Written } from '../hdf5/write-hdf5.ts';
import type { FileBlock, FileContent, WrittenFile } from '../reader.ts';
import { bytesOf, writeFrame } from './write-frame.ts';

/** Values, names and the copy at the end must fit into one piece of memory. */
const MOST_BYTES = 2e9;
const GROUPS = ['layers', 'obsm', 'varm', 'obsp', 'varp', 'uns'];
const encoded = (type: string, version: string) => ({ 'encoding-type': type, 'encoding-version': version });

/**
 * One block as AnnData in the encoding of anndata since 0.8: X as float32, a sparse block as csc_matrix; what is known of samples in obs, of features
 * in var. A block that was read from `raw`, a layer or obsm stands there too, under a second link to the same values. Not compressed.
 * @throws {UnsupportedError} other content than one block of numbers. @throws {DataError} more than 2 GB.
 * Checked against anndata 0.8. Cost O(values).
 */
export async function write(content: FileContent, name: string): Promise<readonly WrittenFile[]> {
  const { block, features, samples } = theBlock(content, name);
  const file = new Hdf5Writer(name);
  const obs = writeFrame(file, { ids: block.ids, columns: samplesOf(block, samples) }, `${name}: obs`);
  const columns = features?.columns ?? [];
  const vars = writeFrame(file, { ids: block.features, columns }, `${name}: var`);
  const X = writeMatrix(file, block.matrix);
  const children = new Map([
    ['X', X],
    ['obs', obs],
    ['var', vars],
  ]);
  for (const group of GROUPS) children.set(group, file.group(linked(group, block, X), encoded('dict', '0.1.0')));
  if (block.name === 'raw') {
    const raw = new Map([
      ['X', X],
      ['var', vars],
      ['varm', file.group(new Map(), encoded('dict', '0.1.0'))],
    ]);
    children.set('raw', file.group(raw, encoded('raw', '0.1.0')));
  }
  const root = file.group(children, encoded('anndata', '0.1.0'));
  return [{ name, bytes: file.finish(root) }];
}

function theBlock(content: FileContent, where: string): FileBlock & { readonly samples: Annotations | undefined } {
  if (content.holds !== 'blocks')
    throw new UnsupportedError({ where, problem: `h5ad holds a block of numbers, got ${content.holds}` });
  const [first, ...others] = content.blocks;
  if (!first || others.length > 0)
    throw new UnsupportedError({
      where,
      problem: `one block is written, got ${content.blocks.length}`,
      hint: 'write each into a file of its own',
    });
  const { block } = first;
  if (block.levels?.some((words) => words !== null))
    throw new UnsupportedError({
      where,
      problem: `h5ad holds numbers, got words in block '${block.name}'`,
      hint: 'write it as .tsv',
    });
  if (block.shape)
    throw new UnsupportedError({
      where,
      problem: `h5ad holds samples × features, got arrays of [${block.shape.join(', ')}] in block '${block.name}'`,
      hint: 'write it as .npz',
    });
  const { sparse, nRows, nCols } = block.matrix;
  const bytes = sparse ? 8 * sparse.values.length : 4 * nRows * nCols;
  if (bytes > MOST_BYTES)
    throw new DataError({
      where,
      problem: `values of up to 2 GB are written, got ${(bytes / 1e9).toPrecision(3)} GB`,
      hint: 'write fewer samples or features at a time',
    });
  return { ...first, samples: content.samples };
}

/** What is known of the rows of the block, in their order. */
function samplesOf({ ids }: Block, samples: Annotations | undefined): readonly AnnotationColumn[] {
  if (!samples) return [];
  if (samples.ids.length === ids.length && samples.ids.every((id, i) => id === ids[i])) return samples.columns;
  const places = new Map(samples.ids.map((id, i) => [id, i]));
  const rows = ids.map((id) => places.get(id) ?? -1);
  return samples.columns.map((column) => takeColumnRows(column, rows));
}

/** What a group holds: X again, where the block was read from there. Columns of obsm have no names but their numbers. */
function linked(group: string, block: Block, X: Written): ReadonlyMap<string, Written> {
  const [parent, own = '', ...more] = block.name.split('/');
  const isNumbered = parent === 'layers' || block.features.every((feature, j) => feature === `${own}_${j + 1}`);
  const isHere = parent === group && (group === 'layers' || group === 'obsm') && own !== '' && more.length === 0;
  return new Map(isHere && isNumbered ? [[own, X]] : []);
}

function writeMatrix(file: Hdf5Writer, matrix: Matrix): Written {
  const { nRows, nCols, sparse } = matrix;
  if (!sparse || sparse.base.some((value) => value !== 0))
    return file.dataset('float32', [nRows, nCols], bytesOf(byRows(matrix)), encoded('array', '0.2.0'));
  const { values, rows, starts } = sparse;
  const children = new Map([
    ['data', file.dataset('float32', [values.length], bytesOf(values))],
    ['indices', file.dataset('int32', [rows.length], bytesOf(rows))],
    ['indptr', file.dataset('int32', [starts.length], bytesOf(starts))],
  ]);
  return file.group(children, { ...encoded('csc_matrix', '0.1.0'), shape: { int64: [nRows, nCols] } });
}

/** [nRows, nCols] row-major. */
function byRows(matrix: Matrix): Float32Array {
  const { nRows, nCols } = matrix;
  const out = new Float32Array(nRows * nCols);
  for (let j = 0; j < nCols; j++) {
    const column = columnOf(matrix, j);
    for (let i = 0; i < nRows; i++) out[i * nCols + j] = column[i]!;
  }
  return out;
}

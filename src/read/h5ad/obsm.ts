import type { NotFoundError } from '../../base/errors.ts';
import { createMatrix, type Matrix, columnOf as viewOf } from '../../table/matrix.ts';
import { broken, unread } from '../hdf5/broken.ts';
import { typeName } from '../hdf5/datatype.ts';
import type { Hdf5Object } from '../hdf5/hdf5-file.ts';
import type { MatrixOptions } from '../hdf5/sparse-by-rows.ts';
import { refuseInfinite } from '../sparse-from-rows.ts';
import { readFrame } from './frame.ts';
import { readMatrix } from './matrix.ts';

interface ReadObsm {
  readonly matrix: Matrix;
  readonly features: readonly string[];
  readonly encoding: string;
}

/**
 * Something that stands beside the cells: an array or sparse matrix, whose columns are called `<name>_1`, `<name>_2` …, or a data frame, whose numbers
 * are taken. Before 0.7 it was a field of records. @param missing thrown when there is none.
 */
export async function readObsm(
  root: Hdf5Object,
  name: string,
  nRows: number,
  missing: NotFoundError,
  options: MatrixOptions,
): Promise<ReadObsm> {
  const obsm = await root.find('obsm');
  if (!obsm) throw missing;
  if (obsm.isDataset) return readField(obsm, name, nRows, missing);
  const object = await obsm.find(name);
  if (!object) throw missing;
  if (!object.isDataset && (await object.text('encoding-type')) === 'dataframe') return readNumbers(object, nRows);
  const nCols = await columnsOf(object);
  const { matrix, encoding } = await readMatrix(object, nRows, nCols, options);
  return { matrix, encoding, features: numbered(name, nCols) };
}

const numbered = (name: string, count: number) => Array.from({ length: count }, (_, j) => `${name}_${j + 1}`);

/** Columns of a sparse matrix beyond this are taken for a broken header: starts are allocated by it. */
const MOST_COLUMNS = 1e7;

async function columnsOf(object: Hdf5Object): Promise<number> {
  if (!object.isDataset) {
    const count = ((await object.numbers('shape')) ?? [])[1] ?? 0;
    if (count >= 0 && count <= MOST_COLUMNS) return count;
    throw broken(object.where, `up to ${MOST_COLUMNS} columns expected, got ${count}`);
  }
  const { shape, where } = object.dataset();
  if (shape.length > 2) throw unread(where, `two dimensions are read, got ${shape.length}`, 'choose another part');
  return shape[1] ?? 1;
}

async function readNumbers(object: Hdf5Object, nRows: number): Promise<ReadObsm> {
  const { ids, columns } = await readFrame(object, async () => undefined, []);
  const taken = columns.filter((column) => column.type === 'number');
  if (ids.length !== nRows) throw broken(object.where, `${nRows} rows expected, got ${ids.length}`);
  const matrix = createMatrix(nRows, taken.length);
  taken.forEach(({ values }, j) => {
    viewOf(matrix, j).set(values as Float64Array);
  });
  refuseInfinite(matrix.data, object.where);
  return { matrix, features: taken.map(({ name }) => name), encoding: 'dataframe' };
}

async function readField(obsm: Hdf5Object, name: string, nRows: number, missing: NotFoundError): Promise<ReadObsm> {
  const dataset = obsm.dataset();
  const values = await dataset.values();
  const field = values.kind === 'records' ? values.fields.find((one) => one.name === name) : undefined;
  if (!field) throw missing;
  if (field.values.kind !== 'numbers' || dataset.count !== nRows)
    throw broken(obsm.where, `numbers of ${nRows} cells expected in '${name}', got ${dataset.count}`);
  const matrix = createMatrix(nRows, field.width);
  for (let j = 0; j < field.width; j++)
    for (let i = 0; i < nRows; i++) matrix.data[j * nRows + i] = field.values.values[i * field.width + j]!;
  refuseInfinite(matrix.data, obsm.where);
  return { matrix, features: numbered(name, field.width), encoding: `records of ${typeName(dataset.type)}` };
}

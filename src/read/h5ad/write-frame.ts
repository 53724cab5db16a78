import { DataError, UnsupportedError } from '../../base/errors.ts';
import type { AnnotationColumn, Annotations } from '../../table/annotations.ts';
import type { Hdf5Writer, Written } from '../hdf5/write-hdf5.ts';

const INDEX = '_index';
const STRINGS = { 'encoding-type': 'string-array', 'encoding-version': '0.2.0' };
const ARRAY = { 'encoding-type': 'array', 'encoding-version': '0.2.0' };

/**
 * A data frame in the encoding of anndata since 0.8: an index of texts, numbers as float64 (missing is NaN), texts as categoricals (missing is −1)
 * whose words are in the order in which they first stand, but for `True` and `False` alone, which are truth values as the reader gives them. @param where what errors call it.
 * @throws {DataError} columns of one name. @throws {UnsupportedError} names that HDF5 or anndata keeps for itself, texts with a zero in them.
 */
export function writeFrame(file: Hdf5Writer, { ids, columns }: Annotations, where: string): Written {
  const children = new Map([[INDEX, file.texts(checked(ids, where), STRINGS)]]);
  for (const column of columns) {
    const { name } = column;
    if (name === INDEX || name === '' || name === '.' || /[/\0]/.test(name))
      throw new UnsupportedError({
        where,
        problem: `names of columns without a slash, other than '${INDEX}', expected, got '${name}'`,
        hint: 'rename the column',
      });
    if (children.has(name))
      throw new DataError({ where, problem: `each column with a name of its own expected, got '${name}' twice` });
    children.set(name, writeColumn(file, column, where));
  }
  return file.group(children, {
    'encoding-type': 'dataframe',
    'encoding-version': '0.2.0',
    _index: INDEX,
    'column-order': columns.map(({ name }) => name),
  });
}

function writeColumn(file: Hdf5Writer, column: AnnotationColumn, where: string): Written {
  if (column.type === 'number') return file.dataset('float64', [column.values.length], bytesOf(column.values), ARRAY);
  if (column.values.length > 0 && column.values.every((word) => word === 'True' || word === 'False')) {
    const truths = Uint8Array.from(column.values, (word) => Number(word === 'True'));
    return file.dataset('boolean', [truths.length], truths, ARRAY);
  }
  const places = new Map<string, number>();
  const codes = Int32Array.from(column.values, (word) => {
    if (word === null) return -1;
    const place = places.get(word) ?? places.size;
    places.set(word, place);
    return place;
  });
  // The narrowest, as pandas has them.
  const type = places.size < 128 ? 'int8' : places.size < 32_768 ? 'int16' : 'int32';
  const narrow = { int8: Int8Array, int16: Int16Array, int32: Int32Array }[type].from(codes);
  const children = new Map([
    ['categories', file.texts(checked([...places.keys()], where), STRINGS)],
    ['codes', file.dataset(type, [codes.length], bytesOf(narrow), ARRAY)],
  ]);
  return file.group(children, { 'encoding-type': 'categorical', 'encoding-version': '0.2.0', ordered: false });
}

/** The bytes of typed values: little-endian on every machine that runs JavaScript. */
export const bytesOf = ({ buffer, byteOffset, byteLength }: ArrayBufferView) =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** Texts end at a zero where python reads them. */
function checked(texts: readonly string[], where: string): readonly string[] {
  const found = texts.find((text) => text.includes('\0'));
  if (found === undefined) return texts;
  throw new UnsupportedError({
    where,
    problem: `texts without zeros expected, got ${JSON.stringify(found.slice(0, 60))}`,
  });
}

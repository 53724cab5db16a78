import type { AnnotationColumn, Annotations } from '../../table/annotations.ts';
import { broken } from '../hdf5/broken.ts';
import type { Hdf5Object } from '../hdf5/hdf5-file.ts';
import { allNumbers } from '../hdf5/numbers.ts';
import type { Values } from '../hdf5/values.ts';

/** Rows of obs or var. `ids` may repeat: the caller knows what to do then. */
export type Frame = Annotations;

/** Words of a categorical whose numbers stand elsewhere, by the column's name: `uns/<column>_categories` before 0.7. */
export type CategoriesOf = (column: string) => Promise<readonly (string | null)[] | undefined>;

/**
 * A data frame as anndata has stored it since 0.6: one dataset of records, or a group with a dataset or group for each column.
 * Whole numbers, floats, booleans (text True and False), text, categoricals (text), and those that may be missing. What cannot be read is left out, with a
 * sentence in `problems`. Source: anndata documentation, "On-disk format", and anndata 0.6.22, readwrite/h5ad.py.
 * @throws {FormatError} columns of unequal length, no index.
 */
export async function readFrame(object: Hdf5Object, oldCategories: CategoriesOf, problems: string[]): Promise<Frame> {
  return object.isDataset ? readRecords(object, oldCategories) : readColumns(object, oldCategories, problems);
}

async function readRecords(object: Hdf5Object, oldCategories: CategoriesOf): Promise<Frame> {
  const values = await object.dataset().values();
  if (values.kind !== 'records') throw broken(object.where, `records expected, got ${values.kind}`);
  const index = values.fields[0];
  if (!index) throw broken(object.where, 'records with an index expected, got none');
  const columns: AnnotationColumn[] = [];
  for (const { name, width, values: own } of values.fields.slice(1)) {
    if (width !== 1) throw broken(object.where, `one value a row expected in '${name}', got ${width}`);
    columns.push(columnOf(name, own, own.kind === 'numbers' ? await oldCategories(name) : undefined));
  }
  return { ids: textsOf(index.values), columns };
}

async function readColumns(object: Hdf5Object, oldCategories: CategoriesOf, problems: string[]): Promise<Frame> {
  const names = await object.names();
  const index = (await object.text('_index')) ?? (names.includes('_index') ? '_index' : 'index');
  const order =
    (await object.texts('column-order')) ?? names.filter((name) => name !== index && !name.startsWith('__'));
  const ids = (await readWords(await object.need(index))).map((word) => word ?? '');
  // From 0.7 on a column says itself where its words are.
  const categoriesOf = (await object.text('encoding-type')) ? noCategories : oldCategories;
  const columns: AnnotationColumn[] = [];
  for (const name of order) {
    if (name === index) continue;
    const column = await object.need(name);
    const read = await readColumn(column, name, categoriesOf);
    if (typeof read === 'string') problems.push(`column '${column.path}' is left out: ${read}`);
    else if (read.values.length !== ids.length)
      throw broken(column.where, `${ids.length} values expected, got ${read.values.length}`);
    else columns.push(read);
  }
  return { ids, columns };
}

const noCategories: CategoriesOf = async () => undefined;

/** The column, or why it cannot be read. */
async function readColumn(
  object: Hdf5Object,
  name: string,
  oldCategories: CategoriesOf,
): Promise<AnnotationColumn | string> {
  if (object.isDataset) {
    const dataset = object.dataset();
    if (dataset.shape.length !== 1) return `it has ${dataset.shape.length} dimensions`;
    if (!['integer', 'float', 'enum', 'string', 'text'].includes(dataset.type.kind))
      return `it holds ${dataset.type.kind}s`;
    const categories = await object.referred('categories');
    const words = categories ? wordsOf(await categories.dataset().values()) : await oldCategories(name);
    return columnOf(name, await dataset.values(), words);
  }
  const encoding = (await object.text('encoding-type')) ?? '';
  if (encoding === 'categorical') {
    const codes = await allNumbers((await object.need('codes')).dataset());
    const words = await readWords(await object.need('categories'));
    return decoded(name, codes, words, object.where);
  }
  if (!encoding.startsWith('nullable-')) return `its encoding '${encoding}' is not known`;
  const values = await (await object.need('values')).dataset().values();
  const mask = await allNumbers((await object.need('mask')).dataset());
  const column = columnOf(name, values);
  if (mask.length !== column.values.length)
    throw broken(object.where, `a mask of ${column.values.length} values expected, got ${mask.length}`);
  return column.type === 'number'
    ? { ...column, values: column.values.map((value, i) => (mask[i] ? Number.NaN : value)) }
    : { ...column, values: column.values.map((value, i) => (mask[i] ? null : value)) };
}

/** Of a categorical or an index: a dataset, or a group of text that may be missing (anndata 0.12). */
async function readWords(object: Hdf5Object): Promise<readonly (string | null)[]> {
  return wordsOf(await (object.isDataset ? object : await object.need('values')).dataset().values());
}

/** Decoded values as a column; with `words`, numbers are places in them. */
export function columnOf(name: string, values: Values, words?: readonly (string | null)[]): AnnotationColumn {
  if (values.kind === 'records') throw broken(name, 'one value a row expected, got records');
  if (values.kind === 'texts') return { name, type: 'text', values: values.values };
  if (words) return decoded(name, values.values, words, name);
  if (values.names) return { name, type: 'text', values: wordsOf(values) };
  return { name, type: 'number', values: Float64Array.from(values.values) };
}

function decoded(
  name: string,
  codes: ArrayLike<number>,
  words: readonly (string | null)[],
  where: string,
): AnnotationColumn {
  const values = Array.from(codes, (code) => {
    if (code === -1 || Number.isNaN(code)) return null;
    const word = words[code];
    if (word === undefined) throw broken(where, `a category from 0 to ${words.length - 1} expected, got ${code}`);
    return word;
  });
  return { name, type: 'text', values };
}

/** Values as words: numbers in shortest form, booleans as python writes them. */
export function wordsOf(values: Values): (string | null)[] {
  if (values.kind === 'records') throw broken('categories', 'words expected, got records');
  if (values.kind === 'texts') return values.values;
  const { names } = values;
  const written = (value: number) => {
    const word = names?.get(value) ?? String(value);
    return word === 'TRUE' ? 'True' : word === 'FALSE' ? 'False' : word;
  };
  return Array.from(values.values, (value) => (Number.isNaN(value) ? null : written(value)));
}

function textsOf(values: Values): string[] {
  return wordsOf(values).map((word) => word ?? '');
}

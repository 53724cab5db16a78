// Files that Python wrote, read by us: single cells in every encoding, columnar tables.
import { gunzipSync } from 'node:zlib';
import { memorySource, readFile } from '../../dist/index.js';
import { columnOf } from '../../dist/table/matrix.js';
import { apart, golden } from './support.mjs';

export const title = 'Readers';

export async function rows() {
  return [await ofCells(), await ofParquet()];
}

async function opened({ base64, gzip, name, params }, format) {
  const bytes = gzip ? gunzipSync(Buffer.from(gzip, 'base64')) : Buffer.from(base64, 'base64');
  const source = memorySource(name ?? `a.${format}`, new Uint8Array(bytes));
  return (await readFile(source, params ? { params } : {}, format)).content;
}

async function ofCells() {
  const { versions, files } = golden('cells');
  let difference = 0;
  for (const file of files) {
    const { block } = (await opened(file, file.word)).blocks[0];
    const { ids, features, rows } = file.expected;
    if (`${block.ids} ${block.features}` !== `${ids} ${features}`) difference = Number.POSITIVE_INFINITY;
    const got = ids.flatMap((_, i) => features.map((_name, j) => columnOf(block.matrix, j)[i]));
    difference = Math.max(difference, apart(got, rows.flat()));
  }
  return {
    work: `single cells, ${files.length} encodings of h5ad (0.6 to 0.12) and of Cell Ranger's HDF5`,
    reference: `anndata ${versions.anndata}, h5py ${versions.h5py}`,
    data: 'small files of each encoding',
    compared: 'ids, features, every value',
    ...{ difference, tolerance: 0 },
  };
}

async function ofParquet() {
  const { versions, files } = golden('parquet');
  let difference = 0;
  for (const file of files) {
    const { table } = await opened(file, 'parquet');
    for (const [j, [name, values]] of Object.entries(file.expected).entries()) {
      const { name: own, type } = table.columns[j];
      const got = type === 'text' ? table.texts(j) : [...table.numbers(j)];
      if (own !== name) difference = Number.POSITIVE_INFINITY;
      if (type === 'text') difference = Math.max(difference, `${got}` === `${values}` ? 0 : Number.POSITIVE_INFINITY);
      else difference = Math.max(difference, apart(got, values));
    }
  }
  return {
    work: 'Parquet: encodings, compressions, pages, indices of pandas',
    reference: Object.entries(versions)
      .map((pair) => pair.join(' '))
      .join(', '),
    data: `${files.length} small files`,
    compared: 'names, every value',
    ...{ difference, tolerance: 0 },
  };
}

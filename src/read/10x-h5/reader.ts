import { DataError } from '../../base/errors.ts';
import { checkCells } from '../check-cells.ts';
import { featureBlocks, type TenxFeatures } from '../feature-blocks.ts';
import { broken } from '../hdf5/broken.ts';
import { type Hdf5Object, openHdf5 } from '../hdf5/hdf5-file.ts';
import { allNumbers } from '../hdf5/numbers.ts';
import { sparseByRows, startsOf } from '../hdf5/sparse-by-rows.ts';
import type { FileReading, ReadOptions } from '../reader.ts';
import type { ByteSource } from '../source.ts';

/**
 * A feature–barcode matrix of Cell Ranger. Stored as compressed columns of features × cells, which are compressed rows of cells × features.
 * Source: 10x Genomics, "Feature-Barcode Matrices", HDF5 format. Checked against h5py and scipy, and the same run as MatrixMarket.
 * @throws {NotFoundError} a genome or type that is not there. @throws {DataError} several genomes and none asked for.
 */
export async function read(source: ByteSource, options: ReadOptions): Promise<FileReading> {
  const { signal } = options;
  const root = await openHdf5(source, signal);
  const matrix = await root.find('matrix');
  const group = matrix ?? (await genomeOf(root, String(options.params?.genome ?? '')));
  const part = async (name: string) => (await group.need(name)).dataset();
  const cells = await textsOf(group, 'barcodes');
  checkCells(cells, `${source.name}: barcodes`);
  const features = matrix ? await newFeatures(group) : await oldFeatures(group);
  const nFeatures = features.ids.length;
  const shape = Array.from(await allNumbers(await part('shape')));
  if (shape[0] !== nFeatures || shape[1] !== cells.length)
    throw broken(group.where, `${nFeatures} features × ${cells.length} cells expected, got ${shape.join(' × ')}`);
  const [data, indices, indptr] = [await part('data'), await part('indices'), await part('indptr')];
  const starts = await startsOf(indptr, cells.length, indices, data);
  const label = `reading ${source.name}`;
  const more = { signal, progress: (done: number) => options.progress?.(done, label) };
  const columns = await sparseByRows({ data, indices, starts }, nFeatures, group.where, more);
  const problems: string[] = [];
  const blocks = featureBlocks(cells, features, columns, options, source.name, problems);
  options.progress?.(1, label);
  const chemistry = await root.text('chemistry_description');
  return {
    content: { holds: 'blocks', blocks, samples: { ids: cells, columns: [] } },
    facts: {
      layout: matrix ? 'Cell Ranger 3 and later' : `Cell Ranger 2, genome ${group.path}`,
      ...(chemistry ? { chemistry } : {}),
      ...{ cells: cells.length, features: nFeatures, types: [...new Set(features.types)].join(', ') },
    },
    problems,
  };
}

async function genomeOf(root: Hdf5Object, asked: string): Promise<Hdf5Object> {
  if (asked) return root.need(asked);
  const names = await root.names();
  const genomes: Hdf5Object[] = [];
  for (const name of names) {
    const group = await root.find(name);
    if (group && (await group.find('barcodes'))) genomes.push(group);
  }
  if (genomes.length === 1) return genomes[0]!;
  if (genomes.length === 0)
    throw broken(root.where, `a group 'matrix', or one of a genome, expected, got ${names.join(', ') || 'nothing'}`);
  throw new DataError({
    where: root.where,
    problem: `one genome expected, got ${genomes.map(({ path }) => path).join(', ')}`,
    hint: `say which: read: { genome: ${genomes[0]!.path} }`,
  });
}

async function textsOf(group: Hdf5Object, name: string): Promise<string[]> {
  const object = await group.need(name);
  const values = await object.dataset().values();
  if (values.kind !== 'texts') throw broken(object.where, `text expected, got ${values.kind}`);
  return values.values;
}

async function newFeatures(group: Hdf5Object): Promise<TenxFeatures> {
  const features = await group.need('features');
  const ids = await textsOf(features, 'id');
  const column = async (name: string) => {
    const values = await textsOf(features, name);
    if (values.length === ids.length) return values;
    throw broken(features.where, `${ids.length} values of '${name}' expected, got ${values.length}`);
  };
  const genome = (await features.names()).includes('genome')
    ? [{ name: 'genome', type: 'text' as const, values: await column('genome') }]
    : [];
  return { ids, names: await column('name'), types: await column('feature_type'), more: genome };
}

async function oldFeatures(group: Hdf5Object): Promise<TenxFeatures> {
  const [ids, names] = [await textsOf(group, 'genes'), await textsOf(group, 'gene_names')];
  if (names.length !== ids.length)
    throw broken(group.where, `${ids.length} names of genes expected, got ${names.length}`);
  return { ids, names, types: ids.map(() => 'Gene Expression') };
}

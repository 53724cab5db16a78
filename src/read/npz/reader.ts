import { zipSync } from 'fflate';
import { DataError, FormatError, NotFoundError, UnsupportedError } from '../../base/errors.ts';
import type { AnnotationColumn } from '../../table/annotations.ts';
import { arrayFeatures, product, refuseRepeated } from '../array-block.ts';
import { arrayToBlock, sampleAxis } from '../npy/array-to-block.ts';
import { type NumpyArray, parseNumpy, writeNumbers, writeTexts } from '../npy/numpy-array.ts';
import type { NumpyValues } from '../npy/numpy-type.ts';
import { arrayFacts, mainBlock, writeBlock } from '../npy/reader.ts';
import type { FileContent, FileReading, ReadOptions, WrittenFile } from '../reader.ts';
import type { ByteSource } from '../source.ts';
import { zipDirectory } from '../zip/zip-directory.ts';
import { ZipFiles } from '../zip/zip-files.ts';

/**
 * Arrays by name: one of values, one of ids, and those of one value a sample, which are what is known of the samples.
 * @throws as `parseNumpy` and `arrayToBlock`. @throws {DataError} which array is meant is not clear, ids that come back.
 * @throws {NotFoundError} an array that is named and not there. Memory: all arrays, and the values once more.
 */
export async function read(source: ByteSource, options: ReadOptions): Promise<FileReading> {
  const { params = {} } = options;
  const arrays = await readArrays(source, options);
  const main = named(arrays, params.array as string, source.name) ?? mainArray(arrays, source.name);
  const axis = sampleAxis(main, params);
  const n = main.shape[axis]!;
  const others = [...arrays.values()].filter((array) => array !== main && array.shape.length === 1);
  const perSample = others.filter(({ shape }) => shape[0] === n);
  const idArray = named(arrays, params.ids as string, source.name) ?? idArrayOf(perSample, source.name);
  const ids = idArray && textsOf(idArray);
  if (ids && ids.length !== n)
    throw new DataError({ where: idArray!.name, problem: `${n} ids expected, one a sample, got ${ids.length}` });
  if (ids) refuseRepeated(idArray!.name, ids, 'name another array with ids');
  const nFeatures = product(main.shape.filter((_, one) => one !== axis));
  const listed = named(arrays, params.features as string, source.name);
  const featureArray = listed ?? others.find((one) => shortName(one) === 'features' && one.shape[0] === nFeatures);
  const features = featureArray && textsOf(featureArray);
  if (features && (features.length !== nFeatures || new Set(features).size !== nFeatures))
    throw new DataError({
      where: featureArray!.name,
      problem: `${nFeatures} different names of features expected, got ${new Set(features).size} of ${features.length}`,
    });
  const { block, problems } = arrayToBlock(main, options, ids, features);
  const columns = perSample.filter((one) => one !== idArray && one !== featureArray).map(columnOf);
  const unused = [...arrays.values()].filter((one) => ![main, idArray, featureArray, ...perSample].includes(one));
  const content: FileContent = {
    holds: 'blocks',
    blocks: [{ block: options.block?.name ? block : { ...block, name: shortName(main) } }],
    ...(columns.length > 0 ? { samples: { ids: block.ids, columns } } : {}),
  };
  const facts = {
    ...{ array: shortName(main), ...arrayFacts(main), ids: idArray ? shortName(idArray) : 'none' },
    ...(unused.length > 0 ? { 'not read': unused.map(shortName).join(' ') } : {}),
  };
  return { content, facts, problems };
}

async function readArrays(source: ByteSource, { signal, progress }: ReadOptions): Promise<Map<string, NumpyArray>> {
  const entries = (await zipDirectory(source)).filter(({ name }) => name.endsWith('.npy'));
  const files = new ZipFiles(source);
  const arrays = new Map<string, NumpyArray>();
  for (const [k, entry] of entries.entries()) {
    const array = parseNumpy(await files.read(entry, signal), `${source.name} › ${entry.name}`);
    if (arrays.has(entry.name.slice(0, -4)))
      throw new FormatError({ where: source.name, problem: `array '${entry.name}' stands in it twice` });
    arrays.set(entry.name.slice(0, -4), array);
    progress?.((k + 1) / entries.length, `reading ${source.name}`);
  }
  if (arrays.size === 0)
    throw new FormatError({ where: source.name, problem: 'arrays of NumPy (.npy) expected in the archive, got none' });
  return arrays;
}

function named(arrays: ReadonlyMap<string, NumpyArray>, name: string, where: string): NumpyArray | undefined {
  if (name === '') return undefined;
  const found = arrays.get(name);
  if (found) return found;
  throw new NotFoundError({ where, problem: `no array '${name}'`, hint: `it holds: ${[...arrays.keys()].join(', ')}` });
}

function mainArray(arrays: ReadonlyMap<string, NumpyArray>, where: string): NumpyArray {
  const found = [...arrays.values()].filter(({ shape, type }) => shape.length > 1 && !isText(type.name));
  if (found.length === 1) return found[0]!;
  if (found.length === 0 && arrays.size === 1) return [...arrays.values()][0]!;
  const listed = [...arrays].map(([name, { shape, type }]) => `${name} ${type.name} [${shape.join(', ')}]`).join(', ');
  throw new DataError({
    where,
    problem: `one array of numbers with two axes or more expected, got ${found.length} (${listed})`,
    hint: 'name the one to read with array',
  });
}

const isText = (type: string) => type === 'str' || type === 'bytes';
const shortName = ({ name }: NumpyArray) => name.slice(name.lastIndexOf(' › ') + 3, -4);

/** The ids, where only one array can be them. */
function idArrayOf(perSample: readonly NumpyArray[], where: string): NumpyArray | undefined {
  const found = perSample.filter((one) => one.type.exact && isDistinct(one.values()));
  const called = found.find((one) => shortName(one) === 'ids') ?? found[0];
  if (found.length < 2 || shortName(called!) === 'ids') return called;
  throw new DataError({
    where,
    problem: `the ids of the samples may be ${found.map(shortName).join(' or ')}`,
    hint: 'say which with ids',
  });
}

/** Values as text, a number in its shortest form. */
function textsOf(array: NumpyArray): string[] {
  const values = array.values();
  if ('texts' in values) return [...values.texts];
  const { numbers } = values;
  for (let i = 0; i < numbers.length; i++) {
    if (Math.abs(numbers[i]!) <= Number.MAX_SAFE_INTEGER) continue;
    throw new DataError({
      where: array.name,
      problem: 'whole numbers up to 2^53 expected as ids, got a larger one',
      hint: 'save the ids as text: ids.astype(str)',
    });
  }
  return Array.from(numbers, String);
}

function isDistinct(values: NumpyValues): boolean {
  const all = 'texts' in values ? values.texts : values.numbers;
  return new Set<unknown>(Array.from<unknown>(all)).size === all.length;
}

function columnOf(array: NumpyArray): AnnotationColumn {
  const values = array.values();
  const name = shortName(array);
  return 'texts' in values
    ? { name, type: 'text', values: values.texts.map((text) => text || null) }
    : { name, type: 'number', values: Float64Array.from(values.numbers) };
}

/**
 * The main block as `<its name>`, float32 [n, …shape], with `ids`, an array of each annotation of its samples (missing text: empty) and, where they
 * are not numbers and places, `features`. @throws {UnsupportedError} words, two arrays of one name.
 */
export async function write(content: FileContent, name: string): Promise<readonly WrittenFile[]> {
  const block = mainBlock(content, 'npz');
  const made = arrayFeatures(block.shape ?? [block.features.length]);
  const files: Record<string, Uint8Array> = {};
  const put = (array: string, bytes: Uint8Array) => {
    if (Object.hasOwn(files, `${array}.npy`))
      throw new UnsupportedError({
        where: name,
        problem: `two arrays would be called '${array}'`,
        hint: 'rename a column',
      });
    files[`${array}.npy`] = bytes;
  };
  put(['ids', 'features'].includes(block.name) ? 'values' : block.name, writeBlock(block));
  put('ids', writeTexts(block.ids));
  if (block.features.some((feature, j) => feature !== made[j])) put('features', writeTexts(block.features));
  const samples = content.holds === 'blocks' ? content.samples : undefined;
  for (const column of samples?.columns ?? []) {
    const texts = () => writeTexts(Array.from<unknown, string>(column.values, (value) => String(value ?? '')));
    put(column.name, column.type === 'number' ? writeNumbers(column.values, [column.values.length]) : texts());
  }
  return [{ name, bytes: zipSync(files, { mtime: new Date(1980, 0, 1) }) }];
}

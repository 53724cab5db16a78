import { UnsupportedError } from '../../base/errors.ts';
import type { Block } from '../../table/block.ts';
import { readWhole } from '../read-whole.ts';
import type { FileContent, FileReading, ReadOptions, WrittenFile } from '../reader.ts';
import type { ByteSource } from '../source.ts';
import { arrayToBlock } from './array-to-block.ts';
import { type NumpyArray, parseNumpy, writeNumbers } from './numpy-array.ts';

/** One array, whose samples have no ids of their own: `row:<ordinal>`. @throws as `parseNumpy` and `arrayToBlock`. @throws {CancelledError} */
export async function read(source: ByteSource, options: ReadOptions): Promise<FileReading> {
  const array = parseNumpy(await readWhole(source, options), source.name);
  const { block, problems } = arrayToBlock(array, options);
  return { content: { holds: 'blocks', blocks: [{ block }] }, facts: arrayFacts(array), problems };
}

/** What a person would ask of an array. */
export function arrayFacts({ version, type, shape, fortran }: NumpyArray): Record<string, string> {
  return { version, type: type.name, shape: `[${shape.join(', ')}]`, order: fortran ? 'Fortran' : 'C' };
}

/** The main block as float32 [n, …shape]. @throws {UnsupportedError} words, or ids of samples, which a .npy cannot hold. */
export async function write(content: FileContent, name: string): Promise<readonly WrittenFile[]> {
  const block = mainBlock(content, 'npy');
  if (block.ids.some((id, i) => id !== `row:${i + 1}`))
    throw new UnsupportedError({
      where: name,
      problem: 'one array cannot hold the ids of its samples',
      hint: 'write .npz, which holds them beside the values',
    });
  return [{ name, bytes: writeBlock(block) }];
}

/** The numbers of a block, row-major. */
export function writeBlock({ matrix: { nRows, nCols, data }, shape = [nCols] }: Block): Uint8Array {
  const values = new Float32Array(nRows * nCols);
  for (let j = 0; j < nCols; j++) for (let i = 0; i < nRows; i++) values[i * nCols + j] = data[j * nRows + i]!;
  return writeNumbers(values, [nRows, ...shape]);
}

/** @throws {UnsupportedError} content that is no block of numbers. */
export function mainBlock(content: FileContent, word: string): Block {
  const block = content.holds === 'blocks' ? content.blocks[0]!.block : undefined;
  if (block && !block.levels?.some((words) => words !== null)) return block;
  throw new UnsupportedError({
    where: word,
    problem: `holds blocks of numbers, got ${block ? 'words' : content.holds}`,
    hint: 'write .tsv',
  });
}

import { DataError } from '../../base/errors.ts';
import type { ParamValues } from '../../base/params.ts';
import type { Block } from '../../table/block.ts';
import { createMatrix } from '../../table/matrix.ts';
import { arrayFeatures, checkMemory, product, refuseInfinite } from '../array-block.ts';
import type { ReadOptions } from '../reader.ts';
import type { NumpyArray } from './numpy-array.ts';

export interface ArrayBlock {
  readonly block: Block;
  readonly problems: readonly string[];
}

/** The axis of an array that is the samples. @throws {DataError} there is none such. */
export function sampleAxis({ name, shape }: NumpyArray, params: ParamValues): number {
  const { axes } = params;
  const axis = axes === 'first' ? 0 : axes === 'last' ? shape.length - 1 : (axes as number);
  if (shape.length > 0 && axis < shape.length) return axis;
  throw new DataError({
    where: name,
    problem: `an array with an axis ${axis} of samples expected, got shape [${shape.join(', ')}]`,
    hint: 'say which axis is the samples with axes',
  });
}

/**
 * An array as a block. [n, p] is a table without shape; [n, …] keeps the shape of one sample, channels first.
 * @param ids [n]; default `row:<ordinal>`, with a warning. @param features default numbers, or channels and places.
 * @throws {DataError} text, infinite values, more values than memory allows. Cost O(values), one copy beside the file.
 */
export function arrayToBlock(
  array: NumpyArray,
  { params = {}, block: wish, warn }: ReadOptions,
  ids?: readonly string[],
  features?: readonly string[],
): ArrayBlock {
  const { name, shape } = array;
  const axis = sampleAxis(array, params);
  const axes = [...shape.keys()].filter((one) => one !== axis);
  if (params.channels === 'last' && axes.length > 1) axes.unshift(axes.pop()!);
  const own = axes.map((one) => shape[one]!);
  const asArray = axes.length > 1 || (axes.length === 1 && params.channels === 'none');
  const blockShape = params.channels === 'none' ? [1, ...own] : own;
  const nRows = shape[axis]!;
  const nCols = product(own);
  if (nRows * nCols === 0)
    throw new DataError({ where: name, problem: `values expected, got an array of shape [${shape.join(', ')}]` });
  checkMemory(name, nRows, own, params['max-memory'] as number, 'save fewer or smaller samples');
  const values = array.values();
  if (!('numbers' in values))
    throw new DataError({
      where: name,
      problem: 'an array of numbers expected, got one of text',
      hint: 'text can be ids',
    });
  const matrix = createMatrix(nRows, nCols);
  const strides = stridesOf(array);
  const rounded = turn(
    values.numbers,
    matrix.data,
    nRows,
    strides[axis]!,
    own,
    axes.map((one) => strides[one]!),
  );
  if (rounded && array.type.exact)
    warn?.({ code: 'rounded-values', message: 'whole numbers above 16,777,216 were rounded to float32', where: name });
  const rowIds = ids ?? ordinalIds(nRows, name, warn);
  const names = features ?? arrayFeatures(asArray ? blockShape : own.length > 0 ? own : [1]);
  refuseInfinite(name, rowIds, names, matrix);
  const problems =
    axes.length === 2 && params.channels === 'first' && own[0]! > 4 * own[1]!
      ? [
          `each sample is taken as ${own[0]} channels of ${own[1]} values; where the last axis is the channels, say channels: last`,
        ]
      : [];
  const block: Block = {
    ...{ name: wish?.name ?? 'array', kind: wish?.kind ?? 'numeric', ids: rowIds, features: names, matrix },
    ...(asArray ? { shape: blockShape } : {}),
  };
  return { block, problems };
}

function ordinalIds(n: number, where: string, warn: ReadOptions['warn']): string[] {
  const message = `it holds no sample ids: samples are called row:1 … row:${n}, in the order of the file`;
  warn?.({ code: 'ids-made-up', message, where });
  return Array.from({ length: n }, (_, i) => `row:${i + 1}`);
}

function stridesOf({ shape, fortran }: NumpyArray): number[] {
  return shape.map((_, axis) => product(fortran ? shape.slice(0, axis) : shape.slice(axis + 1)));
}

/** Rows that are copied together, so that lines of the cache are used whole on both sides. */
const TILE = 32;

/** Copies values in the order of the axes to column-major. Gives back whether a whole number lost digits. */
function turn(
  from: ArrayLike<number>,
  to: Float32Array,
  nRows: number,
  rowStride: number,
  lengths: readonly number[],
  strides: readonly number[],
): boolean {
  const places = placesOf(lengths, strides);
  let largest = 0;
  for (let i0 = 0; i0 < nRows; i0 += TILE) {
    const end = Math.min(nRows, i0 + TILE);
    for (let j = 0; j < places.length; j++) {
      for (let i = i0; i < end; i++) {
        const value = from[i * rowStride + places[j]!]!;
        to[j * nRows + i] = value;
        if (value > largest) largest = value;
        else if (-value > largest) largest = -value;
      }
    }
  }
  return largest > 2 ** 24;
}

/** Where each feature stands in the values of the first sample, features row-major. */
function placesOf(lengths: readonly number[], strides: readonly number[]): Float64Array {
  let places = new Float64Array(1);
  lengths.forEach((length, axis) => {
    const next = new Float64Array(places.length * length);
    for (let a = 0, k = 0; a < places.length; a++)
      for (let b = 0; b < length; b++) next[k++] = places[a]! + b * strides[axis]!;
    places = next;
  });
  return places;
}

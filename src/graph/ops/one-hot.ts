import { ShapeError } from '../../base/errors.ts';
import { constant, describe, type Tensor } from '../tensor.ts';
import { cast } from './cast.ts';
import { equal } from './equal.ts';
import { reshape } from './reshape.ts';

/** Codes as 0/1 vectors along a new last axis; a code outside 0 … depth − 1 gives zeros. @param codes int64 or int32. @throws {ShapeError} other types. */
export function oneHot(codes: Tensor, depth: number): Tensor {
  if (codes.dtype !== 'int64' && codes.dtype !== 'int32') {
    throw new ShapeError({
      where: 'one-hot',
      problem: `codes must be int64 or int32, got ${codes.dtype} ${describe(codes)}`,
    });
  }
  const all = Array.from({ length: depth }, (_, k) => k);
  const classes = codes.dtype === 'int64' ? BigInt64Array.from(all, BigInt) : Int32Array.from(all);
  return cast(equal(reshape(codes, [...codes.shape, 1]), constant(classes, [depth])), 'float32');
}

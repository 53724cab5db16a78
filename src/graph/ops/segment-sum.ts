import { sizeOf } from '../shape.ts';
import { constant, type Tensor } from '../tensor.ts';
import { scatterAdd } from './gather.ts';

/** Rows summed by the segment that each belongs to: messages to the nodes of a graph. @param segments int64 [m], each 0 … count − 1. @returns [count, ...]. */
export function segmentSum(rows: Tensor, segments: Tensor, count: number): Tensor {
  const shape = [count, ...rows.shape.slice(1)];
  return scatterAdd(constant(new Float32Array(sizeOf(shape, 'segment-sum')), shape), segments, rows);
}

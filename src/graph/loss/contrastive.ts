import { add } from '../ops/add.ts';
import { cast } from '../ops/cast.ts';
import { cumulativeSum } from '../ops/cumulative-sum.ts';
import { div } from '../ops/div.ts';
import { equal } from '../ops/equal.ts';
import { greater } from '../ops/greater.ts';
import { logSoftmax } from '../ops/log-softmax.ts';
import { matmul } from '../ops/matmul.ts';
import { mul } from '../ops/mul.ts';
import { neg } from '../ops/neg.ts';
import { reshape } from '../ops/reshape.ts';
import { sqrt } from '../ops/sqrt.ts';
import { sub } from '../ops/sub.ts';
import { sum } from '../ops/sum.ts';
import { scalar, type Tensor } from '../tensor.ts';

export interface ContrastiveOptions {
  /** Default 0.1. */
  readonly temperature?: number;
  /** [n]: rows of weight 0 are nobody's other sample. Absent: all are there. */
  readonly weights?: Tensor;
}

/** Takes a sample out of a softmax. */
const FAR = 1e9;

/**
 * Two views of one sample are to be more alike than views of two: −log of the share that a sample's other view has among all of the batch, in softmax of
 * cosines over a temperature, the mean of both directions. @param a [n, width]. @param b [n, width]: the other views in the same order. @returns [n].
 * Source: van den Oord et al. 2018, arXiv 1807.03748, eq. 4; Radford et al. 2021 (both directions).
 */
export function contrastive(a: Tensor, b: Tensor, { temperature = 0.1, weights }: ContrastiveOptions = {}): Tensor {
  const n = a.shape[0]!;
  const own = diagonal(a);
  const cosines = mul(matmul(onSphere(a), onSphere(b), { transposeB: true }), scalar(1 / temperature));
  const along = (axis: number) => {
    // Its own other view stays, so that a row of weight 0 has a finite value too.
    const gone = weights && cast(greater(scalar(TINY), reshape(weights, axis === 1 ? [1, n] : [n, 1])), 'float32');
    const alike = gone ? sub(cosines, mul(mul(gone, sub(scalar(1), own)), scalar(FAR))) : cosines;
    return neg(sum(mul(logSoftmax(alike, axis), own), [axis]));
  };
  return mul(add(along(1), along(0)), scalar(0.5));
}

/** A weight below it is 0. */
const TINY = 1e-30;

function onSphere(x: Tensor): Tensor {
  return div(x, sqrt(add(sum(mul(x, x), [1], { keep: true }), scalar(1e-12))));
}

/** The identity matrix of as many rows as x has. */
function diagonal(x: Tensor): Tensor {
  const n = x.shape[0]!;
  const ones = add(mul(sum(x, [1]), scalar(0)), scalar(1));
  const places = cumulativeSum(ones, 0);
  return cast(equal(reshape(places, [n, 1]), reshape(places, [1, n])), 'float32');
}

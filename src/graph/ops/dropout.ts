import { ParamError } from '../../base/errors.ts';
import { scalar, type Tensor } from '../tensor.ts';
import { cast } from './cast.ts';
import { greater } from './greater.ts';
import { mul } from './mul.ts';

/**
 * Each value 0 with some probability, the others scaled up so that the mean stays. @param rate 0 … < 1. @param noise uniform in [0, 1), of a
 * shape that broadcasts to x: one value for a whole channel drops the channel. @throws {ParamError} a rate out of range.
 * Source: Srivastava et al. 2014, JMLR 15, in the scaled form.
 */
export function dropout(x: Tensor, rate: number, noise: Tensor): Tensor {
  if (!(rate >= 0 && rate < 1))
    throw new ParamError({ where: 'dropout', problem: `rate must be from 0 to below 1, got ${rate}` });
  if (rate === 0) return x;
  const kept = cast(greater(noise, scalar(rate)), 'float32');
  return mul(x, mul(kept, scalar(1 / (1 - rate))));
}

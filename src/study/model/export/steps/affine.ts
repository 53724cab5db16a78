import { mul } from '../../../../graph/ops/mul.ts';
import { sub } from '../../../../graph/ops/sub.ts';
import type { StepConverter } from '../converters.ts';
import { double, doubles, single } from '../doubles.ts';

/** (x − centre) · factor: standardize, min-max, robust. */
export const affine: StepConverter = ({ arrays: { centre, factor } }, x) =>
  single(mul(sub(double(x), doubles(centre!, [1, centre!.length])), doubles(factor!, [1, factor!.length])));

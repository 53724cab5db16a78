import { div } from '../../../../graph/ops/div.ts';
import { mul } from '../../../../graph/ops/mul.ts';
import type { Tensor } from '../../../../graph/tensor.ts';
import type { StepConverter } from '../converters.ts';
import { choose, double, doubles, isMissing, rowSum, single, value } from '../doubles.ts';

/** x / (sum of the sample) · 10⁶. A sample without counts, which predict refuses, comes out as missing. */
export const cpm: StepConverter = (_, x) => single(perMillion(double(x)));

/** (x / length) / Σ(x / length) · 10⁶. */
export const tpm: StepConverter = ({ arrays: { lengths } }, x) =>
  single(perMillion(double(x), doubles(lengths!, [1, lengths!.length])));

/** cpm, rounded as the library does, per thousand bases. */
export const fpkm: StepConverter = ({ arrays: { lengths } }, x) => {
  const million = double(single(perMillion(double(x))));
  return single(div(mul(million, value(1000)), doubles(lengths!, [1, lengths!.length])));
};

/** Missing counts for nothing in the sum and stays missing. @param lengths [1, features]; absent: 1 each. */
function perMillion(x: Tensor, lengths?: Tensor): Tensor {
  const shares = lengths ? div(x, lengths) : x;
  const total = rowSum(choose(isMissing(shares), value(0), shares));
  const scale = lengths ? div(value(1e6), lengths) : value(1e6);
  return div(mul(x, scale), total);
}

import { add } from '../../../../graph/ops/add.ts';
import { div } from '../../../../graph/ops/div.ts';
import { mul } from '../../../../graph/ops/mul.ts';
import { sub } from '../../../../graph/ops/sub.ts';
import type { StepConverter } from '../converters.ts';
import { abs, choose, double, less, log, neg, single, sqrt, value } from '../doubles.ts';

/** arcsinh(x / cofactor) by the step's own formulas: ONNX Runtime's Asinh is float32, which loses digits of small values. */
export const arcsinh: StepConverter = ({ json }, given) => {
  const x = div(double(given), value(json.cofactor as number));
  const a = abs(x);
  const square = mul(a, a);
  const inner = sub(value(3 / 40), mul(square, value(15 / 336)));
  const near = mul(x, sub(value(1), mul(square, sub(value(1 / 6), mul(square, inner)))));
  const far = log(add(a, sqrt(add(square, value(1)))));
  const signed = choose(less(x, value(0)), neg(far), far);
  return single(choose(less(a, value(0.02)), near, signed));
};

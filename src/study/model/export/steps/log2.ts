import { add } from '../../../../graph/ops/add.ts';
import { mul } from '../../../../graph/ops/mul.ts';
import type { StepConverter } from '../converters.ts';
import { atLeast, double, log, single, value } from '../doubles.ts';

/** log2(max(x, floor) + offset). */
export const log2: StepConverter = ({ json }, x) => {
  const raised = add(atLeast(double(x), json.floor as number), value(json.offset as number));
  return single(mul(log(raised), value(Math.LOG2E)));
};

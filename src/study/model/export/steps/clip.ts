import type { StepConverter } from '../converters.ts';
import { atLeast, atMost, double, single } from '../doubles.ts';

/** Within ±limit; missing stays missing, which ONNX's Clip does not promise. */
export const clip: StepConverter = ({ json }, x) => {
  const limit = json.limit as number;
  return single(atLeast(atMost(double(x), limit), -limit));
};

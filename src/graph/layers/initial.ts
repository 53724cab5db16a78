import type { Initial } from './scope.ts';

const fill =
  (value: number): Initial =>
  (shape) =>
    new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(value);

export const zeros: Initial = fill(0);
export const ones: Initial = fill(1);

/** Uniform in ±limit. */
export function uniform(limit: number): Initial {
  return (shape, random) => {
    const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
    for (let at = 0; at < values.length; at++) values[at] = limit * (2 * random.uniform() - 1);
    return values;
  };
}

/**
 * Uniform in ±√(6 / inputs · gain²/2), so that rectified units keep the variance of what they see. @param inputs values that one unit sums.
 * @param gain √2 for rectified units, 1 for others. Source: He et al. 2015, arXiv 1502.01852, §2.2.
 */
export function scaled(inputs: number, gain = Math.SQRT2): Initial {
  return uniform(gain * Math.sqrt(3 / inputs));
}

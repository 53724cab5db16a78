import { knownSizes } from '../shape.ts';
import { scalar, type Tensor, withGradient } from '../tensor.ts';
import { add } from './add.ts';
import { div } from './div.ts';
import { mean } from './mean.ts';
import { mul } from './mul.ts';
import { sqrt } from './sqrt.ts';
import { sub } from './sub.ts';
import { sum } from './sum.ts';

export interface Normalised {
  /** (x − mean) / √(variance + ε), of the shape of x. */
  readonly values: Tensor;
  /** Over the axes, which stay with size 1; no gradient flows through these two. */
  readonly mean: Tensor;
  /** Σ(x − mean)² / count. */
  readonly variance: Tensor;
}

/**
 * x with mean 0 and variance 1 over some axes: batch normalisation over samples and places, layer normalisation over features.
 * The gradient is (d − mean(d) − x̂ · mean(d · x̂)) / σ in one go, instead of through the mean and the variance node by node.
 * @param axes of known sizes. Source: Ioffe & Szegedy 2015, §3; Ba et al. 2016.
 */
export function normalise(x: Tensor, axes: readonly number[], epsilon = 1e-5): Normalised {
  const centre = mean(x, axes, { keep: true });
  const apart = sub(x, centre);
  const variance = mean(mul(apart, apart), axes, { keep: true });
  const scale = div(scalar(1), sqrt(add(variance, scalar(epsilon))));
  const hat = mul(apart, scale);
  const values = withGradient(hat, [x], (d) => {
    const count = knownSizes(
      axes.map((axis) => x.shape[axis]!),
      'normalise',
    ).reduce((a, b) => a * b, 1);
    const share = (one: Tensor) => mul(sum(one, axes, { keep: true }), scalar(1 / count));
    return [mul(sub(sub(d, share(d)), mul(hat, share(mul(d, hat)))), scale)];
  });
  return { values, mean: centre, variance };
}

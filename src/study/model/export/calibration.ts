import { add } from '../../../graph/ops/add.ts';
import { concat } from '../../../graph/ops/concat.ts';
import { div } from '../../../graph/ops/div.ts';
import { mul } from '../../../graph/ops/mul.ts';
import { sub } from '../../../graph/ops/sub.ts';
import type { Tensor } from '../../../graph/tensor.ts';
import type { Calibration } from '../../../numeric/calibration/calibrators.ts';
import { fromSecond } from './classes.ts';
import {
  atLeast,
  choose,
  columns,
  doubles,
  everywhere,
  greater,
  less,
  log,
  neg,
  product,
  rowSum,
  sigmoid,
  softmax,
  value,
} from './doubles.ts';

/** `applyCalibration` as a graph. @param p float64 [N, nClasses]. @returns the same shape. */
export function calibrate(calibration: Calibration, p: Tensor): Tensor {
  const { nClasses: K } = calibration;
  switch (calibration.method) {
    case 'temperature':
      return softmax(mul(log(atLeast(p, calibration.least)), value(calibration.slope)));
    case 'dirichlet': {
      const { least, weights, intercepts } = calibration;
      // Row k of the weights makes the score of class k.
      const turned = Float64Array.from(weights, (_, at) => weights[(at % K) * K + Math.floor(at / K)]!);
      return softmax(add(product(log(atLeast(p, least)), doubles(turned, [K, K])), doubles(intercepts, [1, K])));
    }
    case 'sigmoid': {
      const { least, slopes, offsets } = calibration;
      return oneEach(K, (k, m) => {
        const others = rowSum(
          columns(
            p,
            [...Array(K).keys()].filter((l) => l !== k),
          ),
        );
        const odds = sub(log(atLeast(columns(p, [k]), least)), log(atLeast(others, least)));
        return sigmoid(neg(add(mul(odds, value(slopes[m]!)), value(offsets[m]!))));
      });
    }
    case 'isotonic': {
      const { ends, x, y } = calibration;
      return oneEach(K, (k, m) => {
        const from = m === 0 ? 0 : ends[m - 1]!;
        return throughPoints(columns(p, [k]), x.subarray(from, ends[m]), y.subarray(from, ends[m]));
      });
    }
  }
}

/** The second of two classes and what is left for the first; of more, each by itself, divided by their sum. */
function oneEach(K: number, map: (k: number, m: number) => Tensor): Tensor {
  if (K === 2) return fromSecond(map(1, 0));
  const shares = concat(
    Array.from({ length: K }, (_, k) => map(k, k)),
    1,
  );
  const total = rowSum(shares);
  return choose(greater(total, value(0)), div(shares, total), value(1 / K));
}

/**
 * `isotonicAt`: straight between the points, level outside them.
 * @param p [N, 1]. Cost O(N · points), in memory too.
 */
function throughPoints(p: Tensor, x: Float64Array, y: Float64Array): Tensor {
  const stretches = x.length - 1;
  if (stretches === 0) return everywhere(y, p);
  // y₀ + Σ rise of each stretch · the share of it that p has passed: each share is exact at both ends of its stretch.
  const widths = Float64Array.from({ length: stretches }, (_, s) => x[s + 1]! - x[s]!);
  const rises = Float64Array.from({ length: stretches }, (_, s) => y[s + 1]! - y[s]!);
  const share = div(sub(p, doubles(x.subarray(0, stretches), [1, stretches])), doubles(widths, [1, stretches]));
  const within = choose(less(share, value(0)), value(0), choose(greater(share, value(1)), value(1), share));
  return add(product(within, doubles(rises, [stretches, 1])), value(y[0]!));
}

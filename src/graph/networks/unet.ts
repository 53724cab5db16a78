import { batchNorm } from '../layers/batch-norm.ts';
import { convolution } from '../layers/convolution.ts';
import { rectified } from '../layers/rectified.ts';
import type { Scope } from '../layers/scope.ts';
import { binaryCrossEntropy } from '../loss/binary-cross-entropy.ts';
import { dice } from '../loss/dice.ts';
import { weightedMean } from '../loss/weighted-mean.ts';
import { add } from '../ops/add.ts';
import { concat } from '../ops/concat.ts';
import { maxPool } from '../ops/max-pool.ts';
import { reshape } from '../ops/reshape.ts';
import { sigmoid } from '../ops/sigmoid.ts';
import { upsample } from '../ops/upsample.ts';
import { sizeOf } from '../shape.ts';
import type { Tensor } from '../tensor.ts';
import type { Network } from '../training/network.ts';

export interface UnetOptions {
  /** [channels, height, width] of a picture; height and width divisible by 2 to the number of levels. */
  readonly shape: readonly [number, number, number];
  /** How often the picture is halved. Default 2. */
  readonly levels?: number;
  /** Filters at full size; twice as many at each level below. Default 8. */
  readonly filters?: number;
}

/**
 * A segmenter: the picture is looked at in halves of its size and put together again, each level beside what was seen at that size on the way down. Fed `x`
 * [n, channels, height, width] and, to learn from, `mask` [n, height, width] of 0 and 1; answers `mask`, the probability of each pixel. The loss is
 * cross-entropy plus Dice. A library network: no task of a study asks for masks yet. Source: Ronneberger et al. 2015, arXiv 1505.04597.
 */
export function unet({ shape, levels = 2, filters = 8 }: UnetOptions): Network {
  const [, height, width] = shape;
  const pixels = height * width;
  const logits = (scope: Scope, x: Tensor) => {
    const seen: Tensor[] = [];
    let y = x;
    for (let level = 0; level < levels; level++) {
      y = twice(scope.at(`down${level}`), y, filters * 2 ** level);
      seen.push(y);
      y = maxPool(y, 2);
    }
    y = twice(scope.at('bottom'), y, filters * 2 ** levels);
    for (let level = levels - 1; level >= 0; level--) {
      y = twice(scope.at(`up${level}`), concat([upsample(y, 2), seen[level]!], 1), filters * 2 ** level);
    }
    return reshape(convolution(scope.at('last'), y, 1, [1, 1]), [x.shape[0]!, pixels]);
  };
  return {
    inputs: { x: { dtype: 'float32', shape } },
    targets: { mask: { dtype: 'float32', shape: [height, width] } },
    loss(scope, { x, mask }, weights) {
      const made = logits(scope, x!);
      const truth = reshape(mask!, [x!.shape[0]!, sizeOf([height, width])]);
      return weightedMean(add(binaryCrossEntropy(made, truth), dice(made, truth)), weights);
    },
    outputs: (scope, { x }) => ({
      mask: reshape(sigmoid(logits(scope, x!)), [x!.shape[0]!, height, width]),
    }),
  };
}

/** Two normalised convolutions. */
function twice(scope: Scope, x: Tensor, filters: number): Tensor {
  return ['a', 'b'].reduce((y, name) => {
    const own = scope.at(name);
    return rectified(own, batchNorm(own, convolution(own, y, filters, [3, 3], { padding: 'same', bias: false })));
  }, x);
}

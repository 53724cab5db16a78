import { convolution } from '../../graph/layers/convolution.ts';
import { dropped } from '../../graph/layers/dropped.ts';
import { rectified } from '../../graph/layers/rectified.ts';
import type { Scope } from '../../graph/layers/scope.ts';
import { reverseComplement } from '../../graph/layers/sequence-input.ts';
import { add } from '../../graph/ops/add.ts';
import { concat } from '../../graph/ops/concat.ts';
import { max } from '../../graph/ops/max.ts';
import { maxPool } from '../../graph/ops/max-pool.ts';
import { maximum } from '../../graph/ops/maximum.ts';
import { reshape } from '../../graph/ops/reshape.ts';
import type { Tensor } from '../../graph/tensor.ts';

/** How letters are read; the names are those of the parameters of `sequence-cnn`. */
export interface ReadSettings {
  readonly filters: number;
  readonly width: number;
  readonly pool: number;
  readonly layers: number;
  readonly blocks: number;
  readonly places: 'anywhere' | 'aligned' | 'both';
  readonly strands: 'one' | 'both';
  readonly dropout: number;
}

/** [n, letters, positions] → [n, features]: what is found on one strand or, the same parameters reading both, on the better of two. */
export function readSequence(scope: Scope, x: Tensor, settings: ReadSettings): Tensor {
  const forward = read(scope, x, settings);
  return settings.strands === 'one' ? forward : maximum(forward, read(scope, reverseComplement(x), settings));
}

/** [n, letters, positions] → [n, features]. */
function read(
  scope: Scope,
  x: Tensor,
  { filters, width, pool, layers, blocks, places, dropout }: ReadSettings,
): Tensor {
  let y = x;
  for (let layer = 1; layer <= layers; layer++) {
    const own = scope.at(`filters${layer}`);
    const window = Math.min(layer === 1 ? width : Math.max(3, width >> 1), y.shape[2] as number);
    y = convolution(own, y, filters, [window], { padding: 'same' });
    // The largest is rectified, not the other way round: the same, with less to rectify.
    if (pool > 1 && (y.shape[2] as number) >= pool) y = maxPool(y, pool);
    y = rectified(own, y);
    if (layer < layers) y = dropped(own, y, dropout / 2, { channels: true });
  }
  for (let block = 1; block <= blocks; block++) {
    const own = scope.at(`block${block}`);
    y = add(y, rectified(own, convolution(own, y, filters, [3], { padding: 'same', dilation: 2 ** block })));
  }
  const anywhere = () => max(y, [2]);
  const aligned = () => reshape(y, [y.shape[0]!, (y.shape[1] as number) * (y.shape[2] as number)]);
  if (places === 'both') return concat([anywhere(), aligned()], 1);
  return places === 'anywhere' ? anywhere() : aligned();
}

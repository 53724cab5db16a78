import type { HostTensor } from '../../base/network-engine.ts';
import type { RandomKey } from '../../base/random.ts';
import type { NoiseKind } from '../layers/scope.ts';

/** A draw that a step makes. */
export interface Draw {
  readonly kind: NoiseKind;
  readonly size: number;
}

/** A pool is at least this long, so that two steps seldom see the same stretch of it. */
const SHORTEST = 1 << 18;

/**
 * Random numbers for dropout and noise: one long run of them, drawn once, of which every step is given stretches that begin at random places.
 * A graph has no random numbers of its own that could be named by (seed, step), and drawing afresh outside would cost more than a small network.
 */
export interface NoisePools {
  /** Feeds of the graph. */
  readonly feeds: Readonly<Record<string, HostTensor>>;
  /** Where the draws of some steps begin, [steps, draws]; the same for the same steps, whatever came before. */
  starts(firstStep: number, steps: number): BigInt64Array;
}

export function noisePools(draws: readonly Draw[], key: RandomKey): NoisePools {
  const lengths = new Map<NoiseKind, number>();
  for (const { kind, size } of draws) lengths.set(kind, Math.max(lengths.get(kind) ?? SHORTEST, 2 * size));
  const feeds: Record<string, HostTensor> = {};
  for (const [kind, length] of lengths) {
    const stream = key.at(kind).stream();
    const data = Float32Array.from({ length }, () => (kind === 'uniform' ? uniform32(stream) : stream.normal()));
    feeds[`pool ${kind}`] = { data, shape: [length] };
  }
  return {
    feeds,
    starts(firstStep, steps) {
      const out = new BigInt64Array(steps * draws.length);
      for (let s = 0; s < steps; s++) {
        const stream = key.at('start', firstStep + s).stream();
        draws.forEach(({ kind, size }, k) => {
          out[s * draws.length + k] = BigInt(stream.below(lengths.get(kind)! - size + 1));
        });
      }
      return out;
    },
  };
}

/** Below 1 also as float32: 24 bits. */
const uniform32 = (stream: { uint32(): number }) => (stream.uint32() >>> 8) / 2 ** 24;

import { log } from './elementary.ts';
import { philox } from './philox.ts';

/**
 * A key in the tree of random streams. `seed → at('fold', 2) → at('tree', 17)` names one stream for ever, whoever draws from it
 * and in whatever order: that is what makes a run give the same bits with any number of workers.
 */
export interface RandomKey {
  /** 64 bits as two uint32: what a kernel needs to draw the same numbers. */
  readonly key: readonly [number, number];
  /** The key of a named part. */
  at(...path: readonly (string | number)[]): RandomKey;
  /** A fresh stream that starts at the beginning of this key. */
  stream(): RandomStream;
}

/** Sequential draws from one key. Cheap to make; never share one between two tasks. */
export interface RandomStream {
  /** Uniform 32-bit unsigned integer. */
  uint32(): number;
  /** Uniform in [0, 1) with 53 bits. */
  uniform(): number;
  /** Uniform integer in [0, n), without modulo bias. @param n 1 … 2³². */
  below(n: number): number;
  /** Standard normal (Marsaglia's polar method). */
  normal(): number;
  /** Shuffles in place (Fisher–Yates). */
  shuffle<T extends { length: number; [i: number]: number | string }>(items: T): T;
}

/** @param seed any integer ≥ 0 below 2⁵³. */
export function randomKey(seed: number): RandomKey {
  return makeKey(seed >>> 0, Math.floor(seed / 2 ** 32) >>> 0);
}

function makeKey(k0: number, k1: number): RandomKey {
  return {
    key: [k0, k1],
    at(...path) {
      const words = new Uint32Array(4);
      let a = k0;
      let b = k1;
      for (const part of path) {
        // A part is folded in eight bytes at a time; the tag in the last counter word keeps 1 and '1' apart.
        const isText = typeof part === 'string';
        const codes = isText
          ? Array.from(part, (c) => c.codePointAt(0)!)
          : [part >>> 0, Math.floor(part / 2 ** 32) >>> 0];
        for (let i = 0; i === 0 || i < codes.length; i += 2) {
          philox(words, codes[i] ?? 0, codes[i + 1] ?? 0, codes.length, isText ? 0x74657874 : 0x6e756d62, a, b);
          a = words[0]!;
          b = words[1]!;
        }
      }
      return makeKey(a, b);
    },
    stream: () => makeStream(k0, k1),
  };
}

function makeStream(k0: number, k1: number): RandomStream {
  const words = new Uint32Array(4);
  let counter = 0;
  let used = 4;
  let spare = Number.NaN;
  const uint32 = () => {
    if (used === 4) {
      philox(words, counter >>> 0, Math.floor(counter / 2 ** 32) >>> 0, 0, 0, k0, k1);
      counter++;
      used = 0;
    }
    return words[used++]!;
  };
  const uniform = () => ((uint32() >>> 5) * 67108864 + (uint32() >>> 6)) / 9007199254740992;
  const below = (n: number) => {
    const limit = 4294967296 - (4294967296 % n);
    for (;;) {
      const word = uint32();
      if (word < limit) return word % n;
    }
  };
  return {
    uint32,
    uniform,
    below,
    normal() {
      if (!Number.isNaN(spare)) {
        const z = spare;
        spare = Number.NaN;
        return z;
      }
      for (;;) {
        const u = 2 * uniform() - 1;
        const v = 2 * uniform() - 1;
        const s = u * u + v * v;
        if (s >= 1 || s === 0) continue;
        const factor = Math.sqrt((-2 * log(s)) / s);
        spare = v * factor;
        return u * factor;
      }
    },
    shuffle(items) {
      for (let i = items.length - 1; i > 0; i--) {
        const j = below(i + 1);
        const held = items[i]!;
        items[i] = items[j]!;
        items[j] = held;
      }
      return items;
    },
  };
}

import { expect, test } from 'vitest';
import { testContext } from '../../test/support/blocks.ts';
import { randomKey } from '../base/random.ts';
import { pack } from '../table/packed.ts';
import { createExecutor } from './executor.node.ts';
import { ldPrune } from './ld-prune.ts';

const [n, p] = [37, 9500]; // chunks are of 4,096 variants
const options = { r2: 0.3, window: 20, step: 3 };

/** Each variant is the one before it, half of its genotypes drawn anew; some missing. */
function linkedVariants(): Float32Array {
  const draws = randomKey(3).stream();
  const X = new Float32Array(n * p);
  for (let at = 0; at < n * p; at++) {
    X[at] = at >= n && draws.uniform() < 0.5 ? X[at - n]! : draws.below(3);
  }
  for (let at = 11; at < n * p; at += 53) X[at] = Number.NaN;
  return X;
}

/** The rule of the docstring, pair by pair. */
function plainly(X: Float32Array, starts: readonly number[]): number[] {
  const column = (j: number) => X.subarray(j * n, (j + 1) * n);
  const minor = Array.from({ length: p }, (_, j) => {
    const known = [...column(j)].filter((x) => !Number.isNaN(x));
    const f = known.reduce((a, b) => a + b, 0) / (2 * known.length);
    return Math.min(f, 1 - f);
  });
  const linked = (i: number, l: number) => {
    const [x, y] = [column(i), column(l)];
    let [m, a, b, aa, bb, ab] = [0, 0, 0, 0, 0, 0];
    for (let s = 0; s < n; s++) {
      if (Number.isNaN(x[s]! + y[s]!)) continue;
      m++;
      a += x[s]!;
      b += y[s]!;
      aa += x[s]! ** 2;
      bb += y[s]! ** 2;
      ab += x[s]! * y[s]!;
    }
    return (m * ab - a * b) ** 2 > options.r2 * (m * aa - a * a) * (m * bb - b * b) * (1 + 1e-13);
  };
  const gone = new Set<number>();
  const seen = new Set<number>();
  starts.forEach((first, k) => {
    const end = starts[k + 1] ?? p;
    for (let start = first; start < end; start += options.step) {
      const stop = Math.min(end, start + options.window);
      for (let again = true; again; ) {
        again = false;
        for (let i = start; i < stop; i++) {
          for (let l = i + 1; l < stop && !gone.has(i); l++) {
            if (gone.has(l) || seen.has(i * p + l)) continue;
            seen.add(i * p + l);
            if (!linked(i, l)) continue;
            gone.add(minor[i]! < minor[l]! - 1e-12 ? i : l);
            again = true;
            break;
          }
        }
      }
    }
  });
  return Array.from({ length: p }, (_, j) => j).filter((j) => !gone.has(j));
}

test('thins as the rule says, over chunks and chromosomes, with any number of threads', async () => {
  const X = linkedVariants();
  const starts = [0, 4400];
  const wanted = plainly(X, starts);
  expect(wanted.length).toBeLessThan(0.8 * p);
  for (const threads of [1, 2]) {
    const executor = await createExecutor(threads);
    try {
      const kept = await ldPrune(testContext(undefined, executor), pack(X, n, p)!, n, { ...options, starts });
      expect(Array.from(kept)).toEqual(wanted);
    } finally {
      await executor.close();
    }
  }
});

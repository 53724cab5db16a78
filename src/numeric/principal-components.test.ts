import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ParamError } from '../base/errors.ts';
import { randomKey } from '../base/random.ts';
import { createExecutor } from '../kernels/executor.node.ts';
import { gramMatrix } from '../kernels/gram.ts';
import { createMatrix } from '../table/matrix.ts';
import { principalComponents } from './principal-components.ts';
import { sampleCorrelations } from './sample-correlations.ts';

const golden = JSON.parse(readFileSync(new URL('../../test/golden/pca.json', import.meta.url), 'utf8'));
const { n, p, k } = golden as { n: number; p: number; k: number };

/** The table of test/golden/pca.py. */
function goldenTable() {
  const X = createMatrix(n, p);
  let state = 1;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < p; j++) {
      state = Number((BigInt(state) * 1103515245n + 12345n) % 2147483648n);
      const planted = 100 * i * (j % 2) + (j % 3 === 0 ? 600 * (i % 4) : 0) + (j % 5 === 0 ? 900 * (i % 3) : 0);
      X.data[j * n + i] = ((state >> 8) % 1000) + planted;
    }
  }
  return X;
}

async function gramOf(X: ReturnType<typeof goldenTable>) {
  const executor = await createExecutor(2);
  const signal = new AbortController().signal;
  const ctx = { executor, random: randomKey(1), signal, progress: () => {}, warn: () => {} };
  return gramMatrix(ctx, X).finally(() => executor.close());
}

describe('principalComponents', () => {
  it('agrees with scikit-learn, signs included, to 1e-5 of the largest score', async () => {
    const { scores, explained } = principalComponents(await gramOf(goldenTable()), n, k);
    const largest = Math.max(...golden.scores.map(Math.abs));
    scores.forEach((score, at) => {
      expect(Math.abs(score - golden.scores[at]) / largest).toBeLessThan(1e-5);
    });
    explained.forEach((share, c) => {
      expect(Math.abs(share - golden.explained[c])).toBeLessThan(1e-5);
    });
  });

  it('refuses k outside 1 … n, naming both', () => {
    for (const bad of [0, 4, 1.5]) expect(() => principalComponents(new Float64Array(9), 3, bad)).toThrow(ParamError);
    expect(() => principalComponents(new Float64Array(9), 3, 4)).toThrow(/from 1 to 3, got 4/);
  });
});

describe('sampleCorrelations', () => {
  it('finds a near-duplicate among unrelated samples', async () => {
    const X = goldenTable();
    for (let j = 0; j < p; j++) X.data[j * n + 7] = X.data[j * n + 23]! + (j % 2); // sample 7: sample 23 with little noise
    const r = sampleCorrelations(await gramOf(X), n);
    expect(r[7 * n + 23]).toBeGreaterThan(0.999);
    expect(r[23 * n + 7]).toBe(r[7 * n + 23]);
    expect(r.filter((v) => v > 0.999).length).toBe(n + 2);
  });
  it('gives 0 for a sample that equals the average', () => {
    expect([...sampleCorrelations(new Float64Array([0, 0, 0, 4]), 2)]).toEqual([1, 0, 0, 1]);
  });
});

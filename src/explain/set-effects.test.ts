import { expect, test } from 'vitest';
import { randomKey } from '../base/random.ts';
import { matrixFromRows } from '../table/matrix.ts';
import type { Attribution } from './attribution.ts';
import { featureEffects, rankedEffects } from './feature-effects.ts';
import { setEffects } from './set-effects.ts';
import { truthScores } from './truth-scores.ts';

const N = 60;
const draws = randomKey(3).stream();
const truth = Int32Array.from({ length: N }, (_, i) => i % 2);
const target = { task: 'classification', classes: ['no', 'yes'], codes: truth } as const;
/** x of three features; what the model makes of them: b helps, c helps not, a is never used. */
const X = matrixFromRows(
  Array.from({ length: N }, (_, i) => [draws.normal(), truth[i]! + draws.normal(), draws.normal()]),
);
const column = (j: number) => Float64Array.from({ length: N }, (_, i) => X.data[j * N + i]!);
const values = Float64Array.of(...new Float64Array(N), ...column(1).map((x) => 2 * x), ...column(2).map((x) => -x));
const attribution: Attribution = {
  ...{ outputs: ['yes'], scale: 'log-odds', base: Float64Array.of(0), nRows: N, values },
  ...{ features: Uint32Array.of(0, 1, 2), names: ['rna:a', 'rna:b', 'rna:c'] },
};

test('effects say how far and which way; a feature that is never used is not listed', () => {
  const effects = featureEffects(attribution, { X, features: attribution.names });
  expect(effects.features).toEqual(['rna:b', 'rna:c']);
  const mean = column(1).reduce((sum, x) => sum + Math.abs(2 * x), 0) / N;
  expect(effects.magnitude[0]).toBeCloseTo(mean, 6);
  expect([...effects.direction].map((r) => Math.round(r * 1e6))).toEqual([1e6, -1e6]);
  expect(rankedEffects(effects).map(([name]) => name)).toEqual(['rna:b', 'rna:c']);
});

test('a missing value takes no part in the direction', () => {
  const holed = { ...X, data: X.data.slice() };
  holed.data[N] = Number.NaN;
  expect(featureEffects(attribution, { X: holed, features: attribution.names }).direction[0]).toBeCloseTo(1, 6);
});

test('the part of a set goes with the truth where its features help, and not where they do not', () => {
  const sets = [
    { name: 'HELPS', description: '', members: ['b', 'elsewhere'] },
    { name: 'NOTHING', description: '', members: ['a', 'c'] },
    { name: 'ELSEWHERE', description: '', members: ['elsewhere'] },
  ];
  const found = setEffects(attribution, target, 'rna', sets, (name) => name.replace('rna:', ''));
  const z = Array.from(found.excess, (excess, s) => excess / Math.sqrt(found.variance[s]! || 1));
  expect(z[0]).toBeGreaterThan(3);
  expect(Math.abs(z[1]!)).toBeLessThan(2.5);
  expect([z[2], found.moved[2]]).toEqual([0, 0]);
  expect(found.moved[1]).toBeCloseTo(column(2).reduce((sum, x) => sum + Math.abs(x), 0) / N, 6);
});

test('the truth of an output: its class, the rank of a number, an early event', () => {
  expect([...truthScores(target, 'no')].slice(0, 3)).toEqual([1, 0, 1]);
  expect([...truthScores({ task: 'regression', values: Float64Array.of(5, -1, 5) }, 'value')]).toEqual([2.5, 1, 2.5]);
  const survival = { task: 'survival', times: Float64Array.of(1, 9, 5), events: Uint8Array.of(1, 1, 0) } as const;
  const scores = truthScores(survival, 'risk');
  for (const [i, score] of [2 / 3, -1 / 3, -1 / 3].entries()) expect(scores[i]).toBeCloseTo(score, 12);
});

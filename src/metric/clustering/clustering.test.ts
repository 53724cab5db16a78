import { describe, expect, it } from 'vitest';
import { clusterGolden as golden } from '../../../test/support/cluster-golden.ts';
import { DataError, ParamError, ShapeError } from '../../base/errors.ts';
import { adjustedRandIndex } from './adjusted-rand-index.ts';
import { normalisedMutualInformation } from './normalised-mutual-information.ts';
import { silhouette, silhouettes } from './silhouette.ts';
import { trustworthiness } from './trustworthiness.ts';

const rows = golden.tables.low;
const n = rows.length;
const distances = Float64Array.from({ length: n * n }, (_, at) => {
  const a = rows[Math.floor(at / n)]!;
  const b = rows[at % n]!;
  return Math.sqrt(a.reduce((sum, x, j) => sum + (x - b[j]!) ** 2, 0));
});

describe(`scikit-learn ${golden.versions['scikit-learn']} is equalled to 1e-12`, () => {
  const pairs = golden.labels.flatMap((a) => golden.labels.map((b) => [a, b] as const));
  it('by the adjusted Rand index', () => {
    pairs.forEach(([a, b], q) => {
      expect(Math.abs(adjustedRandIndex(a, b) - golden.ari[q]!)).toBeLessThan(1e-12);
    });
  });
  it('by the normalised mutual information', () => {
    pairs.forEach(([a, b], q) => {
      expect(Math.abs(normalisedMutualInformation(a, b) - golden.nmi[q]!)).toBeLessThan(1e-12);
    });
  });
  it('by the silhouettes', () => {
    const ours = silhouettes(
      distances,
      rows.map((_, i) => i % 4),
    );
    ours.forEach((value, i) => {
      expect(Math.abs(value - golden.silhouettes[i]!)).toBeLessThan(1e-12);
    });
  });
  it('by the trustworthiness', () => {
    for (const [k, value] of Object.entries(golden.trustworthiness)) {
      expect(Math.abs(trustworthiness(distances, golden.picture, Number(k)) - value)).toBeLessThan(1e-12);
    }
  });
});

describe('scores of partitions', () => {
  it('do not look at the names of the labels, nor at the order of the two partitions', () => {
    const [a, b] = [golden.labels[2]!, golden.labels[3]!];
    for (const score of [adjustedRandIndex, normalisedMutualInformation]) {
      expect(score(a, a)).toBeCloseTo(1, 12);
      expect(
        score(
          a.map((v) => 7 - v),
          b,
        ),
      ).toBeCloseTo(score(a, b), 12);
      expect(score(b, a)).toBeCloseTo(score(a, b), 12);
      expect(() => score(a, b.slice(1))).toThrow(ShapeError);
    }
  });
  it('known cases: Hubert & Arabie on {1,2}{3,4} against {1,3}{2,4}; one cluster against singletons', () => {
    expect(adjustedRandIndex([0, 0, 1, 1], [0, 1, 0, 1])).toBeCloseTo(-0.5, 12);
    expect(normalisedMutualInformation([0, 0, 1, 1], [0, 1, 0, 1])).toBeCloseTo(0, 12);
    expect(adjustedRandIndex([0, 0, 0], [0, 1, 2])).toBe(0);
    expect(adjustedRandIndex([], [])).toBe(1);
  });
});

describe('silhouette', () => {
  it('by hand: pairs at distance 1, ten apart', () => {
    const at = [0, 1, 10, 11];
    const d = at.flatMap((x) => at.map((y) => Math.abs(x - y)));
    expect(silhouette(d, [0, 0, 1, 1])).toBeCloseTo((9.5 / 10.5 + 8.5 / 9.5) / 2, 12);
    expect(silhouettes(d, [0, 0, 1, -1])[2]).toBe(0);
    expect(silhouettes(d, [0, 0, 1, -1])[3]).toBeNaN();
    expect(silhouette(d, [0, 0, 1, -1])).toBeCloseTo((9 / 10 + 8 / 9 + 0) / 3, 12);
  });
  it('refuses one cluster, and sizes that do not fit', () => {
    expect(() => silhouette([0, 1, 1, 0], [0, 0])).toThrow(DataError);
    expect(() => silhouette([0, 1, 1], [0, 1])).toThrow(ShapeError);
  });
});

describe('trustworthiness', () => {
  it('is 1 for the data themselves, and refuses k from n/2 on', () => {
    expect(trustworthiness(distances, rows.flat(), 5)).toBe(1);
    expect(() => trustworthiness(distances, rows.flat(), 30)).toThrow(ParamError);
    expect(() => trustworthiness(distances, [1, 2, 3], 5)).toThrow(ShapeError);
  });
});

import { expect, test } from 'vitest';
import { randomKey } from '../../base/random.ts';
import type { LoadedCohort } from '../cohort/load-cohort.ts';
import type { Study } from '../file/study.ts';
import type { TargetOutcome } from '../tasks/target-task.ts';
import { locate } from './locate.ts';

const ids = Array.from({ length: 20 }, (_, i) => `s${i}`);
const study = { samples: { confounders: ['region'] } } as unknown as Study;
const loaded = {
  annotations: { ids, columns: [{ name: 'region', type: 'text', values: ids.map((_, i) => (i % 2 ? 'A' : 'B')) }] },
} as unknown as LoadedCohort;

/** Answers off by `error` degrees, in another order than the ids. */
const outcome = (target: string, chosen: string, truth: (i: number) => number, error: number): TargetOutcome =>
  ({
    result: { target, chosen },
    predictions: ['knn', 'ridge'].flatMap((learner) =>
      [...ids.keys()]
        .reverse()
        .map((i) => [`s${i}`, i % 5, learner, truth(i), truth(i) + (learner === 'knn' ? error : 9)]),
    ),
  }) as unknown as TargetOutcome;

test('joins both targets by sample and says how far the chosen answers are, beside means', () => {
  const north = outcome('lat', 'knn', (i) => (i % 2 ? 40 : -10), 1);
  const found = locate(study, loaded, [outcome('Longitude', 'knn', () => 20, 0), north], randomKey(1))!;
  expect(found.learner).toBe('knn');
  const km = Object.fromEntries(found.scores.map(({ name, 'median-km': { value } }) => [name, value]));
  expect(Object.keys(km)).toEqual(['knn', 'ridge', 'mean-place', 'region-mean']);
  expect(km.knn).toBeCloseTo(111.195, 2);
  expect(km['region-mean']).toBeCloseTo(0, 6);
  expect(km['mean-place']).toBeGreaterThan(2500);
  expect(found.places.map(({ latitude, samples }) => [latitude, samples])).toEqual([
    [40, 10],
    [-10, 10],
  ]);
  expect(locate(study, loaded, [north], randomKey(1))).toBeUndefined();
});

test('where each has its own learner, their answers are one place', () => {
  const outcomes = [outcome('lat', 'knn', () => 0, 1), outcome('lon', 'ridge', () => 20, 0)];
  const found = locate(study, loaded, outcomes, randomKey(1))!;
  expect(found.learner).toBe('knn, ridge');
  expect(found.places[0]!.predicted).toEqual({ latitude: expect.closeTo(1, 6), longitude: expect.closeTo(29, 6) });
});

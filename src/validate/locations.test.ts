import { expect, test } from 'vitest';
import { randomKey } from '../base/random.ts';
import { greatCircleKm, meanPlace, type Place } from '../numeric/great-circle.ts';
import { ellipseOutline, locatedPlaces, scoreLocations } from './locations.ts';

test('great circles: a quarter of the equator, antipodes, the date line, and Paris to New York', () => {
  const at = (latitude: number, longitude: number): Place => ({ latitude, longitude });
  const quarter = (6371.0088 * Math.PI) / 2;
  expect(greatCircleKm(at(0, 0), at(0, 90))).toBeCloseTo(quarter, 6);
  expect(greatCircleKm(at(90, 12), at(-90, 99))).toBeCloseTo(2 * quarter, 6);
  expect(greatCircleKm(at(0, 179), at(0, -179))).toBeCloseTo(quarter / 45, 6);
  expect(Math.abs(greatCircleKm(at(48.8566, 2.3522), at(40.7128, -74.006)) - 5837)).toBeLessThan(2);
  expect(meanPlace([at(0, 179), at(0, -177)]).longitude).toBeCloseTo(-179, 9);
  expect(meanPlace([]).latitude).toBeNaN();
});

const random = randomKey(8).at('places').stream();
const TRUE = [10, 30, 50, -20].map((latitude, k): Place => ({ latitude, longitude: 40 * k }));
const truth = Array.from({ length: 200 }, (_, i) => TRUE[i % 4]!);
const near = truth.map((p) => ({
  latitude: p.latitude + 2 * random.normal(),
  longitude: p.longitude + 2 * random.normal(),
}));

test('a good answer is nearer than the mean of the region, and that than the mean of all', () => {
  const folds = Int32Array.from(truth, (_, i) => i % 5);
  const region = { column: 'region', codes: Int32Array.from(truth, (_, i) => i % 2) };
  const scores = scoreLocations({ truth, folds, predicted: [{ name: 'ridge', places: near }], region }, randomKey(1));
  expect(scores.map(({ name, role }) => [name, role])).toEqual([
    ['ridge', 'learner'],
    ['mean-place', 'baseline'],
    ['region-mean', 'baseline'],
  ]);
  const [own, all, regional] = scores.map((score) => score['median-km']) as [
    { value: number; low: number; high: number },
    { value: number },
    { value: number },
  ];
  expect(own.value).toBeLessThan(regional.value);
  expect(regional.value).toBeLessThan(all.value);
  expect(own.low <= own.value && own.value <= own.high).toBe(true);
  const sorted = truth.map((p, i) => greatCircleKm(p, near[i]!)).sort((a, b) => a - b);
  expect(own.value).toBeCloseTo((sorted[99]! + sorted[100]!) / 2, 9);
});

test('the ellipse of a mean has the size that sampling theory gives', () => {
  const places = locatedPlaces(truth, near, randomKey(1));
  expect(places.map(({ samples }) => samples)).toEqual([50, 50, 50, 50]);
  const { predicted, ellipse } = places[0]!;
  // sd of a mean of 50: 2°/√50 of latitude, 95 % radius √5.99 sds.
  const radius = (111.195 * 2 * Math.sqrt(5.9915)) / Math.sqrt(50);
  expect(Math.abs(ellipse!['major-km'] / radius - 1)).toBeLessThan(0.25);
  expect(Math.abs(ellipse!['minor-km'] / radius - 1)).toBeLessThan(0.25);
  const outline = ellipseOutline(predicted, ellipse!);
  expect(greatCircleKm(predicted, outline[0]!) / ellipse!['major-km']).toBeCloseTo(1, 2);
  expect(locatedPlaces(truth.slice(0, 8), near.slice(0, 8), randomKey(1))[0]!.ellipse).toBeUndefined();
});

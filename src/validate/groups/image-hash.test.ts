import { expect, test } from 'vitest';
import { testContext } from '../../../test/support/blocks.ts';
import { groupCohort } from '../../../test/support/group-cohort.ts';
import { ShapeError } from '../../base/errors.ts';
import { randomKey } from '../../base/random.ts';
import type { GrayImage } from './gray-image.ts';
import { hashDistance, imageHash, imageHashes, SAME_PICTURE, similarImages } from './image-hash.ts';

/** Soft blobs on a slope, defined everywhere in the unit square, so that it can be drawn at any size and place. */
function scene(seed: number) {
  const stream = randomKey(seed).at('scene').stream();
  const blobs = Array.from({ length: 12 }, () => ({
    ...{ x: stream.uniform(), y: stream.uniform(), r: 0.04 + 0.15 * stream.uniform(), v: stream.normal() * 60 },
  }));
  const slope = [stream.normal() * 40, stream.normal() * 40] as const;
  return (x: number, y: number) =>
    blobs.reduce(
      (sum, b) => sum + b.v / (1 + ((x - b.x) ** 2 + (y - b.y) ** 2) / b.r ** 2),
      128 + slope[0] * x + slope[1] * y,
    );
}

function draw(
  seed: number,
  { width = 200, height = 150, dx = 0, dy = 0, gain = 1, lift = 0, noise = 0, steps = 0 } = {},
): GrayImage {
  const at = scene(seed);
  const stream = randomKey(seed).at('noise').stream();
  const gray = Float64Array.from({ length: width * height }, (_, k) => {
    const value =
      at((k % width) / width + dx, Math.floor(k / width) / height + dy) * gain + lift + noise * stream.normal();
    return steps > 0 ? Math.round(value / steps) * steps : value;
  });
  return { width, height, gray };
}

const SEEDS = Array.from({ length: 40 }, (_, k) => k + 1);

test.each([
  ['another size', { width: 97, height: 80 }],
  ['brightness and contrast', { gain: 0.6, lift: 40 }],
  ['noise', { noise: 6 }],
  ['few grey levels', { steps: 8 }],
  ['a shift of one part in a hundred', { dx: 0.01, dy: -0.01 }],
])('%s leaves a picture what it is', (_, change) => {
  const moved = SEEDS.map((seed) => hashDistance(imageHash(draw(seed)), imageHash(draw(seed, change))));
  expect(Math.max(...moved)).toBeLessThanOrEqual(SAME_PICTURE);
});

test('other pictures are other pictures', () => {
  const hashes = SEEDS.map((seed) => imageHash(draw(seed)));
  const distances = hashes.flatMap((a, l) => hashes.slice(0, l).map((b) => hashDistance(a, b)));
  const mean = distances.reduce((a, b) => a + b, 0) / distances.length;
  expect(similarImages(hashes)).toEqual([]);
  expect(mean).toBeGreaterThan(28);
  expect(mean).toBeLessThan(34);
});

test('half of the 64 bits are set, and a picture equals itself', () => {
  const [low, high] = imageHash(draw(1));
  expect(hashDistance([low, high], [0, 0])).toBe(32);
  expect(hashDistance([low, high], [low, high])).toBe(0);
});

test('exactly one wave gives its own bit', () => {
  const gray = Float64Array.from(
    { length: 32 * 32 },
    (_, k) =>
      Math.cos((Math.PI * (2 * (k % 32) + 1) * 3) / 64) * Math.cos((Math.PI * (2 * Math.floor(k / 32) + 1) * 2) / 64),
  );
  const [low, high] = imageHash({ width: 32, height: 32, gray });
  // Wave 3 across, 2 down is bit 8·1 + 2; the others are 0 but for rounding.
  expect((low >>> 10) & 1).toBe(1);
  expect([low, high].every((half) => half >= 0)).toBe(true);
});

test('the finder pairs versions of one picture; without pictures it says nothing', async () => {
  const images = [draw(1), draw(2), draw(1, { gain: 1.3, noise: 2 }), draw(3)];
  const [found] = await imageHashes.find(groupCohort({ ids: ['a', 'b', 'c', 'd'], images }), testContext());
  expect(found).toMatchObject({ source: 'image-hash', pairs: [{ i: 0, l: 2 }] });
  expect(await imageHashes.find(groupCohort({ ids: ['a'] }), testContext())).toEqual([]);
});

test('too few pixels', () => {
  expect(() => imageHash({ width: 3, height: 3, gray: [1, 2] })).toThrow(ShapeError);
});

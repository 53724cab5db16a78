import { expect, test } from 'vitest';
import { testContext } from '../../../test/support/blocks.ts';
import { groupCohort } from '../../../test/support/group-cohort.ts';
import { ShapeError } from '../../base/errors.ts';
import { randomKey } from '../../base/random.ts';
import type { Block } from '../../table/block.ts';
import { createMatrix } from '../../table/matrix.ts';
import type { GrayImage } from './gray-image.ts';
import { hashDistance, imageHash, imageHashes, SAME_PICTURE, similarPictures, sketchPicture } from './image-hash.ts';

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

/** As the reader of pictures gives them: [1, height, width], 0 … 1. */
function pictureBlock(images: readonly GrayImage[]): Block {
  const { width, height } = images[0]!;
  const matrix = createMatrix(images.length, width * height);
  for (const [i, { gray }] of images.entries())
    for (let j = 0; j < gray.length; j++) matrix.data[j * images.length + i] = gray[j]! / 255;
  const features = Array.from({ length: width * height }, (_, j) => `grey:${j}`);
  return {
    name: 'photo',
    kind: 'image',
    shape: [1, height, width],
    ids: images.map((_, i) => `s${i}`),
    features,
    matrix,
  };
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
  const sketches = SEEDS.map((seed) => sketchPicture(draw(seed)));
  const hashes = sketches.map(({ hash }) => hash);
  const distances = hashes.flatMap((a, l) => hashes.slice(0, l).map((b) => hashDistance(a, b)));
  const mean = distances.reduce((a, b) => a + b, 0) / distances.length;
  expect(similarPictures(sketches)).toEqual([]);
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

test('pictures composed alike are told apart by their texture', () => {
  /** One composition; the texture on it is each picture's own. */
  const composed = draw(99, { width: 64, height: 64 }).gray;
  const lesion = (seed: number, noise: number) => {
    const texture = randomKey(seed).at('texture').stream();
    const fields = Array.from({ length: 32 * 32 }, () => 3 * texture.normal());
    const stream = randomKey(seed).at('again').stream();
    const field = (k: number) => fields[32 * Math.floor(k / 128) + Math.floor((k % 64) / 2)]!;
    const gray = Float64Array.from(composed, (value, k) => value + field(k) + noise * stream.normal());
    return sketchPicture({ width: 64, height: 64, gray });
  };
  const others = SEEDS.map((seed) => lesion(seed, 0));
  const alike = others.filter(({ hash }, l) => l > 0 && hashDistance(hash, others[0]!.hash) <= SAME_PICTURE);
  expect(alike.length).toBeGreaterThan(0);
  expect(similarPictures(others)).toEqual([]);
  expect(similarPictures([others[0]!, lesion(1, 2)])).toHaveLength(1);
});

test('the finder pairs versions of one picture; without pictures it says nothing', async () => {
  const images = [draw(1), draw(2), draw(1, { gain: 1.3, noise: 2 }), draw(3)];
  const block = pictureBlock(images);
  const [found] = await imageHashes.find(groupCohort({ blocks: [block] }), testContext());
  expect(found).toMatchObject({ source: 'image-hash', pairs: [{ i: 0, l: 2 }] });
  const drawn = {
    ...block,
    matrix: { ...block.matrix, data: block.matrix.data.map((value) => (value > 0.5 ? 1 : 0)) },
  };
  expect(await imageHashes.find(groupCohort({ blocks: [drawn] }), testContext())).toEqual([]);
  expect(await imageHashes.find(groupCohort({ ids: ['a'] }), testContext())).toEqual([]);
});

test('too few pixels', () => {
  expect(() => imageHash({ width: 3, height: 3, gray: [1, 2] })).toThrow(ShapeError);
});

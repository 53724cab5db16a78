import { ShapeError, throwIfCancelled } from '../../base/errors.ts';
import { ones } from '../../base/ones.ts';
import type { GroupFinder } from './finder.ts';
import { type GrayImage, grayImages, isOfPictures } from './gray-image.ts';

/** 64 bits, the low half first. */
export type ImageHash = readonly [number, number];

/** Bits in which the hashes of two versions of one picture may differ; two hashes at random differ in 32 ± 4. */
export const SAME_PICTURE = 10;
/** Correlation of fine structures from which two pictures are versions of one; the largest among 839 pairs of different lesions was .82. */
export const SAME_STRUCTURE = 0.85;
const SIDE = 32;
const LOW = 8;

/** Cosines of the waves 1 … 8 on 32 points, [8][32]. */
const WAVES = Array.from({ length: LOW }, (_, u) =>
  Float64Array.from({ length: SIDE }, (_, x) => cosine(((2 * x + 1) * (u + 1)) % (4 * SIDE))),
);

/** What of a picture is compared. */
export interface PictureSketch {
  readonly hash: ImageHash;
  /** Brightness of 32 × 32 fields less the mean of their 5 × 5 neighbours, of length 1: texture and edges, which the hash does not see. */
  readonly fine: Float64Array;
}

/** @throws {ShapeError} fewer pixels than width × height, or none. Cost O(width · height). */
export function sketchPicture(image: GrayImage): PictureSketch {
  const small = shrink(image);
  return { hash: hashOf(small), fine: fineOf(small) };
}

/**
 * Perceptual hash of a picture (pHash): brightness averaged down to 32 × 32, its discrete cosine transform, and for each of the 64 waves 1 … 8 across and down one
 * bit: above their median or not. Brightness and contrast do not change it, size and slight shifts hardly.
 * @throws {ShapeError} fewer pixels than width × height, or none. Cost O(width · height). Source: Zauner 2010, Implementation and benchmarking of perceptual image hash functions, §3.2.1.
 */
export function imageHash(image: GrayImage): ImageHash {
  return hashOf(shrink(image));
}

function hashOf(small: Float64Array): ImageHash {
  const across = WAVES.map((wave) =>
    Float64Array.from({ length: SIDE }, (_, y) =>
      wave.reduce((sum, value, x) => sum + value * small[y * SIDE + x]!, 0),
    ),
  );
  const waves = new Float64Array(LOW * LOW);
  for (let v = 0; v < LOW; v++) {
    for (let u = 0; u < LOW; u++)
      waves[v * LOW + u] = WAVES[v]!.reduce((sum, value, y) => sum + value * across[u]![y]!, 0);
  }
  const sorted = waves.slice().sort();
  const median = (sorted[LOW * 4 - 1]! + sorted[LOW * 4]!) / 2;
  const half = (from: number) => {
    let bits = 0;
    for (let b = 0; b < 32; b++) if (waves[from + b]! > median) bits |= 1 << b;
    return bits >>> 0;
  };
  return [half(0), half(32)];
}

function fineOf(small: Float64Array): Float64Array {
  const fine = new Float64Array(SIDE * SIDE);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      let sum = 0;
      let count = 0;
      for (let v = Math.max(0, y - 2); v <= Math.min(SIDE - 1, y + 2); v++) {
        for (let u = Math.max(0, x - 2); u <= Math.min(SIDE - 1, x + 2); u++, count++) sum += small[v * SIDE + u]!;
      }
      fine[y * SIDE + x] = small[y * SIDE + x]! - sum / count;
    }
  }
  const length = Math.sqrt(fine.reduce((sum, value) => sum + value * value, 0));
  return length > 0 ? fine.map((value) => value / length) : fine;
}

/** Bits that differ, 0 … 64. */
export function hashDistance(a: ImageHash, b: ImageHash): number {
  return ones(a[0] ^ b[0]) + ones(a[1] ^ b[1]);
}

/**
 * Pairs of pictures that are versions of one another, by l, then i: hashes that differ in at most `SAME_PICTURE` bits and fine structures that correlate by at
 * least `SAME_STRUCTURE`. The hash alone is no evidence where all pictures are composed alike: among 2,971 skin lesions it joins 839 pairs of different lesions
 * (48 of one lesion); the structure leaves none of those, and 29 of these. Cost O(n²), 64 bits at a time.
 */
export function similarPictures(sketches: readonly PictureSketch[]): { i: number; l: number; distance: number }[] {
  const out = [];
  for (let l = 1; l < sketches.length; l++) {
    for (let i = 0; i < l; i++) {
      const distance = hashDistance(sketches[i]!.hash, sketches[l]!.hash);
      if (distance <= SAME_PICTURE && dot(sketches[i]!.fine, sketches[l]!.fine) >= SAME_STRUCTURE)
        out.push({ i, l, distance });
    }
  }
  return out;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}

/** Pictures that are versions of one another, in every block of pictures. */
export const imageHashes: GroupFinder = {
  word: 'image-hash',
  doc: `Pictures that are versions of one another: perceptual hashes that differ in at most ${SAME_PICTURE} of 64 bits, and fine structures that correlate by at least ${SAME_STRUCTURE}.`,
  async find({ blocks }, ctx) {
    const pairs = [];
    const looked: string[] = [];
    for (const block of blocks.filter(isOfPictures)) {
      const sketches = [];
      for (const image of grayImages(block)) {
        throwIfCancelled(ctx.signal, 'image-hash');
        sketches.push(sketchPicture(image));
      }
      pairs.push(...similarPictures(sketches));
      looked.push(`'${block.name}'`);
    }
    if (looked.length === 0) return [];
    const evidence = `${pairs.length} pairs of pictures of ${looked.join(', ')} differ in at most ${SAME_PICTURE} of 64 bits of their hash and have the same fine structure`;
    return [{ source: 'image-hash', evidence, pairs }];
  },
};

/** Mean brightness of each of 32 × 32 fields; pixels on a border count in parts. */
function shrink({ width, height, gray }: GrayImage): Float64Array {
  if (width < 1 || height < 1 || gray.length !== width * height) {
    throw new ShapeError({
      where: 'imageHash',
      problem: `a picture of ${width} × ${height} must have as many pixels, got ${gray.length}`,
    });
  }
  const columns = new Float64Array(SIDE * height);
  average(width, (field, x, share) => {
    for (let y = 0; y < height; y++) columns[y * SIDE + field]! += share * gray[y * width + x]!;
  });
  const out = new Float64Array(SIDE * SIDE);
  average(height, (field, y, share) => {
    for (let x = 0; x < SIDE; x++) out[field * SIDE + x]! += share * columns[y * SIDE + x]!;
  });
  return out;
}

/** The share of each of `length` pixels in the mean of each of 32 equal fields. */
function average(length: number, add: (field: number, pixel: number, share: number) => void): void {
  const size = length / SIDE;
  for (let field = 0; field < SIDE; field++) {
    const from = field * size;
    const to = from + size;
    for (let pixel = Math.floor(from); pixel < Math.min(length, Math.ceil(to)); pixel++) {
      const part = Math.min(to, pixel + 1) - Math.max(from, pixel);
      if (part > 0) add(field, pixel, part / size);
    }
  }
}

/** cos(π m / 64) by its series, the same bits everywhere. @param m 0 … 127. */
function cosine(m: number): number {
  if (m > 64) return cosine(128 - m);
  if (m > 32) return -cosine(64 - m);
  const x = (m * Math.PI) / 64;
  const z = x * x;
  let term = 1;
  let sum = 1;
  for (let k = 1; k <= 12; k++) {
    term *= -z / (2 * k * (2 * k - 1));
    sum += term;
  }
  return sum;
}

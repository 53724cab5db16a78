// One k-means from start to end: greedy k-means++ (Arthur & Vassilvitskii 2007, SODA), then Lloyd's iteration until no row changes cluster.
// Rows are float32, padded with zeros to whole vectors; a distance is a float32 sum of squared differences, centres are means in float64.
import { openStream, uint32 } from './philox';

let x: usize, n: i32, stride: i32, k: i32;

// @ts-ignore: decorator
@inline function row(i: i32): usize { return x + ((<usize>i * stride) << 2); }
// @ts-ignore: decorator
@inline function sumOf(s: v128): f32 {
  return (f32x4.extract_lane(s, 0) + f32x4.extract_lane(s, 1)) + (f32x4.extract_lane(s, 2) + f32x4.extract_lane(s, 3));
}
// @ts-ignore: decorator
@inline function square(s: v128, a: v128, b: usize): v128 {
  const d = f32x4.sub(a, v128.load(b));
  return f32x4.add(s, f32x4.mul(d, d));
}

function distance(a: usize, b: usize): f64 {
  let s0 = f32x4.splat(0);
  const end = a + (<usize>stride << 2);
  for (; a < end; a += 16, b += 16) s0 = square(s0, v128.load(a), b);
  return sumOf(s0);
}

function uniform(): f64 {
  const high = <f64>(uint32() >>> 5);
  return (high * 67108864 + <f64>(uint32() >>> 6)) / 9007199254740992;
}

/** Bytes of `work`: sums [k, stride], distances [2, n] float64 and counts [k] int32. */
export function kMeansWorkBytes(rows: i32, width: i32, clusters: i32): usize {
  return ((<usize>clusters * width + 2 * rows) << 3) + (<usize>(clusters + 1) << 2);
}

/**
 * @param rowsAt [n, stride] float32, stride a multiple of 4. @param centres out [k4, stride] float32, k4 = k up to a multiple of 4.
 * @param labels out [n] int32. @param facts out [3] float64: sum of squared distances, iterations, 1 when no row changed in the last.
 * @returns 0, or −1 when cancelled.
 */
export function kMeansRun(rowsAt: usize, rows: i32, width: i32, clusters: i32, key0: u32, key1: u32, maxIterations: i32,
  centres: usize, labels: usize, facts: usize, work: usize, cancel: usize): i32 {
  x = rowsAt; n = rows; stride = width; k = clusters;
  const sums = work, near = sums + ((<usize>k * stride) << 3), trial = near + (<usize>n << 3), counts = trial + (<usize>n << 3);
  const bytes = <usize>stride << 2;
  openStream(key0, key1);
  seed(centres, near, trial, labels);
  memory.fill(labels, 255, <usize>n << 2);
  let iteration = 0, changed = 1, inertia: f64 = 0;
  while (changed > 0 && iteration < maxIterations) {
    if (atomic.load<i32>(cancel)) return -1;
    changed = assign(centres, labels, near);
    iteration++;
    memory.fill(sums, 0, (<usize>k * stride) << 3);
    memory.fill(counts, 0, <usize>k << 2);
    for (let i = 0; i < n; i++) add(sums, counts, load<i32>(labels + (<usize>i << 2)), row(i));
    for (let c = 0; c < k; c++) if (load<i32>(counts + (<usize>c << 2)) == 0 && refill(c, sums, counts, labels, near)) changed++;
    for (let c = 0; c < k; c++) {
      const size = <f64>load<i32>(counts + (<usize>c << 2)), to = centres + <usize>c * bytes, from = sums + ((<usize>c * stride) << 3);
      if (size == 0) continue; // fewer distinct rows than clusters
      for (let j = 0; j < stride; j++) store<f32>(to + (<usize>j << 2), <f32>(load<f64>(from + (<usize>j << 3)) / size));
    }
  }
  for (let i = 0; i < n; i++) inertia += distance(row(i), centres + <usize>load<i32>(labels + (<usize>i << 2)) * bytes);
  store<f64>(facts, inertia);
  store<f64>(facts, <f64>iteration, 8);
  store<f64>(facts, changed == 0 ? 1 : 0, 16);
  return 0;
}

/** Each centre the best of a few rows drawn in proportion to their squared distance from the centres before. */
function seed(centres: usize, near: usize, trial: usize, best: usize): void {
  const bytes = <usize>stride << 2;
  let trials = 2;
  for (let s: f64 = 2.718281828459045; s <= <f64>k; s *= 2.718281828459045) trials++;
  let chosen = <i32>(uniform() * n);
  memory.copy(centres, row(chosen), bytes);
  let potential: f64 = 0;
  for (let i = 0; i < n; i++) {
    const d = distance(row(i), centres);
    store<f64>(near + (<usize>i << 3), d);
    potential += d;
  }
  for (let c = 1; c < k; c++) {
    let least: f64 = Infinity;
    chosen = 0;
    for (let t = 0; t < trials; t++) {
      let rest = uniform() * potential, i = 0;
      while (i < n - 1) {
        rest -= load<f64>(near + (<usize>i << 3));
        if (rest < 0) break;
        i++;
      }
      let sum: f64 = 0;
      for (let l = 0; l < n; l++) sum += min(load<f64>(near + (<usize>l << 3)), distance(row(l), row(i)));
      if (sum < least) { least = sum; chosen = i; }
    }
    const to = centres + <usize>c * bytes;
    memory.copy(to, row(chosen), bytes);
    potential = 0;
    for (let i = 0; i < n; i++) {
      const d = min(load<f64>(near + (<usize>i << 3)), distance(row(i), to));
      store<f64>(near + (<usize>i << 3), d);
      potential += d;
    }
  }
}

/** Each row to its nearest centre, of equal ones the first. Four centres at a time. @returns how many rows changed. */
function assign(centres: usize, labels: usize, near: usize): i32 {
  const bytes = <usize>stride << 2;
  let changed = 0;
  for (let i = 0; i < n; i++) {
    let least: f32 = Infinity, best = 0;
    for (let c = 0; c < k; c += 4) {
      const a = row(i), b = centres + <usize>c * bytes;
      let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
      for (let o: usize = 0; o < bytes; o += 16) {
        const v = v128.load(a + o), p = b + o;
        s0 = square(s0, v, p);
        s1 = square(s1, v, p + bytes);
        s2 = square(s2, v, p + 2 * bytes);
        s3 = square(s3, v, p + 3 * bytes);
      }
      const d0 = sumOf(s0), d1 = sumOf(s1), d2 = sumOf(s2), d3 = sumOf(s3);
      if (d0 < least) { least = d0; best = c; }
      if (c + 1 < k && d1 < least) { least = d1; best = c + 1; }
      if (c + 2 < k && d2 < least) { least = d2; best = c + 2; }
      if (c + 3 < k && d3 < least) { least = d3; best = c + 3; }
    }
    const at = labels + (<usize>i << 2);
    if (load<i32>(at) != best) { store<i32>(at, best); changed++; }
    store<f64>(near + (<usize>i << 3), least);
  }
  return changed;
}

function add(sums: usize, counts: usize, c: i32, from: usize): void {
  let to = sums + ((<usize>c * stride) << 3);
  for (let j = 0; j < stride; j += 2) {
    v128.store(to, f64x2.add(v128.load(to), f64x2.promote_low_f32x4(v128.load64_zero(from))));
    to += 16;
    from += 8;
  }
  store<i32>(counts + (<usize>c << 2), load<i32>(counts + (<usize>c << 2)) + 1);
}

/** An empty cluster takes the row farthest from its centre, of a cluster that has others. False when every row is at its centre. */
function refill(c: i32, sums: usize, counts: usize, labels: usize, near: usize): bool {
  let far = -1, most: f64 = 0;
  for (let i = 0; i < n; i++) {
    const size = load<i32>(counts + (<usize>load<i32>(labels + (<usize>i << 2)) << 2)), d = load<f64>(near + (<usize>i << 3));
    if (size > 1 && d > most) { most = d; far = i; }
  }
  if (far < 0) return false;
  const old = load<i32>(labels + (<usize>far << 2)), from = sums + ((<usize>old * stride) << 3), to = sums + ((<usize>c * stride) << 3);
  for (let j = 0; j < stride; j++) {
    const value = <f64>load<f32>(row(far) + (<usize>j << 2)), o = <usize>j << 3;
    store<f64>(from + o, load<f64>(from + o) - value);
    store<f64>(to + o, value);
  }
  store<i32>(counts + (<usize>old << 2), load<i32>(counts + (<usize>old << 2)) - 1);
  store<i32>(counts + (<usize>c << 2), 1);
  store<i32>(labels + (<usize>far << 2), c);
  store<f64>(near + (<usize>far << 3), 0);
  return true;
}

// Gram matrix of the samples, G = Z Zᵀ, where Z is the table with its features centred (and scaled). Features are packed into panels of 16
// samples × KC features, so that a 16 × 16 tile of G reads two runs of memory that fit the first-level cache together; only tiles on and
// below the diagonal are computed. A tile is summed in float32 over KC features and over all features in float64, always in feature order.
import { addFour } from './vector';

// @ts-ignore: decorator
@inline const WIDTH: i32 = 16; // samples in a panel
// @ts-ignore: decorator
@inline const KC: i32 = 256; // features in a panel: 16 KiB

// @ts-ignore: decorator
@inline function panelsOf(n: i32): i32 { return (n + WIDTH - 1) / WIDTH; }

/** Where feature k, sample i of a chunk lives: blocks of KC features, in each the panels one after another. */
// @ts-ignore: decorator
@inline function panelAt(panels: usize, nPanels: i32, chunk: i32, k: i32, s: i32): usize {
  const block = k / KC, length = min(KC, chunk - block * KC);
  return panels + ((<usize>(block * KC) * nPanels + <usize>s * length + <usize>(k - block * KC)) * WIDTH << 2);
}

/**
 * Centres (scales) features [from, to) of a chunk of `chunk` features, x [chunk, n] float32, and packs them.
 * Missing (NaN) becomes 0 after centring; a constant feature becomes 0 when centred.
 */
export function gramPack(x: usize, n: i32, chunk: i32, from: i32, to: i32, panels: usize, centre: bool, scale: bool): void {
  const nPanels = panelsOf(n);
  for (let k = from; k < to; k++) {
    const column = x + ((<usize>k * n) << 2);
    let sum: f64 = 0, squares: f64 = 0, count: i32 = 0;
    let low: f32 = Infinity, high: f32 = -Infinity;
    for (let i = 0; (centre || scale) && i < n; i++) {
      const v = load<f32>(column + (<usize>i << 2));
      if (v != v) continue;
      sum += v;
      low = v < low ? v : low;
      high = v > high ? v : high;
      count++;
    }
    const mean = count ? sum / count : 0;
    if (scale) {
      for (let i = 0; i < n; i++) {
        const d = <f64>load<f32>(column + (<usize>i << 2)) - mean;
        if (d == d) squares += d * d;
      }
    }
    const isConstant = !(low < high);
    const shift = centre ? mean : 0;
    const factor: f64 = isConstant ? (centre ? 0 : 1) : scale ? 1 / sqrt(squares / count) : 1;
    for (let s = 0; s < nPanels; s++) {
      const to = panelAt(panels, nPanels, chunk, k, s), i0 = s * WIDTH, wide = min(WIDTH, n - i0);
      for (let r = 0; r < wide; r++) {
        const z = (<f64>load<f32>(column + (<usize>(i0 + r) << 2)) - shift) * factor;
        store<f32>(to + (<usize>r << 2), z == z ? <f32>z : 0);
      }
      for (let r = wide; r < WIDTH; r++) store<f32>(to + (<usize>r << 2), 0);
    }
  }
}

/** Adds a chunk's part to the rows of tiles [from, to) of G, [16·panels, 16·panels] float64; tiles right of the diagonal are left alone. */
export function gramTiles(panels: usize, n: i32, chunk: i32, from: i32, to: i32, gram: usize): void {
  const nPanels = panelsOf(n), stride = <usize>(nPanels * WIDTH) << 3;
  for (let k = 0; k < chunk; k += KC) {
    const length = min(KC, chunk - k);
    for (let s = from; s < to; s++) {
      const a = panelAt(panels, nPanels, chunk, k, s);
      for (let t = 0; t <= s; t++) {
        const b = panelAt(panels, nPanels, chunk, k, t);
        let g = gram + <usize>(s * WIDTH) * stride + (<usize>(t * WIDTH) << 3);
        for (let r: usize = 0; r < 64; r += 8) {
          addTile(a + r, b, length, g, stride);
          g += 2 * stride;
        }
      }
    }
  }
}

/**
 * G[2 × 16] += Σₖ a[k, 2]ᵀ b[k, 16]: eight accumulators, which with their factors fill 12 of the 16 vector registers. With more of them V8 moves
 * some to memory and back: 3 × 12 reached 23 GFLOP/s on the processor where this reaches 56.
 */
function addTile(a: usize, b: usize, length: i32, g: usize, stride: usize): void {
  let c00 = f32x4.splat(0), c01 = c00, c02 = c00, c03 = c00, c10 = c00, c11 = c00, c12 = c00, c13 = c00;
  const end = a + (<usize>length * WIDTH << 2);
  while (a < end) {
    const y = v128.load_splat<f32>(a), z = v128.load_splat<f32>(a, 4);
    let w = v128.load(b);
    c00 = f32x4.add(c00, f32x4.mul(y, w));
    c10 = f32x4.add(c10, f32x4.mul(z, w));
    w = v128.load(b, 16);
    c01 = f32x4.add(c01, f32x4.mul(y, w));
    c11 = f32x4.add(c11, f32x4.mul(z, w));
    w = v128.load(b, 32);
    c02 = f32x4.add(c02, f32x4.mul(y, w));
    c12 = f32x4.add(c12, f32x4.mul(z, w));
    w = v128.load(b, 48);
    c03 = f32x4.add(c03, f32x4.mul(y, w));
    c13 = f32x4.add(c13, f32x4.mul(z, w));
    a += 64;
    b += 64;
  }
  addRow(g, c00, c01, c02, c03);
  addRow(g + stride, c10, c11, c12, c13);
}

// @ts-ignore: decorator
@inline function addRow(g: usize, c0: v128, c1: v128, c2: v128, c3: v128): void {
  addFour(g, c0);
  addFour(g + 32, c1);
  addFour(g + 64, c2);
  addFour(g + 96, c3);
}

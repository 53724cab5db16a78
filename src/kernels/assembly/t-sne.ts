// Forces of t-SNE (van der Maaten & Hinton 2008, JMLR 9, eq. 5) on rows [from, to): all pairs for the repulsion, the neighbours for the
// attraction. Four partners at a time in float32, a row's sums in float64 over blocks of 256 partners. A row's forces do not depend on the range.

// @ts-ignore: decorator
@inline function sumOf(s: v128): f64 {
  return (<f64>f32x4.extract_lane(s, 0) + <f64>f32x4.extract_lane(s, 1)) + (<f64>f32x4.extract_lane(s, 2) + <f64>f32x4.extract_lane(s, 3));
}

/**
 * @param ys [2, stride] float32: coordinates, stride a multiple of 4; the padding is far away. @param starts [n + 1] int32, partners [nnz] int32,
 * weights [nnz] float32: the rows of P. @param out [n, 5] float64: attraction x, y; repulsion x, y (not yet over Z); the row's part of Z.
 */
export function tsneForces(ys: usize, n: i32, stride: i32, starts: usize, partners: usize, weights: usize, from: i32, to: i32, out: usize): void {
  const second = ys + (<usize>stride << 2), one = f32x4.splat(1);
  for (let i = from; i < to; i++) {
    const x = load<f32>(ys + (<usize>i << 2)), y = load<f32>(second + (<usize>i << 2));
    const x4 = f32x4.splat(x), y4 = f32x4.splat(y);
    let ax: f64 = 0, ay: f64 = 0, rx: f64 = 0, ry: f64 = 0, z: f64 = 0;
    for (let l = 0; l < stride; l += 256) {
      const end = <usize>min(stride, l + 256) << 2;
      let sx = f32x4.splat(0), sy = sx, sz = sx;
      for (let o = <usize>l << 2; o < end; o += 16) {
        const dx = f32x4.sub(x4, v128.load(ys + o)), dy = f32x4.sub(y4, v128.load(second + o));
        const q = f32x4.div(one, f32x4.add(one, f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy))));
        const q2 = f32x4.mul(q, q);
        sz = f32x4.add(sz, q);
        sx = f32x4.add(sx, f32x4.mul(q2, dx));
        sy = f32x4.add(sy, f32x4.mul(q2, dy));
      }
      rx += sumOf(sx);
      ry += sumOf(sy);
      z += sumOf(sz);
    }
    const last = load<i32>(starts + (<usize>(i + 1) << 2));
    for (let e = load<i32>(starts + (<usize>i << 2)); e < last; e++) {
      const l = <usize>load<i32>(partners + (<usize>e << 2)) << 2;
      const dx = x - load<f32>(ys + l), dy = y - load<f32>(second + l);
      const f = load<f32>(weights + (<usize>e << 2)) / (1 + dx * dx + dy * dy);
      ax += f * dx;
      ay += f * dy;
    }
    const at = out + <usize>(40 * i);
    store<f64>(at, ax);
    store<f64>(at, ay, 8);
    store<f64>(at, rx, 16);
    store<f64>(at, ry, 24);
    store<f64>(at, z - 1, 32); // itself
  }
}

// All eigenpairs of a dense symmetric matrix in float64: Householder's reduction to a tridiagonal matrix, then implicit QL steps.
// Golub & Van Loan, Matrix Computations, 4th ed., §8.3.1 and §8.3.5. Rows are padded with zeros to a stride that is a multiple of 4.

// @ts-ignore: decorator
@inline function at(a: usize, i: i32): usize { return a + (<usize>i << 3); }
// @ts-ignore: decorator
@inline function f(a: usize, i: i32): f64 { return load<f64>(at(a, i)); }

/** Σ a·b over entries [from, to), both multiples of 4. */
function dot(a: usize, b: usize, from: i32, to: i32): f64 {
  let s0 = f64x2.splat(0), s1 = s0;
  for (let i = at(0, from); i < at(0, to); i += 32) {
    s0 = f64x2.add(s0, f64x2.mul(v128.load(a + i), v128.load(b + i)));
    s1 = f64x2.add(s1, f64x2.mul(v128.load(a + i, 16), v128.load(b + i, 16)));
  }
  const s = f64x2.add(s0, s1);
  return f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
}

/** c ← c − a·x − b·y over entries [from, to). */
function subtractTwo(c: usize, a: f64, x: usize, b: f64, y: usize, from: i32, to: i32): void {
  const a2 = f64x2.splat(a), b2 = f64x2.splat(b);
  for (let i = at(0, from); i < at(0, to); i += 16)
    v128.store(c + i, f64x2.sub(v128.load(c + i), f64x2.add(f64x2.mul(a2, v128.load(x + i)), f64x2.mul(b2, v128.load(y + i)))));
}

/** c ← c − a·x over entries [from, to). */
function subtractOne(c: usize, a: f64, x: usize, from: i32, to: i32): void {
  const a2 = f64x2.splat(a);
  for (let i = at(0, from); i < at(0, to); i += 16)
    v128.store(c + i, f64x2.sub(v128.load(c + i), f64x2.mul(a2, v128.load(x + i))));
}

/** Rotates two whole rows: u ← c·u − s·v, v ← s·u + c·v. */
function rotate(u: usize, v: usize, c: f64, s: f64, stride: i32): void {
  const c2 = f64x2.splat(c), s2 = f64x2.splat(s);
  for (let i: usize = 0; i < at(0, stride); i += 16) {
    const a = v128.load(u + i), b = v128.load(v + i);
    v128.store(v + i, f64x2.add(f64x2.mul(s2, a), f64x2.mul(c2, b)));
    v128.store(u + i, f64x2.sub(f64x2.mul(c2, a), f64x2.mul(s2, b)));
  }
}

/**
 * A ← tridiagonal; its diagonal and what stands beside it into d and e. Row k of A then holds the k-th reflector v (0 up to entry k), and
 * `scales` its 2/‖v‖².
 */
function tridiagonalise(A: usize, n: i32, stride: i32, d: usize, e: usize, scales: usize, w: usize, cancel: usize): bool {
  const row = <usize>stride << 3;
  for (let k = 0; k + 1 < n; k++) {
    if (atomic.load<i32>(cancel)) return false;
    const v = A + <usize>k * row, from = (k + 1) & ~3;
    store<f64>(at(d, k), f(v, k));
    memory.fill(v, 0, <usize>(k + 1) << 3);
    const first = f(v, k + 1);
    store<f64>(at(v, k + 1), 0);
    const rest = dot(v, v, from, stride), size = sqrt(rest + first * first);
    // Nothing to reflect.
    if (rest <= 1e-32 * first * first) {
      store<f64>(at(e, k), first);
      store<f64>(at(scales, k), 0);
      memory.fill(v, 0, row);
      continue;
    }
    const alpha = first > 0 ? -size : size;
    store<f64>(at(e, k), alpha);
    store<f64>(at(v, k + 1), first - alpha);
    const beta = 2 / dot(v, v, from, stride);
    store<f64>(at(scales, k), beta);
    memory.fill(w, 0, row);
    for (let i = k + 1; i < n; i++) store<f64>(at(w, i), beta * dot(A + <usize>i * row, v, from, stride));
    subtractOne(w, 0.5 * beta * dot(w, v, from, stride), v, from, stride);
    for (let i = k + 1; i < n; i++) subtractTwo(A + <usize>i * row, f(v, i), w, f(w, i), v, from, stride);
  }
  store<f64>(at(d, n - 1), f(A + <usize>(n - 1) * row, n - 1));
  store<f64>(at(e, n - 1), 0);
  return true;
}

/** √(a² + b²) without overflow. */
// @ts-ignore: decorator
@inline function hypotenuse(a: f64, b: f64): f64 {
  const x = abs(a), y = abs(b), large = max(x, y);
  if (large == 0) return 0;
  const ratio = min(x, y) / large;
  return large * sqrt(1 + ratio * ratio);
}

/** Diagonal d, e beside it: d becomes the eigenvalues, and the rows of V, those of the identity, the eigenvectors. 1 done, 0 not, −1 cancelled. */
function diagonalise(d: usize, e: usize, V: usize, n: i32, stride: i32, cancel: usize): i32 {
  const row = <usize>stride << 3;
  // Measured by the whole matrix: among eigenvalues that are 0 but for rounding, nothing is small beside its neighbours.
  let tiny: f64 = 0;
  for (let i = 0; i < n; i++) tiny = max(tiny, 1.1102230246251565e-16 * (abs(f(d, i)) + abs(f(e, i))));
  for (let l = 0; l < n; l++) {
    if (atomic.load<i32>(cancel)) return -1;
    for (let step = 0; ; step++) {
      let m = l;
      while (m < n - 1 && abs(f(e, m)) > tiny) m++;
      if (m == l) break;
      if (step == 60) return 0;
      let g = (f(d, l + 1) - f(d, l)) / (2 * f(e, l)), r = hypotenuse(g, 1);
      g = f(d, m) - f(d, l) + f(e, l) / (g + (g >= 0 ? r : -r));
      let s: f64 = 1, c: f64 = 1, p: f64 = 0, i = m - 1;
      for (; i >= l; i--) {
        const h = s * f(e, i), b = c * f(e, i);
        r = hypotenuse(h, g);
        store<f64>(at(e, i + 1), r);
        if (r == 0) {
          store<f64>(at(d, i + 1), f(d, i + 1) - p);
          store<f64>(at(e, m), 0);
          break;
        }
        s = h / r;
        c = g / r;
        g = f(d, i + 1) - p;
        r = (f(d, i) - g) * s + 2 * c * b;
        p = s * r;
        store<f64>(at(d, i + 1), g + p);
        g = c * r - b;
        rotate(V + <usize>i * row, V + <usize>(i + 1) * row, c, s, stride);
      }
      if (r == 0 && i >= l) continue;
      store<f64>(at(d, l), f(d, l) - p);
      store<f64>(at(e, l), g);
      store<f64>(at(e, m), 0);
    }
  }
  return 1;
}

/**
 * @param A [n, stride], overwritten. @param V [n, stride]: eigenvectors, one a row. @param d [n]: their values, in no order.
 * @param work 3·stride float64. Returns 1, 0 where 60 steps did not suffice for one value, −1 when cancelled.
 */
export function allEigenvectors(A: usize, n: i32, stride: i32, V: usize, d: usize, work: usize, cancel: usize): i32 {
  const row = <usize>stride << 3, e = work, scales = work + row, w = scales + row;
  if (!tridiagonalise(A, n, stride, d, e, scales, w, cancel)) return -1;
  memory.fill(V, 0, <usize>n * row);
  for (let i = 0; i < n; i++) store<f64>(at(V + <usize>i * row, i), 1);
  const done = diagonalise(d, e, V, n, stride, cancel);
  if (done != 1) return done;
  // From eigenvectors of the tridiagonal matrix to those of A: the reflections in reverse.
  for (let i = 0; i < n; i++) {
    if (atomic.load<i32>(cancel)) return -1;
    const z = V + <usize>i * row;
    for (let k = n - 2; k >= 0; k--) {
      const beta = f(scales, k), v = A + <usize>k * row, from = (k + 1) & ~3;
      if (beta != 0) subtractOne(z, beta * dot(v, z, from, stride), v, from, stride);
    }
  }
  return 1;
}

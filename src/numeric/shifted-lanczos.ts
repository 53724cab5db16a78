/** Solutions of (A + λI)·x = b for several λ. */
export interface ShiftedSolutions {
  /** One for each λ, [m]. */
  readonly solutions: readonly Float64Array[];
  /** Largest ‖b − (A + λI)x‖ / ‖b‖, by the recurrence. */
  readonly residual: number;
  /** Multiplications by A. */
  readonly steps: number;
}

/**
 * Solves (A + λI)·x = b for every λ at once by the Lanczos process with full reorthogonalisation: the Krylov space of A + λI is that of A,
 * so one run of multiplications serves all λ, and after m steps each solution is exact. Stops when every residual is below `tolerance`.
 * @param A [m·m] float64, symmetric positive semidefinite. Not modified. @param b [m]. @param shifts λ > 0.
 * @param pause called before each step: may throw, to stop.
 * Cost m² a step and 2·m·k for the k-th, at most m steps, usually a few tens; memory 8·m·steps. Source: Saad 2003, Iterative Methods for
 * Sparse Linear Systems, §6.7; Frommer & Maass 1999, SIAM J. Sci. Comput. 20(5). Checked by residuals computed from A itself.
 */
export function shiftedSolve(
  A: Float64Array,
  b: Float64Array,
  shifts: readonly number[],
  tolerance = 1e-10,
  pause: () => void = () => {},
): ShiftedSolutions {
  const m = b.length;
  const size = Math.sqrt(dot(b, b));
  if (size === 0) return { solutions: shifts.map(() => new Float64Array(m)), residual: 0, steps: 0 };
  const basis: Float64Array[] = [b.map((value) => value / size)];
  const diagonal: number[] = [];
  const off: number[] = []; // off[k] couples k and k + 1
  const pivots: number[][] = shifts.map(() => []); // of T + λ, by LDLᵀ
  const residuals = shifts.map(() => 1);
  for (let k = 0; k < m; k++) {
    pause();
    const q = basis[k]!;
    const next = Float64Array.from({ length: m }, (_, i) => dot(A.subarray(i * m, (i + 1) * m), q));
    diagonal.push(dot(q, next));
    // Twice is enough (Kahan, in Parlett §6.9).
    for (let pass = 0; pass < 2; pass++) for (const u of basis) addScaled(-dot(u, next), u, next);
    const beta = Math.sqrt(dot(next, next));
    shifts.forEach((shift, s) => {
      const before = k === 0 ? 0 : off[k - 1]! ** 2 / pivots[s]![k - 1]!;
      pivots[s]!.push(diagonal[k]! + shift - before);
      // Of ζ_{k+1} = −β_k·ζ_k / δ_k, which is the residual in units of ‖b‖.
      residuals[s] = residuals[s]! * Math.abs(beta / pivots[s]![k]!);
    });
    off.push(beta);
    if (residuals.every((r) => r <= tolerance) || k + 1 === m) break;
    // Nothing new is left but rounding: the space is A's own.
    if (beta <= 1e-14 * Math.abs(diagonal[0]!)) break;
    basis.push(next.map((value) => value / beta));
  }
  const steps = diagonal.length;
  const solutions = shifts.map((_, s) => {
    const z = new Float64Array(steps);
    z[0] = size;
    for (let k = 1; k < steps; k++) z[k] = (-off[k - 1]! / pivots[s]![k - 1]!) * z[k - 1]!;
    for (let k = steps - 1; k >= 0; k--) {
      z[k] = (z[k]! - (k + 1 < steps ? off[k]! * z[k + 1]! : 0)) / pivots[s]![k]!;
    }
    const x = new Float64Array(m);
    for (let k = 0; k < steps; k++) addScaled(z[k]!, basis[k]!, x);
    return x;
  });
  return { solutions, residual: Math.max(...residuals), steps };
}

/** y ← y + a·x. */
function addScaled(a: number, x: Float64Array, y: Float64Array): void {
  for (let i = 0; i < y.length; i++) y[i]! += a * x[i]!;
}

/** Four running sums: faster than one, and the order is fixed. */
function dot(a: Float64Array, b: Float64Array): number {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let i = 0;
  for (; i + 4 <= a.length; i += 4) {
    s0 += a[i]! * b[i]!;
    s1 += a[i + 1]! * b[i + 1]!;
    s2 += a[i + 2]! * b[i + 2]!;
    s3 += a[i + 3]! * b[i + 3]!;
  }
  for (; i < a.length; i++) s0 += a[i]! * b[i]!;
  return s0 + s1 + (s2 + s3);
}

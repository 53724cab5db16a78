const SIGNIFICANT = 53; // bits of a float64

/**
 * The spacing of a grid for terms of at most `largest` in absolute value, of which any `count` may be summed in float64, in any order,
 * without rounding: every partial sum is a multiple of the spacing below 2⁵³ of them. A power of two; 0 when all terms are 0.
 * Source: Demmel & Nguyen 2013, ARITH 21, on sums that do not depend on their order.
 */
export function gridSpacing(largest: number, count: number): number {
  const bound = largest * count;
  if (!(bound > 0)) return 0;
  let power = 1;
  while (power < bound) power *= 2;
  while (power / 2 >= bound) power /= 2;
  return power / 2 ** SIGNIFICANT;
}

/**
 * Writes g and h of the rows to `out` [rows, 2], rounded to a grid of their own each: with 10,000 rows to 2⁻³⁹ of the largest, where a
 * float32 of that size has 2⁻²³. An h stays above 0.
 * @param gradients [n, 2] float32. @returns Σg and Σh, exact.
 */
export function gridGradients(gradients: Float32Array, rows: Uint32Array, out: Float32Array): { g: number; h: number } {
  let largestG = 0;
  let largestH = 0;
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at]!;
    largestG = Math.max(largestG, Math.abs(gradients[2 * row]!));
    largestH = Math.max(largestH, gradients[2 * row + 1]!);
  }
  const spacingG = gridSpacing(largestG, rows.length);
  const spacingH = gridSpacing(largestH, rows.length);
  // Adding and taking away a number whose last bit is worth the spacing rounds to the grid.
  const roundG = 1.5 * 2 ** (SIGNIFICANT - 1) * spacingG;
  const roundH = 1.5 * 2 ** (SIGNIFICANT - 1) * spacingH;
  let g = 0;
  let h = 0;
  for (let at = 0; at < rows.length; at++) {
    const row = rows[at]!;
    const ownG = gradients[2 * row]! + roundG - roundG;
    const ownH = Math.max(gradients[2 * row + 1]! + roundH - roundH, spacingH);
    out[2 * at] = ownG;
    out[2 * at + 1] = ownH;
    g += ownG;
    h += ownH;
  }
  return { g, h };
}

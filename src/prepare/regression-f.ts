/**
 * F = r² / (1 − r²) · (n − 2) of the regression of the values on the column, r their correlation over the n rows where the column has a
 * value. Two passes in float64. NaN when it is not defined: fewer than 3 rows, a constant column or constant values.
 * Checked against scikit-learn 1.2.1 (f_regression).
 */
export function regressionF(column: Float32Array, values: Float64Array): number {
  let n = 0;
  let meanX = 0;
  let meanY = 0;
  for (let i = 0; i < column.length; i++) {
    const x = column[i]!;
    if (Number.isNaN(x)) continue;
    n++;
    meanX += x;
    meanY += values[i]!;
  }
  meanX /= n;
  meanY /= n;
  let xx = 0;
  let xy = 0;
  let yy = 0;
  for (let i = 0; i < column.length; i++) {
    const dx = column[i]! - meanX;
    if (Number.isNaN(dx)) continue;
    const dy = values[i]! - meanY;
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  }
  if (n < 3 || !(xx > 0) || !(yy > 0)) return Number.NaN;
  // A perfect line has F = ∞: in front of everything, as it should be.
  return ((xy * xy) / Math.max(0, xx * yy - xy * xy)) * (n - 2);
}

// Parts the rows of tree nodes after their cuts are chosen.

// @ts-ignore: decorator
@inline const SPLIT_BYTES: usize = 80;

/**
 * Parts the rows of the nodes first … last: those that go left come first, either side in the order it had.
 * bins [p, nRows] uint8; flags [p] uint8: + 1 where bin nBins − 1 of a feature holds its missing values, + 2 where bins are categories;
 * rowList uint32 and beside it the gradients, [·, 2] float32; spareRows and spareGradients as large as these.
 * A split is 80 bytes. Read: rows from … to, feature, highest bin on the left | 256 when missing values go left (int32), and at byte 48 of
 * categories a bit for each that goes left, 32 bytes. Written: where the right side begins, the highest bin on the left and the lowest on
 * the right, 256 when there is none (of categories neither), whether a value is missing (int32), Σg and Σh of the left (float64), exact on
 * gradients of a grid.
 * Returns 0, −1 when cancelled.
 */
export function partRows(
  bins: usize, nRows: i32, flags: usize, nBins: i32, rowList: usize, gradients: usize, spareRows: usize, spareGradients: usize, splits: usize,
  first: i32, last: i32, cancel: usize,
): i32 {
  for (let q = first; q < last; q++) {
    if (atomic.load<i32>(cancel)) return -1;
    const split = splits + <usize>q * SPLIT_BYTES, feature = <usize>load<i32>(split, 8), flag = load<u8>(flags + feature);
    const column = bins + feature * nRows, missingBin = flag & 1 ? nBins - 1 : -1;
    if (flag & 2) partOne(true, split, column, missingBin, rowList, gradients, spareRows, spareGradients);
    else partOne(false, split, column, missingBin, rowList, gradients, spareRows, spareGradients);
  }
  return 0;
}

// @ts-ignore: decorator
@inline function partOne(
  byCategory: bool, split: usize, column: usize, missingBin: i32, rowList: usize, gradients: usize, spareRows: usize, spareGradients: usize,
): void {
  const from = <usize>load<i32>(split), to = <usize>load<i32>(split, 4);
  const highest = load<i32>(split, 12) & 255, missingLeft = load<i32>(split, 12) >> 8;
  let left = rowList + (from << 2), leftPair = gradients + (from << 3);
  let right = spareRows + (from << 2), rightPair = spareGradients + (from << 3);
  let low = 0, high = 256, anyMissing = 0;
  let sums = f64x2.splat(0);
  for (let at = left, pair = leftPair, end = rowList + (to << 2); at < end; at += 4, pair += 8) {
    const row = load<u32>(at), gradient = load<u64>(pair), bin = <i32>load<u8>(column + row);
    const below = byCategory ? (<i32>load<u8>(split + (bin >> 3), 48) >> (bin & 7)) & 1 : <i32>(bin <= highest);
    const isMissing = <i32>(bin == missingBin), isLeft = select<i32>(missingLeft, below, isMissing);
    anyMissing |= isMissing;
    if (!byCategory) {
      low = select<i32>(max(low, bin), low, isLeft & ~isMissing);
      high = select<i32>(min(high, bin), high, (isLeft | isMissing) ^ 1);
    }
    // Written to both sides, kept on one: no branch to guess.
    store<u32>(left, row);
    store<u64>(leftPair, gradient);
    store<u32>(right, row);
    store<u64>(rightPair, gradient);
    const step = <usize>isLeft;
    left += step << 2;
    leftPair += step << 3;
    right += (step ^ 1) << 2;
    rightPair += (step ^ 1) << 3;
    sums = f64x2.add(sums, v128.and(f64x2.promote_low_f32x4(i64x2.splat(<i64>gradient)), i64x2.splat(-<i64>isLeft)));
  }
  memory.copy(left, spareRows + (from << 2), right - (spareRows + (from << 2)));
  memory.copy(leftPair, spareGradients + (from << 3), rightPair - (spareGradients + (from << 3)));
  store<i32>(split, <i32>((left - rowList) >> 2), 16);
  store<i32>(split, low, 20);
  store<i32>(split, high, 24);
  store<i32>(split, anyMissing, 28);
  v128.store(split, sums, 32);
}

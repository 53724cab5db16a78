// Scores of the best alignments of every sequence of one list with every one of another, affine gaps (Gotoh 1982). A vector holds one cell of
// eight alignments, those of one sequence with eight others (between sequences, not within one: Rognes 2011, BMC Bioinformatics 12, 221), so that
// no lane waits for another and the score is that of the plain recursion. 16 bits a cell, or 32 and four alignments where scores may be larger.

/**
 * @param a codes of the first list, one sequence after another, bytes; aStarts [nA + 1] int32. Rows `from` … `to` are aligned.
 * @param b codes of the second, in groups of eight: position by position, the eight letters there; bStarts [nGroups + 1] int32 positions;
 * bLengths [8·nGroups] int32. Beyond its end a sequence has code 31.
 * @param table scores, 32 × 32 int8: row for the letter of a, column for that of b; column 31 is −128. nLetters: rows used.
 * @param work 16·(nLetters·longest b + 2·longest a) bytes, 16-byte aligned. @param out [nA, 8·nGroups] int32.
 * @returns −1 when cancelled.
 */
export function alignmentScores(
  a: usize, aStarts: usize, from: i32, to: i32, b: usize, bStarts: usize, bLengths: usize, nGroups: i32, table: usize, nLetters: i32,
  open: i32, extend: i32, local: bool, wide: bool, work: usize, out: usize, cancel: usize,
): i32 {
  const width = <usize>nGroups << 5;
  const halves = wide ? 2 : 1;
  for (let g = 0; g < nGroups; g++) {
    const start = load<i32>(bStarts + (<usize>g << 2));
    const columns = load<i32>(bStarts + (<usize>g << 2), 4) - start;
    const cells = work + ((<usize>columns * nLetters) << 4);
    for (let half = 0; half < halves; half++) {
      const lengths = bLengths + (<usize>g << 5) + (<usize>half << 4);
      if (wide) profile(b + (<usize>start << 3) + (<usize>half << 2), columns, table, nLetters, work, true);
      else profile(b + (<usize>start << 3), columns, table, nLetters, work, false);
      for (let i = from; i < to; i++) {
        if (atomic.load<i32>(cancel)) return -1;
        const at = load<i32>(aStarts + (<usize>i << 2));
        const rows = load<i32>(aStarts + (<usize>i << 2), 4) - at;
        const into = out + <usize>i * width + (<usize>g << 5) + (<usize>half << 4);
        if (local) {
          if (wide) align(a + at, rows, work, columns, nLetters, lengths, open, extend, cells, into, true, true);
          else align(a + at, rows, work, columns, nLetters, lengths, open, extend, cells, into, true, false);
        } else if (wide) align(a + at, rows, work, columns, nLetters, lengths, open, extend, cells, into, false, true);
        else align(a + at, rows, work, columns, nLetters, lengths, open, extend, cells, into, false, false);
      }
    }
  }
  return 0;
}

/** For each position of the group and each letter of the alphabet the scores of that letter with the letters there: no cell looks one up. */
// @ts-ignore: decorator
@inline function profile(codes: usize, columns: i32, table: usize, nLetters: i32, into: usize, wide: bool): void {
  for (let j = 0; j < columns; j++) {
    const low = v128.load64_zero(codes + (<usize>j << 3));
    const high = i8x16.sub(low, i8x16.splat(16)); // of codes below 16: beyond the table, which gives 0
    for (let letter = 0; letter < nLetters; letter++) {
      const row = table + (<usize>letter << 5);
      const scores = i16x8.extend_low_i8x16_s(v128.or(i8x16.swizzle(v128.load(row), low), i8x16.swizzle(v128.load(row, 16), high)));
      v128.store(into, wide ? i32x4.extend_low_i16x8_s(scores) : scores);
      into += 16;
    }
  }
}

// `local` and `wide` are constants wherever this is inlined: four loops without a branch, written once.
// @ts-ignore: decorator
@inline function align(
  a: usize, rows: i32, profiles: usize, columns: i32, nLetters: i32, lengths: usize, open: i32, extend: i32, cells: usize, out: usize,
  local: bool, wide: bool,
): void {
  const zero = splat(0, wide), least = wide ? i32x4.splat(-0x40000000) : i16x8.splat(-0x8000);
  const opened = splat(open, wide), extended = splat(extend, wide);
  // Of each row: the score of the best alignment that ends here, and of the best that ends here in a gap in a.
  for (let i = 0; i < rows; i++) {
    v128.store(cells + (<usize>i << 5), local ? zero : splat(-open - i * extend, wide));
    v128.store(cells + (<usize>i << 5), least, 16);
  }
  const ends = wide ? v128.load(lengths) : i16x8.narrow_i32x4_s(v128.load(lengths), v128.load(lengths, 16));
  let best = local || rows == 0 ? zero : splat(-open - (rows - 1) * extend, wide);
  for (let j = 0; j < columns; j++) {
    const scores = profiles + ((<usize>j * nLetters) << 4);
    let diagonal = local || j == 0 ? zero : splat(-open - (j - 1) * extend, wide);
    let above = local ? zero : splat(-open - j * extend, wide);
    let down = least;
    for (let i = 0, at = cells; i < rows; i++, at += 32) {
      const left = v128.load(at);
      const across = most(minus(v128.load(at, 16), extended, wide), minus(left, opened, wide), wide);
      down = most(minus(down, extended, wide), minus(above, opened, wide), wide);
      above = most(plus(diagonal, v128.load(scores + (<usize>load<u8>(a + i) << 4)), wide), most(across, down, wide), wide);
      if (local) {
        above = most(above, zero, wide);
        best = most(best, above, wide);
      }
      v128.store(at, above);
      v128.store(at, across, 16);
      diagonal = left;
    }
    if (!local) best = v128.bitselect(above, best, wide ? i32x4.eq(ends, splat(j + 1, wide)) : i16x8.eq(ends, splat(j + 1, wide)));
  }
  v128.store(out, wide ? best : i32x4.extend_low_i16x8_s(best));
  if (!wide) v128.store(out, i32x4.extend_high_i16x8_s(best), 16);
}

// @ts-ignore: decorator
@inline function splat(x: i32, wide: bool): v128 {
  return wide ? i32x4.splat(x) : i16x8.splat(<i16>x);
}

// @ts-ignore: decorator
@inline function plus(x: v128, y: v128, wide: bool): v128 {
  return wide ? i32x4.add(x, y) : i16x8.add_sat_s(x, y);
}

// @ts-ignore: decorator
@inline function minus(x: v128, y: v128, wide: bool): v128 {
  return wide ? i32x4.sub(x, y) : i16x8.sub_sat_s(x, y);
}

// @ts-ignore: decorator
@inline function most(x: v128, y: v128, wide: bool): v128 {
  return wide ? i32x4.max_s(x, y) : i16x8.max_s(x, y);
}
